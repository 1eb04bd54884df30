// ADD COLUMN … NOT NULL without a default: fails on rows, and breaks inserts of running code.
#include "analyzer/rule/context.h"

#include <algorithm>

namespace ironlaw::rules {

namespace {

bool makesKey(const ConstraintDefinition& constraint) {
    return constraint.kind == ConstraintKind::PrimaryKey;
}

/// A later action of the same statement makes the new column NOT NULL.
bool requiredLater(const AlterTable& alter, const Name& column) {
    return std::ranges::any_of(alter.actions, [&](const AlterAction* action) {
        if (const auto* notNull = as<SetNotNull>(*action)) {
            return notNull->column == column;
        }
        const auto* added = as<AddConstraint>(*action);
        return added != nullptr && makesKey(added->constraint) &&
               std::ranges::find(added->constraint.columns, column) !=
                   added->constraint.columns.end();
    });
}

bool isRequired(const AlterTable& alter, const ColumnDefinition& column, const Type* domain) {
    bool domainRequires = domain != nullptr && domain->notNull;
    return column.notNull || domainRequires || std::ranges::any_of(column.constraints, makesKey) ||
           requiredLater(alter, column.name);
}

/// DEFAULT NULL is no default for a NOT NULL column.
bool hasValue(const ColumnDefinition& column, const Type* domain) {
    bool ownDefault = column.hasDefault && !isNullConstant(column.defaultValue);
    bool domainDefault = !column.hasDefault && domain != nullptr && domain->hasDefault;
    return ownDefault || domainDefault || column.type.isSerial() ||
           column.identity != IdentityKind::None || column.generated != GeneratedKind::None;
}

/// Has no rows, and no running code that inserts any: a table that this migration has truncated,
/// but not made, has the latter.
bool isOwn(const Table& table, const Context& context) {
    return context.replay().isEmpty(table) && context.replay().isNew(table);
}

/// The statement leaves no column: it is skipped, or refused because of what `table` is.
bool addsNothing(const AlterTable& alter, const Lookup<Table>& table, const Context& context) {
    const bool isOther = !table && context.catalog().relation(alter.name);
    return isOther || (alter.ifExists && table.certainty == Certainty::Absent);
}

void check(const AddColumn& action, Context& context) {
    const AlterTable& alter = *context.alterTable();
    if (alter.objectKind != ObjectKind::Table) {
        return;
    }
    Lookup<Type> type = context.catalog().type(action.column.type.name);
    const Type* domain =
        type && type->typeKind == TypeKind::Domain && action.column.type.dimensions == 0
            ? type.object
            : nullptr;
    if (!isRequired(alter, action.column, domain) || hasValue(action.column, domain)) {
        return;
    }
    Lookup<Table> table = context.catalog().table(alter.name);
    if (table) {
        bool exists = action.ifNotExists && table->column(action.column.name.text) != nullptr;
        if (exists || isOwn(*table, context)) {
            return;
        }
    }
    if (context.replay().isTemporary(alter.name) || addsNothing(alter, table, context)) {
        return;
    }
    auto diagnostic = context.report(action.range,
                                     "ADD COLUMN \"{}\" NOT NULL without a default fails if \"{}\" "
                                     "has rows, and breaks inserts of "
                                     "running code that does not know the column",
                                     action.column.name.text,
                                     table ? context.nameOf(*table) : context.nameOf(alter.name));
    if (table && table->complete) {
        diagnostic.note(table->origin.location, "\"{}\" is created here", context.nameOf(*table));
    }
    diagnostic.help(
        "add the column with a DEFAULT, or as nullable first, fill it, and set NOT NULL "
        "in a later migration");
}

/// ADD COLUMN before, in the same migration, and nothing that fills the column in between.
void checkLater(const SetNotNull& action, Context& context) {
    const Lookup<Table> table = context.catalog().table(context.alterTable()->name);
    const Column* column = table ? table->column(action.column.text.view()) : nullptr;
    const Replay& replay = context.replay();
    if (column == nullptr || !replay.lacksValues(*table, *column) || isOwn(*table, context) ||
        table->persistence == Persistence::Temporary) {
        return;
    }
    auto diagnostic = context.report(
        action.range,
        "SET NOT NULL on \"{}\", which nothing has filled, fails if \"{}\" has rows{}",
        column->name, context.nameOf(*table),
        column->hasDefault ? "" : ", and breaks inserts of running code that does not know it");
    diagnostic.note(column->origin.location, "the column is added here, and is NULL in every row");
    diagnostic.help("give ADD COLUMN a DEFAULT, or fill the column before SET NOT NULL");
}

} // namespace

extern constinit const Rule required_column_without_default = {
    .summary = "NOT NULL column added without a default",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check, &checkLater>(),
};

} // namespace ironlaw::rules
