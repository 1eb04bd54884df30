// A value that ALTER TYPE … ADD VALUE has added is used in the same transaction: that fails.
#include "analyzer/rule/context.h"
#include "analyzer/rule/enum-literal.h"

namespace ironlaw::rules {

namespace {

/// The first server on which the values of a type of the same transaction are usable at once.
constexpr int ownTypesUsable = 17;

void checkLiteral(const Expression& literal, const Type& type, Context& context) {
    const uint32_t transaction = context.transaction().number;
    const bool isOwn = type.origin.transaction == transaction;
    if (isOwn && context.serverVersion() >= ownTypesUsable) {
        return;
    }
    for (const AddedLabel& added : type.addedLabels) {
        if (added.label != literal.text.view() || added.origin.transaction != transaction) {
            continue;
        }
        auto diagnostic = context.report(
            context.tokenAt(literal.location),
            "using '{}' of \"{}\" fails: the value was added in the same transaction", added.label,
            type.name);
        diagnostic.note(added.origin.location, "it is added here");
        diagnostic.help("add the value in a migration of its own, before this one");
    }
}

bool canMatter(const Context& context) {
    return context.transaction().addsLabels && context.transaction().number != 0;
}

void checkValue(const Expression* value, const TypeName* type, Context& context) {
    if (canMatter(context)) {
        eachEnumLiteral(value, type, context.catalog(),
                        [&](const Expression& literal, const Type& its) {
                            checkLiteral(literal, its, context);
                        });
    }
}

void checkQuery(const QueryUse& use, Context& context) {
    // Other bodies are not read before they are called.
    const auto* routine = as<CreateRoutine>(*context.statement());
    if (canMatter(context) && (routine == nullptr || routine->body.language == "sql")) {
        eachEnumLiteral(use, context.catalog(), [&](const Expression& literal, const Type& type) {
            checkLiteral(literal, type, context);
        });
    }
}

void checkColumn(const AddColumn& action, Context& context) {
    checkValue(action.column.defaultValue, &action.column.type, context);
}

void checkDefault(const SetDefault& action, Context& context) {
    const Lookup<Table> table = context.catalog().table(context.alterTable()->name);
    const Column* column = table ? table->column(action.column.text.view()) : nullptr;
    checkValue(action.value, column == nullptr ? nullptr : column->type, context);
}

void checkTable(const CreateTable& statement, Context& context) {
    for (const ColumnDefinition& column : statement.columns) {
        checkValue(column.defaultValue, &column.type, context);
    }
}

} // namespace

extern constinit const Rule enum_value_used_before_commit = {
    .summary = "enum value used in the transaction that adds it",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&checkQuery, &checkColumn, &checkDefault, &checkTable>(),
};

} // namespace ironlaw::rules
