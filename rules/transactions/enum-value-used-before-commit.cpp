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
    if (transaction == 0 || (isOwn && context.serverVersion() >= ownTypesUsable)) {
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

EnumLiteralVisit visitOf(Context& context) {
    return
        [&](const Expression& literal, const Type& type) { checkLiteral(literal, type, context); };
}

void checkQuery(const QueryUse& use, Context& context) {
    // Other bodies are not read before they are called.
    const auto* routine = as<CreateRoutine>(*context.statement());
    if (routine == nullptr || routine->body.language == "sql") {
        eachEnumLiteral(use, context.catalog(), visitOf(context));
    }
}

void checkColumn(const AddColumn& action, Context& context) {
    eachEnumLiteral(action.column.defaultValue, &action.column.type, context.catalog(),
                    visitOf(context));
}

void checkDefault(const SetDefault& action, Context& context) {
    const Lookup<Table> table = context.catalog().table(context.alterTable()->name);
    const Column* column = table ? table->column(action.column.text.view()) : nullptr;
    eachEnumLiteral(action.value, column == nullptr ? nullptr : column->type, context.catalog(),
                    visitOf(context));
}

void checkTable(const CreateTable& statement, Context& context) {
    for (const ColumnDefinition& column : statement.columns) {
        eachEnumLiteral(column.defaultValue, &column.type, context.catalog(), visitOf(context));
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
