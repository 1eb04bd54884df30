// Effects on tables of statements about views, sequences, domains, triggers, policies, names and
// comments; lock-model.md, section 9.
#include "analyzer/catalog/needs.h"
#include "analyzer/replay/effect-sink.h"

#include <algorithm>

namespace ironlaw {

namespace {

using enum LockMode;

bool isRelation(ObjectKind kind) {
    return relationKindOf(kind) != RelationKind::Table || kind == ObjectKind::Table ||
           kind == ObjectKind::ForeignTable;
}

void createView(const CreateView& statement, EffectSink& sink) {
    const RelationUse existing = sink.use(statement.name, RelationKind::View);
    if (statement.orReplace && existing.object != nullptr) {
        sink.lock(existing, AccessExclusive);
    }
    queryEffects(*statement.query, QueryStage::Analysed, sink);
}

void sequence(const SequenceStatement& statement, EffectSink& sink) {
    if (statement.kind == StatementKind::AlterSequence) {
        const RelationUse sequence = sink.use(statement.name, RelationKind::Sequence);
        sink.lock(sequence, ShareRowExclusive);
        if (const auto* known = as<Sequence>(sequence.object)) {
            sink.lock(known->ownerTable, AccessShare);
        }
    }
    if (!statement.ownedByTable.empty()) {
        sink.lock(sink.use(statement.ownedByTable), AccessShare);
    }
}

/// A constraint of a domain is checked in every table that has a column of it, or of a domain over
/// it.
void alterDomain(const AlterDomain& statement, EffectSink& sink) {
    const bool validates =
        (statement.action == AlterDomainKind::AddConstraint && !statement.constraint.notValid) ||
        statement.action == AlterDomainKind::SetNotNull ||
        statement.action == AlterDomainKind::ValidateConstraint;
    const Lookup<Type> domain = sink.catalog().type(statement.name);
    if (!validates || !domain) {
        return;
    }
    auto isOf = [&](const TypeName* type) {
        for (int depth = 0; type != nullptr && depth < 16; ++depth) {
            const Type* found = sink.catalog().type(type->name).object;
            if (found == domain.object) {
                return true;
            }
            type = found == nullptr ? nullptr : found->baseType;
        }
        return false;
    };
    sink.catalog().each<Table>([&](const Table& table) {
        if (table.partitionedBy == PartitionStrategy::None &&
            std::ranges::any_of(table.columns,
                                [&](const Column& column) { return isOf(column.type); })) {
            sink.lock(sink.use(table), Share);
            sink.work(sink.use(table), WorkKind::Scan, WorkCause::DomainConstraint, Share,
                      statement.range);
        }
    });
}

/// Only the constraints that inherit are renamed everywhere; an index has the name of its own.
void renameConstraint(const RelationUse& relation, std::string_view name, EffectSink& sink) {
    const Table* table = relation.table();
    const Constraint* constraint = table == nullptr ? nullptr : table->constraint(name);
    const bool stays = constraint != nullptr &&
                       (constraint->kind != ConstraintKind::Check || constraint->noInherit);
    sink.eachNamed(relation, stays,
                   [&](const RelationUse& one) { sink.lock(one, AccessExclusive); });
    if (constraint != nullptr) {
        sink.lock(constraint->index, ShareUpdateExclusive);
    }
}

/// RENAME ATTRIBUTE, also in the tables of the type.
void renameAttribute(const Rename& statement, EffectSink& sink) {
    sink.lockType(statement.object.name, AccessExclusive);
    if (const Lookup<Type> type = sink.catalog().type(statement.object.name)) {
        for (const ObjectId table : typedTables(*type, sink.catalog())) {
            sink.eachDescendant(sink.use(*sink.catalog().find(table)),
                                [&](const RelationUse& one) { sink.lock(one, AccessExclusive); });
        }
    }
}

void rename(const Rename& statement, EffectSink& sink) {
    if (statement.objectKind == ObjectKind::Attribute) {
        renameAttribute(statement, sink);
        return;
    }
    if (statement.objectKind == ObjectKind::Type) {
        sink.lockType(statement.object.name, AccessExclusive);
        return;
    }
    const bool ofTable = statement.objectKind == ObjectKind::Trigger ||
                         statement.objectKind == ObjectKind::Policy ||
                         statement.objectKind == ObjectKind::Rule;
    const bool ofRelation = statement.objectKind == ObjectKind::Column ||
                            statement.objectKind == ObjectKind::Constraint;
    if (!ofTable && !ofRelation && !isRelation(statement.objectKind)) {
        return;
    }
    const ObjectKind kind = ofRelation ? statement.relationKind : statement.objectKind;
    const RelationUse relation =
        sink.use(statement.object.name, ofTable ? RelationKind::Table : relationKindOf(kind));
    const bool absent =
        statement.ifExists && sink.catalog().complete() && relation.object == nullptr;
    if (absent) {
        return;
    }
    if (statement.objectKind == ObjectKind::Constraint) {
        renameConstraint(relation, statement.object.part.text, sink);
    } else if (ofRelation) {
        sink.eachDescendant(relation,
                            [&](const RelationUse& one) { sink.lock(one, AccessExclusive); });
    } else if (relation.kind == RelationKind::Index) {
        sink.lock(relation, statement.objectKind == ObjectKind::Index ? ShareUpdateExclusive
                                                                      : AccessExclusive);
    } else {
        sink.lock(relation, AccessExclusive);
        if (statement.objectKind == ObjectKind::Trigger && sink.serverVersion() >= 15) {
            sink.lockTriggerCopies(relation, statement.object.part.text, AccessExclusive);
        }
    }
}

void moveOrGive(ObjectKind kind, const ObjectReference& object, bool ifExists, EffectSink& sink) {
    if (!isRelation(kind)) {
        return;
    }
    const RelationUse relation = sink.use(object.name, relationKindOf(kind));
    if (ifExists && sink.catalog().complete() && relation.object == nullptr) {
        return;
    }
    sink.lock(relation, AccessExclusive);
    if (relation.table() != nullptr) {
        sink.lockIndexes(relation.object->id, AccessExclusive);
        sink.lockOwnedSequences(relation.object->id, AccessExclusive);
    }
}

void comment(const CommentOn& statement, EffectSink& sink) {
    switch (statement.objectKind) {
    case ObjectKind::Constraint:
    case ObjectKind::Trigger:
    case ObjectKind::Policy:
    case ObjectKind::Rule: sink.lock(sink.use(statement.object.name), AccessShare); break;
    case ObjectKind::Column:
        if (!sink.catalog().relation(statement.object.name) &&
            sink.catalog().type(statement.object.name)) {
            sink.lockType(statement.object.name, ShareUpdateExclusive);
        } else {
            sink.lock(sink.use(statement.object.name), ShareUpdateExclusive);
        }
        break;
    default:
        if (isRelation(statement.objectKind)) {
            sink.lock(sink.use(statement.object.name, relationKindOf(statement.objectKind)),
                      ShareUpdateExclusive);
        }
    }
}

/// A row trigger of a partitioned table is made on each partition.
void createTrigger(const CreateTrigger& statement, EffectSink& sink) {
    const RelationUse target = sink.use(statement.table);
    const Table* table = target.table();
    auto lock = [&](const RelationUse& one) { sink.lock(one, ShareRowExclusive); };
    if (statement.row && table != nullptr && table->partitionedBy != PartitionStrategy::None) {
        sink.eachDescendant(target, lock);
    } else {
        lock(target);
    }
}

/// The actions are analysed when the rule is made; they run later.
void createRule(const CreateRule& statement, EffectSink& sink) {
    sink.lock(sink.use(statement.table), AccessExclusive);
    for (const Query* action : statement.actions) {
        queryEffects(*action, QueryStage::Analysed, sink);
    }
}

void policy(const PolicyStatement& statement, EffectSink& sink) {
    sink.lock(sink.use(statement.table), AccessExclusive);
    expressionEffects(statement.usingExpression, sink);
    expressionEffects(statement.checkExpression, sink);
}

/// PostgreSQL analyses the body of an SQL function when it is made (fmgr_sql_validator,
/// src/backend/catalog/pg_proc.c).
void createRoutine(const CreateRoutine& statement, EffectSink& sink) {
    const std::optional<std::string_view> checks =
        sink.replay().session().value("check_function_bodies");
    const bool unchecked = checks == "off" || checks == "false" || checks == "0";
    const bool polymorphic =
        std::ranges::any_of(statement.arguments, [](const RoutineArgument& argument) {
            return argument.type.name.name.text.view().starts_with("any");
        });
    if (statement.body.language != "sql" ||
        (!statement.body.atomic && (unchecked || polymorphic))) {
        return;
    }
    for (const Statement* one : statement.body.statements) {
        if (const auto* query = as<QueryStatement>(*one)) {
            queryEffects(*query->query, QueryStage::Rewritten, sink);
        }
    }
}

} // namespace

void objectEffects(const Statement& statement, EffectSink& sink) {
    switch (statement.kind) {
    case StatementKind::CreateView: createView(*as<CreateView>(statement), sink); break;
    case StatementKind::CreateSequence: sequence(*as<CreateSequence>(statement), sink); break;
    case StatementKind::AlterSequence: sequence(*as<AlterSequence>(statement), sink); break;
    case StatementKind::AlterDomain: alterDomain(*as<AlterDomain>(statement), sink); break;
    case StatementKind::Rename: rename(*as<Rename>(statement), sink); break;
    case StatementKind::SetSchema: {
        const auto& move = *as<SetSchema>(statement);
        moveOrGive(move.objectKind, move.object, move.ifExists, sink);
        break;
    }
    case StatementKind::ChangeOwner: {
        const auto& owner = *as<ChangeOwner>(statement);
        moveOrGive(owner.objectKind, owner.object, false, sink);
        break;
    }
    case StatementKind::CommentOn: comment(*as<CommentOn>(statement), sink); break;
    case StatementKind::CreateTrigger: createTrigger(*as<CreateTrigger>(statement), sink); break;
    case StatementKind::CreateRule: createRule(*as<CreateRule>(statement), sink); break;
    case StatementKind::CreateRoutine: createRoutine(*as<CreateRoutine>(statement), sink); break;
    case StatementKind::CreatePolicy: policy(*as<CreatePolicy>(statement), sink); break;
    case StatementKind::AlterPolicy: policy(*as<AlterPolicy>(statement), sink); break;
    default: break;
    }
}

} // namespace ironlaw
