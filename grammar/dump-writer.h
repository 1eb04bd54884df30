// Writes the lines of a dump. Within grammar/ only.
#pragma once

#include "grammar/statements.h"

#include <fmt/format.h>

#include <string>

namespace ironlaw {

class DumpWriter {
public:
    explicit DumpWriter(std::string_view file) : file_(file) {}

    void statement(const Statement& statement);
    std::string take() { return std::move(out_); }

private:
    /// Lines written while it lives are one level deeper.
    class Deeper {
    public:
        explicit Deeper(DumpWriter& writer) : writer_(writer) { ++writer_.level_; }
        ~Deeper() { --writer_.level_; }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;

    private:
        DumpWriter& writer_;
    };

    // dump.cpp
    bool definitionStatement(const Statement& statement);
    bool listStatement(const Statement& statement);
    bool referenceStatement(const Statement& statement);
    bool sessionStatement(const Statement& statement);
    void statements(std::span<const Statement* const> list);
    void createIndex(const CreateIndex& index);
    void createType(const CreateType& type);
    void alterEnum(const AlterEnum& change);
    void alterDomain(const AlterDomain& change);
    void sequence(const SequenceStatement& sequence);
    void routine(const CreateRoutine& routine);
    void trigger(const CreateTrigger& trigger);
    void rule(const CreateRule& rule);
    void policy(const PolicyStatement& policy);
    void body(const Body& body);
    void reference(std::string_view label, const ObjectReference& object);
    void maintenance(const Statement& statement);

    // dump-table.cpp
    void createTable(const CreateTable& table);
    void createTableAs(const CreateTableAs& table);
    void column(std::string_view label, const ColumnDefinition& column);
    void constraint(const ConstraintDefinition& constraint);
    void indexKey(const IndexKey& key);
    void bound(const PartitionBound& bound);
    void alterTable(const AlterTable& statement);
    void action(const AlterAction& action);
    bool columnAction(const AlterAction& action);
    bool constraintAction(const AlterAction& action);

    // dump-query.cpp
    void query(std::string_view label, const Query* query);
    void queryParts(const Query& query);
    void mergeAction(const MergeAction& action);
    void targets(std::string_view label, std::span<const Target> targets);
    void fromItem(std::string_view label, const FromItem& item);
    void expression(std::string_view label, const Expression* expression);
    void expressions(std::string_view label, std::span<const Expression* const> list);
    void subqueries(const Expression* expression);

    template <typename... Arguments>
    void line(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
        out_.append(2 * level_, ' ');
        fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
        out_ += '\n';
    }
    /// A line with the flags that are on, if any is.
    void flags(std::initializer_list<std::pair<std::string_view, bool>> list);
    void names(std::string_view label, std::span<const Name> list);
    void name(std::string_view label, const QualifiedName& name);
    void name(std::string_view label, const Name& name);
    void text(std::string_view label, std::string_view value);
    void type(std::string_view label, const TypeName& type);
    /// The bytes at `range` between « and », in one line.
    std::string at(Range range) const;

    std::string_view file_;
    std::string out_;
    size_t level_ = 0;
};

/// A name as the dump shows it: quoted if it needs quotes.
std::string shown(const Name& name);

} // namespace ironlaw
