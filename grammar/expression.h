// Expressions as rules and replay need them: what is called, compared, selected and constant.
#pragma once

#include "grammar/name.h"
#include "grammar/type-name.h"

#include <cassert>

namespace ironlaw {

struct Query;

enum class ExpressionKind : uint8_t {
    Null,
    Boolean,         ///< text: "true" or "false"
    Number,          ///< text as written
    String,          ///< text unescaped
    Parameter,       ///< $1
    ColumnReference, ///< names: the parts; text: the last part
    Star,            ///< * or t.*; names: the parts before the star
    FunctionCall,    ///< names, operands; `star` for count(*), `distinct`, `window`
    /// text: the operator, or IN, NOT IN, IS [NOT] DISTINCT FROM, NULLIF, [NOT] BETWEEN
    /// [SYMMETRIC],
    /// "= ANY" or "= ALL" over an array; LIKE is ~~, NOT LIKE !~~, ILIKE ~~*, SIMILAR TO ~. Two
    /// operands or one; more for a chain (a || b || c) and for the lists of IN and BETWEEN.
    Operator,
    And,
    Or,
    Not,
    IsNull,
    IsNotNull,
    BooleanTest, ///< IS [NOT] TRUE / FALSE / UNKNOWN; text as PostgreSQL prints it
    Cast,        ///< operand 0 to type()
    Case, ///< operands: the argument if text is "simple", then WHEN and THEN in turns, then ELSE
    Coalesce, ///< COALESCE, GREATEST, LEAST; text says which
    Array,
    Row,
    ExistsSubquery, ///< the first kind with a subquery
    ScalarSubquery,
    AnySubquery, ///< x IN (SELECT …), x op ANY (SELECT …); operand 0 is x
    AllSubquery,
    ArraySubquery, ///< the last kind with a subquery
    Subscript,     ///< operand 0 [ … ] or operand 0 .field; `star` for (row).*
    Default,       ///< the word DEFAULT in VALUES or SET
    SqlValue,      ///< CURRENT_TIMESTAMP and its like; text: the function in lower case
    Collate,       ///< operand 0 COLLATE names
    Other,         ///< XML, JSON constructors, …; operands as far as they are seen
};

/// A node of an expression tree. Nodes are never shared. `location` is the offset of the token that
/// PostgreSQL attributes to the node (the operator of an operation, the name of a call); 0 if none.
/// Nesting is limited (maxLoweringDepth in lower.h), so that walking it by recursion is safe.
struct Expression {
    ExpressionKind kind = ExpressionKind::Other;
    bool star = false;
    bool distinct = false;
    bool window = false;
    uint32_t location = 0;
    CompactText text;
    CompactSpan<Name> names;
    CompactSpan<const Expression*> operands;

    /// Cast: the type; null for other kinds.
    const TypeName* type() const {
        return kind == ExpressionKind::Cast ? static_cast<const TypeName*>(detail()) : nullptr;
    }
    /// The query of the kinds that end in Subquery; null for other kinds.
    const Query* subquery() const {
        return isSubquery() ? static_cast<const Query*>(detail()) : nullptr;
    }
    void setType(const TypeName* type) {
        assert(kind == ExpressionKind::Cast);
        setDetail(type);
    }
    void setSubquery(const Query* query) {
        assert(isSubquery());
        setDetail(query);
    }

private:
    bool isSubquery() const {
        return kind >= ExpressionKind::ExistsSubquery && kind <= ExpressionKind::ArraySubquery;
    }
    /// The kinds with a type or a subquery have no names: the place of the names, which stay empty,
    /// serves them. Nodes of 44 bytes instead of 56 are a twentieth of all memory.
    const void* detail() const { return names.data(); }
    void setDetail(const void* detail) {
        assert(names.empty());
        names = std::span<const Name>(static_cast<const Name*>(detail), 0);
    }
};

static_assert(sizeof(Expression) == 44);

/// Calls `visit(const Expression&)` for `root` and everything below it, parents first, without
/// entering subqueries. `visit` returns whether to go below the node. A null root is allowed.
template <typename Visit> void walkExpression(const Expression* root, Visit&& visit) {
    if (root == nullptr || !visit(*root)) {
        return;
    }
    for (const Expression* operand : root->operands) {
        walkExpression(operand, visit);
    }
}

/// The constant NULL, also behind casts.
bool isNullConstant(const Expression* expression);

} // namespace ironlaw
