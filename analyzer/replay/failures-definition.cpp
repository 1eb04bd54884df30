// Expressions and keys that PostgreSQL refuses wherever they are written: a CHECK with a subquery,
// a generated column or an index over what is not immutable, a key that leaves out the partition
// key (src/backend/parser/parse_expr.c, parse_agg.c; DefineIndex in
// src/backend/commands/indexcmds.c).
#include "analyzer/catalog/expressions.h"
#include "analyzer/replay/facts/facts.h"
#include "analyzer/replay/failure-sink.h"
#include "analyzer/replay/type-fit.h"

#include <fmt/format.h>
#include <llvm/ADT/StringSet.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// Functions none of whose variants is immutable (pg_proc.provolatile).
constexpr std::array<std::string_view, 19> mutableFunctions = {"clock_timestamp",
                                                               "concat",
                                                               "concat_ws",
                                                               "current_database",
                                                               "current_setting",
                                                               "format",
                                                               "gen_random_uuid",
                                                               "nextval",
                                                               "now",
                                                               "pg_backend_pid",
                                                               "random",
                                                               "statement_timestamp",
                                                               "timeofday",
                                                               "to_char",
                                                               "to_json",
                                                               "to_jsonb",
                                                               "transaction_timestamp",
                                                               "txid_current",
                                                               "uuidv7"};
static_assert(std::ranges::is_sorted(mutableFunctions));

/// How messages call what holds the expression: "cannot use subquery in …", "aggregate functions
/// are not allowed in …", and what has to be immutable.
struct UseWords {
    std::string_view one;
    std::string_view several;
    std::string_view immutability; ///< empty: nothing has to be
};

UseWords wordsOf(ExpressionUse use) {
    switch (use) {
    case ExpressionUse::Check: return {"check constraint", "check constraints", ""};
    case ExpressionUse::Default: return {"DEFAULT expression", "DEFAULT expressions", ""};
    case ExpressionUse::Generation:
        return {"column generation expression", "column generation expressions",
                "generation expression is not immutable"};
    case ExpressionUse::IndexKey:
        return {"index expression", "index expressions",
                "functions in index expression must be marked IMMUTABLE"};
    case ExpressionUse::IndexPredicate: break;
    }
    return {"index predicate", "index predicates",
            "functions in index predicate must be marked IMMUTABLE"};
}

class ExpressionFailures {
public:
    ExpressionFailures(ExpressionUse use, Range anchor, FailureSink& sink)
        : use_(use), words_(wordsOf(use)), anchor_(anchor), sink_(sink) {}

    /// Says the first failure only.
    void of(const Expression* root) {
        walkExpression(root, [&](const Expression& node) {
            if (error_.empty()) {
                this->node(node);
            }
            return error_.empty();
        });
        if (!error_.empty()) {
            sink_.add(FailureKind::InvalidDefinition, std::move(error_), anchor_, "");
        }
    }

private:
    void node(const Expression& node) {
        if (node.subquery() != nullptr) {
            error_ = fmt::format("cannot use subquery in {}", words_.one);
        } else if (node.kind == ExpressionKind::ColumnReference && use_ == ExpressionUse::Default) {
            error_ = "cannot use column reference in DEFAULT expression";
        } else if (node.kind == ExpressionKind::FunctionCall) {
            call(node);
        } else if (node.kind == ExpressionKind::SqlValue && !words_.immutability.empty()) {
            error_ = words_.immutability;
        }
    }

    void call(const Expression& node) {
        const QualifiedName name = qualifiedName(node.names);
        const std::string_view function = name.name.text;
        if (!sink_.isBuiltinRoutine(name)) {
            if (!words_.immutability.empty() && isMutableRoutine(name)) {
                error_ = words_.immutability;
            }
        } else if (isAggregate(function)) {
            error_ = fmt::format("{} functions are not allowed in {}",
                                 node.window ? "window" : "aggregate", words_.several);
        } else if (!words_.immutability.empty() && isMutable(function, node)) {
            error_ = words_.immutability;
        }
    }

    static bool isMutable(std::string_view function, const Expression& node) {
        // The variant without a configuration depends on default_text_search_config.
        const bool isTextSearch =
            function == "to_tsvector" || function == "to_tsquery" || function == "plainto_tsquery";
        return std::ranges::binary_search(mutableFunctions, function) ||
               (isTextSearch && node.operands.size() == 1);
    }

    /// Every routine of the name says so of itself; one in SQL may be better than its word.
    bool isMutableRoutine(const QualifiedName& name) const {
        const std::vector<const Routine*> routines = sink_.catalog().routines(name);
        return !routines.empty() && !volatilityOfBuiltin(name.name.text, sink_.serverVersion()) &&
               std::ranges::all_of(routines, [&](const Routine* one) {
                   return one->definition != nullptr && !sink_.isInDoubt(one->name) &&
                          one->definition->body.language != "sql" &&
                          one->definition->kindOfRoutine == RoutineKind::Function &&
                          one->definition->volatility != Volatility::Immutable;
               });
    }

