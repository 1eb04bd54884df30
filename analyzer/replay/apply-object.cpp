// Views, sequences, types, domains, routines, extensions, schemas, triggers and policies.
#include "analyzer/replay/apply.h"

#include <algorithm>

namespace ironlaw {

void Applier::apply(const Statement& statement) {
    switch (statement.kind) {
    case StatementKind::CreateTable: createTable(*as<CreateTable>(statement)); break;
    case StatementKind::CreateTableAs: createTableAs(*as<CreateTableAs>(statement)); break;
    case StatementKind::AlterTable: alterTable(*as<AlterTable>(statement)); break;
    case StatementKind::CreateIndex: createIndex(*as<CreateIndex>(statement)); break;
    case StatementKind::CreateSchema: createSchema(*as<CreateSchema>(statement)); break;
    case StatementKind::CreateSequence: createSequence(*as<CreateSequence>(statement)); break;
    case StatementKind::AlterSequence: alterSequence(*as<AlterSequence>(statement)); break;
    case StatementKind::CreateType: createType(*as<CreateType>(statement)); break;
    case StatementKind::AlterEnum: alterEnum(*as<AlterEnum>(statement)); break;
    case StatementKind::CreateDomain: createDomain(*as<CreateDomain>(statement)); break;
    case StatementKind::AlterDomain: alterDomain(*as<AlterDomain>(statement)); break;
    case StatementKind::CreateView: createView(*as<CreateView>(statement)); break;
    case StatementKind::Drop: drop(*as<Drop>(statement)); break;
    case StatementKind::Rename: rename(*as<Rename>(statement)); break;
    case StatementKind::SetSchema: setSchema(*as<SetSchema>(statement)); break;
    case StatementKind::CreateExtension: createExtension(*as<CreateExtension>(statement)); break;
    case StatementKind::CreateRoutine: createRoutine(*as<CreateRoutine>(statement)); break;
    case StatementKind::CreateTrigger: {
        const auto& trigger = *as<CreateTrigger>(statement);
        createPart<Trigger>(trigger.table, trigger.name, trigger.range);
        break;
    }
    case StatementKind::CreatePolicy: {
        const auto& policy = *as<CreatePolicy>(statement);
        createPart<Policy>(policy.table, policy.name, policy.range);
        break;
    }
    case StatementKind::Copy:
        if (as<Copy>(statement)->from) {
            fill(as<Copy>(statement)->table);
        }
        break;
    case StatementKind::Query:
        if (as<QueryStatement>(statement)->executes) {
            query(*as<QueryStatement>(statement)->query);
        }
        break;
    case StatementKind::SetVariable: setVariable(*as<SetVariable>(statement)); break;
    case StatementKind::Truncate: truncate(*as<Truncate>(statement)); break;
    case StatementKind::Do:
        for (const Statement* inner : as<Do>(statement)->body.statements) {
            if (!inner->alternative && inner->kind != StatementKind::Transaction) {
                apply(*inner);
            }
        }
        break;
    default: break; // the kinds that change nothing which the catalog knows
    }
}

void Applier::createView(const CreateView& statement) {
    if (Lookup<CatalogObject> existing = catalog_.relation(statement.name);
        existing && statement.orReplace) {
        if (View* view = catalog_.edit<View>(existing->id)) {
            view->query = statement.query;
            return;
        }
    }
    auto view = makeObject<View>(statement.name, statement.range);
    view->schema = schemaFor(statement.name,
                             statement.temporary ? Persistence::Temporary : Persistence::Permanent);
    view->query = statement.query;
    for (const Name& column : statement.columns) {
        view->columns.push_back(column.text);
    }
    catalog_.add(std::move(view));
}

void Applier::createSequence(const CreateSequence& statement) {
    if (statement.ifExists && catalog_.relation(statement.name).object != nullptr) {
        return;
    }
    auto sequence = makeObject<Sequence>(statement.name, statement.range);
    ObjectId id = catalog_.add(std::move(sequence));
    if (!statement.ownedByTable.empty()) {
        ObjectId table = tableToChange(statement.ownedByTable);
        if (table != 0) {
            catalog_.setOwner(id, table,
                              columnNumbers(table, {&statement.ownedByColumn, 1}).front());
        }
    }
}

void Applier::alterSequence(const AlterSequence& statement) {
    Lookup<Sequence> sequence = catalog_.lookup<Sequence>(statement.name);
    if (!sequence) {
        return;
    }
    if (statement.ownedByNone) {
        catalog_.setOwner(sequence->id, 0, 0);
    } else if (!statement.ownedByTable.empty()) {
        ObjectId table = tableToChange(statement.ownedByTable);
        if (table != 0) {
            catalog_.setOwner(sequence->id, table,
                              columnNumbers(table, {&statement.ownedByColumn, 1}).front());
        }
    }
}

void Applier::createType(const CreateType& statement) {
    auto type = makeObject<Type>(statement.name, statement.range);
    type->typeKind = statement.typeKind;
    type->labels.assign(statement.labels.begin(), statement.labels.end());
    catalog_.add(std::move(type));
}

void Applier::alterEnum(const AlterEnum& statement) {
    Lookup<Type> found = catalog_.type(statement.name);
    if (!found) {
        return;
    }
    std::vector<std::string_view>& labels = catalog_.edit<Type>(found->id)->labels;
    if (!statement.oldValue.empty()) {
        std::ranges::replace(labels, statement.oldValue, statement.value);
        return;
    }
    if (std::ranges::find(labels, statement.value) != labels.end()) {
        return;
    }
    auto place = std::ranges::find(labels, statement.neighbour);
    if (place != labels.end() && statement.after) {
        ++place;
    }
    labels.insert(statement.neighbour.empty() ? labels.end() : place, statement.value);
}

void Applier::createDomain(const CreateDomain& statement) {
    auto domain = makeObject<Type>(statement.name, statement.range);
    domain->typeKind = TypeKind::Domain;
    domain->baseType = &statement.definition.type;
    domain->notNull = statement.definition.notNull;
    domain->hasDefault = statement.definition.hasDefault;
    domain->constrained = domain->notNull || !statement.definition.constraints.empty();
    catalog_.add(std::move(domain));
}

void Applier::alterDomain(const AlterDomain& statement) {
    Lookup<Type> found = catalog_.type(statement.name);
    if (!found) {
        return;
    }
    Type* domain = catalog_.edit<Type>(found->id);
    switch (statement.action) {
    case AlterDomainKind::SetDefault: domain->hasDefault = true; break;
    case AlterDomainKind::DropDefault: domain->hasDefault = false; break;
    case AlterDomainKind::SetNotNull: domain->notNull = domain->constrained = true; break;
    case AlterDomainKind::DropNotNull: domain->notNull = false; break;
    case AlterDomainKind::AddConstraint: domain->constrained = true; break;
    case AlterDomainKind::DropConstraint:
    case AlterDomainKind::ValidateConstraint: break;
    }
}

void Applier::createRoutine(const CreateRoutine& statement) {
    std::string signature;
    for (const RoutineArgument& argument : statement.arguments) {
        if (argument.mode == 'i' || argument.mode == 'b' || argument.mode == 'v') {
            signature += signature.empty() ? "" : ",";
            signature += formatType(argument.type);
        }
    }
    QualifiedName name = statement.name;
    name.schema = {schemaFor(name, Persistence::Permanent), false};
    for (const Routine* existing : catalog_.routines(name)) {
        if (existing->signature == signature) {
            catalog_.remove(existing->id);
        }
    }
    auto routine = makeObject<Routine>(statement.name, statement.range);
    routine->signature = std::move(signature);
    routine->procedure = statement.procedure;
    routine->definition = &statement;
    catalog_.add(std::move(routine));
}

void Applier::createExtension(const CreateExtension& statement) {
    if (catalog_.extension(statement.name.text) != nullptr) {
        return;
    }
    auto extension = std::make_unique<Extension>();
    extension->name = statement.name.text;
    extension->origin = replay_.originAt(statement.range);
    catalog_.add(std::move(extension));
}

void Applier::createSchema(const CreateSchema& statement) {
    if (catalog_.schema(statement.name.text) == nullptr) {
        auto schema = std::make_unique<Schema>();
        schema->name = statement.name.text;
        schema->origin = replay_.originAt(statement.range);
        catalog_.add(std::move(schema));
    }
    // The elements of CREATE SCHEMA are made in that schema.
    std::vector<std::string_view> path = catalog_.searchPath();
    catalog_.setSearchPath({statement.name.text});
    for (const Statement* element : statement.elements) {
        apply(*element);
    }
    catalog_.setSearchPath(std::move(path));
}

template <typename Part>
void Applier::createPart(const QualifiedName& tableName, Name name, Range range) {
    Lookup<CatalogObject> relation = catalog_.relation(tableName);
    ObjectId table = relation ? relation->id : tableToChange(tableName);
    for (const Part* existing : catalog_.partsOf<Part>(table)) {
        if (existing->name == name.text) {
            catalog_.remove(existing->id);
        }
    }
    auto part = std::make_unique<Part>();
    part->name = name.text;
    part->table = table;
    part->origin = replay_.originAt(range);
    catalog_.add(std::move(part));
}

} // namespace ironlaw
