// From PostgreSQL's raw parse tree to our statements. Within grammar/ only.
#pragma once

#include "grammar/anchor.h"
#include "grammar/arena.h"
#include "grammar/raw.h"
#include "grammar/statements.h"

namespace ironlaw {

/// Nesting of expressions, queries and joins beyond which a statement is not lowered.
inline constexpr int maxLoweringDepth = 400;

/// The state of lowering one raw statement. Raw nodes live only during the call; everything that
/// is kept is copied into the arena.
class Lowering {
public:
    /// `text` is the prepared text of the file, `base` the offset in it of the parsed buffer's
    /// start.
    Lowering(std::string_view text, uint32_t base, Arena& arena)
        : text_(text), base_(base), arena_(arena) {}

    /// The statement for `node`, which stands at `range`. Null if it is nested too deeply.
    const Statement* statement(const ::Node* node, Range range);

private:
    // lower-expression.cpp
    const Expression* expression(const ::Node* node);
    std::span<const Expression* const> expressions(const ::List* list);
    TypeName typeName(const ::TypeName* node);
    const Expression* constant(const ::A_Const* node);
    const Expression* columnReference(const ::ColumnRef* node);
    const Expression* functionCall(const ::FuncCall* node);
    const Expression* operation(const ::A_Expr* node);
    const Expression* operatorChain(const ::A_Expr* node);
    const Expression* boolean(const ::BoolExpr* node);
    const Expression* subLink(const ::SubLink* node);
    const Expression* caseExpression(const ::CaseExpr* node);
    const Expression* indirection(const ::A_Indirection* node);
    const Expression* sqlValue(const ::SQLValueFunction* node);
    const Expression* smallNode(const ::Node* node);
    Expression* make(ExpressionKind kind, int location);

    // lower-query.cpp
    const Query* query(const ::Node* node);
    void select(const ::SelectStmt* node, Query& query);
    void setOperation(const ::SelectStmt* node, Query& query);
    void insert(const ::InsertStmt* node, Query& query);
    void update(const ::UpdateStmt* node, Query& query);
    void remove(const ::DeleteStmt* node, Query& query);
    void merge(const ::MergeStmt* node, Query& query);
    void withClause(const ::WithClause* node, Query& query);
    std::span<const Target> targets(const ::List* list);
    std::span<const FromItem* const> fromItems(const ::List* list);
    const FromItem* fromItem(const ::Node* node);
    const FromItem* join(const ::JoinExpr* node);

    // lower-table.cpp
    const Statement* createTable(const ::CreateStmt* node, Range range, bool foreign);
    void tableElements(const ::CreateStmt* node, Range range, CreateTable& table);
    const Statement* createTableAs(const ::CreateTableAsStmt* node, Range range);
    const Statement* selectInto(const ::SelectStmt* node, Range range);
    ColumnDefinition column(const ::ColumnDef* node, Range range);
    void columnConstraint(const ::Constraint* node, Range range, ColumnDefinition& column,
                          std::vector<ConstraintDefinition>& others);
    ConstraintDefinition constraint(const ::Constraint* node, Range range);
    PartitionBound partitionBound(const ::PartitionBoundSpec* node);

    // lower-alter.cpp
    const Statement* alterTable(const ::AlterTableStmt* node, Range range);
    const AlterAction* alterAction(const ::AlterTableCmd* node, Range range);
    const AlterAction* columnAction(const ::AlterTableCmd* node, Range range);
    const AlterAction* constraintAction(const ::AlterTableCmd* node, Range range);
    const AlterAction* partitionAction(const ::AlterTableCmd* node, Range range);
    const AlterAction* otherAction(const ::AlterTableCmd* node, Range range);

    // lower-index.cpp
    const Statement* createIndex(const ::IndexStmt* node, Range range);
    const Statement* reindex(const ::ReindexStmt* node, Range range);
    const Statement* maintenance(const ::Node* node, Range range);

    // lower-object.cpp
    const Statement* createObject(const ::Node* node, Range range);
    const Statement* createSchema(const ::CreateSchemaStmt* node, Range range);
    const Statement* sequence(const ::Node* node, Range range);
    void sequenceOptions(const ::List* options, SequenceStatement& sequence);
    const Statement* createType(const ::Node* node, Range range);
    const Statement* alterEnum(const ::AlterEnumStmt* node, Range range);
    const Statement* createDomain(const ::CreateDomainStmt* node, Range range);
    const Statement* alterDomain(const ::AlterDomainStmt* node, Range range);
    const Statement* createView(const ::ViewStmt* node, Range range);

