// Several statements outside of a transaction: a failure leaves the first ones done.
#include "rules/transactions/commits.h"

namespace ironlaw::rules {

namespace {

using Statements = std::span<const Statement* const>;

bool isDropped(Statements earlier, ObjectKind kind, const Name& name) {
    return std::ranges::any_of(earlier, [&](const Statement* one) {
        const auto* drop = as<Drop>(*one);
        return drop != nullptr && drop->ifExists && drop->objectKind == kind &&
               std::ranges::any_of(drop->objects, [&](const ObjectReference& object) {
                   return (object.part.empty() ? object.name.name : object.part) == name;
               });
    });
}

bool isRepeatable(const AlterTable& alter, const AlterAction& action) {
    if (const auto* add = as<AddColumn>(action)) {
        return add->ifNotExists;
    }
    if (const auto* drop = as<DropColumn>(action)) {
        return drop->ifExists;
    }
    if (const auto* drop = as<DropConstraint>(action)) {
        return drop->ifExists;
    }
    if (const auto* add = as<AddConstraint>(action)) {
        return std::ranges::any_of(alter.actions, [&](const AlterAction* one) {
            const auto* drop = as<DropConstraint>(*one);
            return drop != nullptr && drop->ifExists && drop->constraint == add->constraint.name;
        });
    }
    return action.kind != AlterActionKind::AddIdentity &&
           action.kind != AlterActionKind::DropIdentity &&
           action.kind != AlterActionKind::AttachPartition &&
           action.kind != AlterActionKind::DetachPartition &&
           action.kind != AlterActionKind::Inherit;
}

/// Whether it can run once more after it has succeeded. `earlier`: what runs before it.
bool isRepeatable(const Statement& statement, Statements earlier) {
    switch (statement.kind) {
    case StatementKind::CreateTable: return as<CreateTable>(statement)->ifNotExists;
    case StatementKind::CreateTableAs: return as<CreateTableAs>(statement)->ifNotExists;
    case StatementKind::CreateIndex:
        return as<CreateIndex>(statement)->ifNotExists ||
               isDropped(earlier, ObjectKind::Index, as<CreateIndex>(statement)->name);
    case StatementKind::CreateSchema: return as<CreateSchema>(statement)->ifNotExists;
    case StatementKind::CreateSequence: return as<CreateSequence>(statement)->ifExists;
    case StatementKind::CreateExtension: return as<CreateExtension>(statement)->ifNotExists;
    case StatementKind::CreateView:
        return as<CreateView>(statement)->orReplace ||
               isDropped(earlier, ObjectKind::View, as<CreateView>(statement)->name.name);
    case StatementKind::CreateRoutine:
        return as<CreateRoutine>(statement)->orReplace ||
               isDropped(earlier, ObjectKind::Function, as<CreateRoutine>(statement)->name.name);
    case StatementKind::CreateTrigger:
        return as<CreateTrigger>(statement)->orReplace ||
               isDropped(earlier, ObjectKind::Trigger, as<CreateTrigger>(statement)->name);
    case StatementKind::CreatePolicy:
        return isDropped(earlier, ObjectKind::Policy, as<CreatePolicy>(statement)->name);
    case StatementKind::CreateType:
        return isDropped(earlier, ObjectKind::Type, as<CreateType>(statement)->name.name);
    case StatementKind::AlterEnum: return as<AlterEnum>(statement)->ifNotExists;
    case StatementKind::Drop: return as<Drop>(statement)->ifExists;
    case StatementKind::AlterTable: {
        const auto& alter = *as<AlterTable>(statement);
        return std::ranges::all_of(
            alter.actions, [&](const AlterAction* action) { return isRepeatable(alter, *action); });
    }
    case StatementKind::Query:
    case StatementKind::Copy: {
        const auto* query = as<QueryStatement>(statement);
        const bool inserts = query == nullptr || query->query->kind == QueryKind::Insert;
        return !inserts || (query != nullptr && query->query->onConflict);
    }
    case StatementKind::CreateDomain:
        return isDropped(earlier, ObjectKind::Domain, as<CreateDomain>(statement)->name.name);
    case StatementKind::AlterDomain:
    case StatementKind::Rename:
    case StatementKind::SetSchema: return false;
    default: return true; // COMMENT, GRANT, ALTER SEQUENCE; DO has conditions of its own
    }
}

void check(const SectionEnd& end, Context& context) {
    const bool writes = std::ranges::count_if(end.commits, [](const Statement* one) {
                            return changesData(*one);
                        }) > 1; // writes-without-transaction
    if (writes || !isExecutionKnown(context)) {
        return;
    }
    // After a failure of the last one, those before it run once more.
    for (size_t i = 0; i + 1 < end.commits.size(); ++i) {
        const Statement& one = *end.commits[i];
        if (isRepeatable(one, end.commits.first(i))) {
            continue;
        }
        const bool mayBeBlock = std::ranges::none_of(end.commits, [&](const Statement* any) {
            return blockRefusalOf(*any, context.replay()).has_value();
        });
        context
            .report(end.commits[i + 1]->range,
                    "if this statement fails, what stands before it is done already, and the "
                    "migration cannot run again")
            .note(context.here(one.range), "this one fails when it runs a second time")
            .help("{}give each statement a migration of its own, or a guard like IF NOT EXISTS",
                  mayBeBlock ? "run the migration in a transaction, or " : "");
        return;
    }
}

} // namespace

extern constinit const Rule several_statements_without_transaction = {
    .summary = "several statements outside of a transaction that cannot run again",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