    ExpressionUse use_;
    UseWords words_;
    Range anchor_;
    FailureSink& sink_;
    std::string error_;
};

} // namespace

void expressionFailures(const Expression* expression, ExpressionUse use, Range anchor,
                        FailureSink& sink) {
    ExpressionFailures(use, anchor, sink).of(expression);
}

void missingColumnFailures(const Expression* expression, std::string_view table,
                           const std::function<bool(std::string_view)>& lacks, Range anchor,
                           FailureSink& sink) {
    std::string_view missing;
    walkExpression(expression, [&](const Expression& node) {
        if (node.kind == ExpressionKind::ColumnReference && missing.empty()) {
            const bool isOwn = node.names.size() == 1 ||
                               (node.names.size() == 2 && node.names.front().text == table);
            const std::string_view name = node.names.back().text;
            // The row itself, and a function that is written like a column of it.
            const bool isOther =
                name == table || !sink.catalog().routines({{}, {name, false}, {}}).empty();
            missing = isOwn && !isOther && lacks(name) ? name : missing;
        }
        return missing.empty();
    });
    if (!missing.empty()) {
        sink.add(FailureKind::UnknownColumn, fmt::format("column \"{}\" does not exist", missing),
                 anchor, missing);
    }
}

void generatedFailures(const Expression* generation, Range anchor, FailureSink& sink,
                       const std::function<bool(std::string_view)>& isGenerated) {
    for (const std::string_view name : columnsIn(generation)) {
        if (isGenerated(name) && !sink.isInDoubt(name)) {
            sink.add(FailureKind::InvalidDefinition,
                     fmt::format("cannot use generated column \"{}\" in column generation "
                                 "expression",
                                 name),
                     anchor, name);
            return;
        }
    }
}

void columnDefinitionFailures(const ColumnDefinition& column, Range anchor, FailureSink& sink) {
    if (column.defaultValue != nullptr) {
        expressionFailures(column.defaultValue, ExpressionUse::Default, anchor, sink);
        defaultFailures(*column.defaultValue, column.type, column.name.text, anchor, sink);
    }
    expressionFailures(column.generation, ExpressionUse::Generation, anchor, sink);
    for (const ConstraintDefinition& definition : column.constraints) {
        expressionFailures(definition.expression, ExpressionUse::Check, anchor, sink);
    }
    if (column.identity != IdentityKind::None && surelyNoInteger(column.type, sink.catalog())) {
        sink.add(FailureKind::InvalidDefinition,
                 "identity column type must be smallint, integer, or bigint", anchor,
                 column.name.text);
    }
}

void defaultFailures(const Expression& value, const TypeName& type, std::string_view column,
                     Range anchor, FailureSink& sink) {
    if (!sink.isInDoubt(type.name.name.text) && surelyNoDefault(value, type, sink.catalog())) {
        sink.add(FailureKind::InvalidDefinition,
                 value.kind == ExpressionKind::String
                     ? fmt::format("invalid input for type {}: \"{}\"", plainTypeName(type),
                                   value.text.view())
                     : fmt::format("column \"{}\" is of type {} but its default is not", column,
                                   plainTypeName(type)),
                 anchor, column);
    }
}

std::vector<std::string_view> partitionKeyOf(const Table& table) {
    std::vector<std::string_view> result;
    for (const ColumnNumber number : table.partitionColumns) {
        if (const Column* column = table.column(number)) {
            result.push_back(column->name);
        }
    }
    return result;
}

void keyFailures(std::span<const Name> key, ConstraintKind kind, Range anchor, FailureSink& sink) {
    llvm::StringSet<> names;
    for (const Name& name : key) {
        if (!names.insert(name.text.view()).second) {
            sink.add(FailureKind::InvalidDefinition,
                     fmt::format("column \"{}\" appears twice in {} constraint", name.text.view(),
                                 kind == ConstraintKind::PrimaryKey ? "primary key" : "unique"),
                     anchor, name.text);
            return;
        }
    }
}

void partitionKeyFailures(std::span<const Name> key, Range anchor,
                          std::span<const std::string_view> partitionKey, FailureSink& sink) {
    for (const std::string_view column : partitionKey) {
        if (std::ranges::find(key, column, [](const Name& one) { return one.text.view(); }) ==
            key.end()) {
            sink.add(FailureKind::InvalidDefinition,
                     "unique constraint on partitioned table must include all partitioning columns",
                     anchor, column);
            return;
        }
    }
}

} // namespace ironlaw