    // lower-reference.cpp
    const Statement* drop(const ::DropStmt* node, Range range);
    const Statement* dropOther(const ::Node* node, Range range);
    const Statement* rename(const ::RenameStmt* node, Range range);
    const Statement* setSchema(const ::AlterObjectSchemaStmt* node, Range range);
    const Statement* changeOwner(const ::AlterOwnerStmt* node, Range range);
    const Statement* comment(const ::CommentStmt* node, Range range);
    ObjectReference reference(const ::Node* node, ::ObjectType type);

    // lower-routine.cpp
    const Statement* createRoutine(const ::CreateFunctionStmt* node, Range range);
    void routineOption(const ::DefElem* option, CreateRoutine& routine);
    const Statement* doBlock(const ::DoStmt* node, Range range);
    const Statement* createTrigger(const ::CreateTrigStmt* node, Range range);
    const Statement* policy(const ::Node* node, Range range);
    Body bodyOf(const ::Node* text, int location, std::string_view language);
    std::span<const Statement* const> atomicBody(const ::Node* node, Range range);

    // lower-session.cpp
    const Statement* transaction(const ::TransactionStmt* node, Range range);
    const Statement* setVariable(const ::VariableSetStmt* node, Range range);
    const Statement* copyStatement(const ::CopyStmt* node, Range range);
    const Statement* queryStatement(const ::Node* node, Range range, bool executes);
    const Statement* other(const ::Node* node, Range range);

    // lower.cpp
    template <typename T> T* start(Range range) {
        T* statement = arena_.make<T>();
        statement->kind = T::statementKind;
        statement->range = range;
        return statement;
    }
    Name name(const char* text);
    std::span<const Name> names(const ::List* list);
    QualifiedName qualifiedName(const ::RangeVar* node);
    QualifiedName qualifiedName(const ::List* parts, int location = -1);
    std::span<const QualifiedName> relations(const ::List* list);
    std::string_view copy(const char* text) {
        return text == nullptr ? std::string_view() : arena_.copy(text);
    }
    uint32_t offset(int location) const {
        return location < 0 ? 0 : base_ + static_cast<uint32_t>(location);
    }

    std::string_view text_;
    uint32_t base_;
    Arena& arena_;
    int depth_ = 0;
    bool tooDeep_ = false;

    friend class DepthGuard;
};

/// Counts nesting while it lives; `allowed()` is false beyond the limit, and the statement is given
/// up.
class DepthGuard {
public:
    explicit DepthGuard(Lowering& lowering) : lowering_(lowering) {
        if (++lowering_.depth_ > maxLoweringDepth) {
            lowering_.tooDeep_ = true;
        }
    }
    ~DepthGuard() { --lowering_.depth_; }
    DepthGuard(const DepthGuard&) = delete;
    DepthGuard& operator=(const DepthGuard&) = delete;
    bool allowed() const { return lowering_.depth_ <= maxLoweringDepth; }

private:
    Lowering& lowering_;
};

/// The nodes of a PostgreSQL list as `T`.
template <typename T> class Nodes {
public:
    explicit Nodes(const ::List* list) : list_(list) {}
    struct Iterator {
        const ::ListCell* cell;
        const T* operator*() const { return static_cast<const T*>(cell->ptr_value); }
        Iterator& operator++() {
            ++cell;
            return *this;
        }
        bool operator!=(const Iterator& other) const { return cell != other.cell; }
    };
    Iterator begin() const { return {list_ == nullptr ? nullptr : list_->elements}; }
    Iterator end() const { return {list_ == nullptr ? nullptr : list_->elements + list_->length}; }
    size_t size() const { return list_ == nullptr ? 0 : static_cast<size_t>(list_->length); }

private:
    const ::List* list_;
};

template <typename T> const T* cast(const ::Node* node) { return reinterpret_cast<const T*>(node); }

inline std::string_view stringOf(const ::Node* node) {
    return node != nullptr && node->type == T_String ? cast<::String>(node)->sval : "";
}

/// The statements of a procedural or SQL body whose text stands at `body` in `text` (both offsets
/// of the file); `language` decides how it is read. See body.cpp.
Body readBody(std::string_view text, Range body, std::string_view language, Arena& arena);

} // namespace ironlaw
