// Visits what statements are made of, as a rule that looks at all of it would: names, types,
// expressions, queries, columns and constraints. What it is for is finding dangling text and places
// outside of the file; it judges nothing else.
#pragma once

#include "grammar/statements.h"

#include <fmt/format.h>

#include <string>

namespace ironlaw::fuzz {

class NodeWalk {
public:
    /// Places and texts are judged against a file of `fileSize` bytes.
    explicit NodeWalk(size_t fileSize) : fileSize_(fileSize) {}

    /// What is wrong, or empty.
    const std::string& failure() const { return failure_; }

protected:
    void fail(std::string what) {
        if (failure_.empty()) {
            failure_ = std::move(what);
        }
    }
    void place(Range range) {
        if (range.begin > range.end || range.end > fileSize_) {
            fail(fmt::format("a place [{}, {}) is outside of the file", range.begin, range.end));
        }
    }
    void place(uint32_t offset) { place({offset, offset}); }
    /// Reads every byte, for the address sanitizer.
    void count(std::string_view text) {
        for (const char byte : text) {
            bytes_ += static_cast<unsigned char>(byte);
        }
    }
    void name(const Name& name) {
        count(name.text);
        if (name.text.size() > maxIdentifierBytes) {
            fail("a name is longer than 63 bytes");
        }
    }
    void names(std::span<const Name> list) {
        for (const Name& one : list) {
            name(one);
        }
    }
    void name(const QualifiedName& qualified) {
        name(qualified.schema);
        name(qualified.name);
        place(qualified.range);
        count(displayName(qualified));
    }
    void names(std::span<const QualifiedName> list) {
        for (const QualifiedName& one : list) {
            name(one);
        }
    }
    void type(const TypeName& type) {
        name(type.name);
        count(formatType(type));
    }
    void expression(const Expression* root) {
        walkExpression(root, [this](const Expression& node) {
            look(node);
            if (node.subquery() != nullptr) {
                query(node.subquery());
            }
            return true;
        });
    }
    void look(const Expression& node) {
        place(node.location);
        count(node.text);
        for (const Name& part : node.names) {
            count(part.text);
        }
        if (node.type() != nullptr) {
            type(*node.type());
        }
        bytes_ += isNullConstant(&node) ? 1 : 0;
    }
    void expressions(std::span<const Expression* const> list) {
        for (const Expression* one : list) {
            expression(one);
        }
    }
    void targets(std::span<const Target> list) {
        for (const Target& target : list) {
            name(target.name);
            place(target.location);
            expression(target.value);
        }
    }
    void from(const FromItem* item) {
        if (item == nullptr) {
            return;
        }
        place(item->location);
        name(item->relation);
        name(item->alias);
        query(item->subquery);
        expression(item->function);
        from(item->left);
        from(item->right);
        expression(item->condition);
    }
    void query(const Query* root) {
        if (root == nullptr) {
            return;
        }
        place(root->location);
        for (const CommonTableExpression& common : root->clauses->with) {
            name(common.name);
            names(common.columns);
            place(common.location);
            query(common.query);
        }
        for (std::span<const Target> list :
             {root->targets, root->clauses->returning, root->clauses->assignments}) {
            targets(list);
        }
        for (const FromItem* item : root->from) {
            from(item);
        }
        for (std::span<const Expression* const> list :
             {root->clauses->groupBy, root->clauses->orderBy, root->rows}) {
            expressions(list);
        }
        for (const Expression* one :
             {root->where, root->clauses->having, root->clauses->limit, root->clauses->offset}) {
            expression(one);
        }
        for (const Query* arm : root->clauses->arms) {
            query(arm);
        }
        name(root->relation);
        name(root->clauses->relationAlias);
        query(root->source);
    }
    void outerQuery(const Query* root) {
        query(root);
        if (root != nullptr) {
            walkQueries(*root, QueryPlace::TopLevel,
                        [this](const Query& one, QueryPlace) { place(one.location); });
        }
    }

    void constraint(const ConstraintDefinition& constraint) {
        place(constraint.range);
        name(constraint.name);
        names(constraint.columns);
        name(constraint.referencedTable);
        names(constraint.referencedColumns);
        expression(constraint.expression);
        name(constraint.usingIndex);
        count(constraint.accessMethod);
    }
    void column(const ColumnDefinition& column) {
        place(column.range);
        name(column.name);
        type(column.type);
        expression(column.defaultValue);
        expression(column.generation);
        name(column.collation);
        for (const ConstraintDefinition& one : column.constraints) {
            constraint(one);
        }
    }

private:
    size_t fileSize_;
    std::string failure_;
    uint64_t bytes_ = 0; ///< keeps the reads from being optimised away
};

} // namespace ironlaw::fuzz
