// Views, sequences, types, domains, routines, extensions, schemas, triggers and policies.
#include "analyzer/catalog/naming.h"
#include "analyzer/catalog/type-text.h"
#include "analyzer/replay/apply.h"
#include "analyzer/replay/facts/facts.h"
#include "analyzer/replay/output-columns.h"

namespace ironlaw {

namespace {

/// OR REPLACE gives all options anew; what else statements have set stays.
void dropOptions(CatalogObject& object) {
    std::erase_if(object.settings, [](const HeldSetting& one) {
        return one.name != "owner" && one.name != "security label" &&
               !one.name.starts_with("dependence on ") && !one.name.starts_with("comment on ");
    });
}

} // namespace

void Applier::createView(const CreateView& statement) {
    const std::vector<ObjectId> uses = relationsIn(statement.query, catalog_);
    // A view of a temporary table is temporary itself.
    const bool temporary =
        statement.temporary || std::ranges::any_of(uses, [&](ObjectId id) {
            const Table* table = catalog_.get<Table>(id);
            return table != nullptr && table->persistence == Persistence::Temporary;
        });
    const std::string_view schema = schemaFor(statement.name, temporary);
    const OutputColumns output = outputColumns(statement.query, catalog_);
    auto define = [&](View& view) {
        view.query = statement.query;
        view.place = replay_.originAt(statement.range).location;
        view.columns = output.names(statement.columns);
        view.columnsComplete = output.complete;
        view.stars = output.stars;
        view.uses = uses;
        Needs needs(catalog_);
        needs.query(statement.query);
        view.needs = needs.take();
        view.usedColumns = columnsIn(statement.query, uses, catalog_);
    };
    const CatalogObject* existing = catalog_.relationIn(schema, statement.name.name.text);
    if (statement.orReplace && as<View>(existing) != nullptr) {
        View* replaced = catalog_.edit<View>(existing->id);
        define(*replaced);
        dropOptions(*replaced);
        take(*replaced, statement.settings);
        return;
    }
    if (!claimRelation(schema, statement.name.name.text, false)) {
        return;
    }
    auto view = makeObject<View>(statement.name, statement.range);
    view->schema = schema;
    view->temporary = temporary;
    define(*view);
    take(*view, statement.settings);
    const ObjectId id = catalog_.add(std::move(view));
    if (temporary) {
        replay_.temporaries_.push_back(id);
    }
}

void Applier::ownSequence(ObjectId id, const SequenceStatement& statement) {
    if (statement.ownedByNone) {
        catalog_.setOwner(id, 0, 0);
    } else if (!statement.ownedByTable.empty()) {
        if (const ObjectId table = tableToChange(statement.ownedByTable)) {
            catalog_.setOwner(id, table, columnNumber(table, statement.ownedByColumn.text));
        }
    }
}

void Applier::createSequence(const CreateSequence& statement) {
    const std::string_view schema = schemaFor(statement.name, statement.temporary);
    if (!claimRelation(schema, statement.name.name.text, statement.ifExists)) {
        return;
    }
    auto sequence = makeObject<Sequence>(statement.name, statement.range);
    sequence->schema = schema;
    sequence->temporary = statement.temporary;
    sequence->definition = &statement;
    sequence->options.set(statement.options, true);
    const ObjectId id = catalog_.add(std::move(sequence));
    if (statement.temporary) {
        replay_.temporaries_.push_back(id);
    }
    ownSequence(id, statement);
}

void Applier::alterSequence(const AlterSequence& statement) {
    if (Lookup<Sequence> sequence = catalog_.lookup<Sequence>(statement.name)) {
        catalog_.edit<Sequence>(sequence->id)->options.set(statement.options, false);
        ownSequence(sequence->id, statement);
    }
}

bool Applier::claimType(std::string_view schema, std::string_view name) {
    Lookup<Type> existing = catalog_.type({{schema, false}, {name, false}, {}});
    if (!existing) {
        return true;
    }
    if (inBlock_ || isInTheWay(*existing)) {
        return false;
    }
    catalog_.remove(existing->id);
    return true;
}

void Applier::createType(const CreateType& statement) {
    auto type = makeObject<Type>(statement.name, statement.range);
    if (!claimType(type->schema, type->name)) {
        return;
    }
    type->typeKind = statement.typeKind;
    type->labels.assign(statement.labels.begin(), statement.labels.end());
    for (const ColumnDefinition& definition : statement.attributes) {
        Column& attribute = type->attributes.emplace_back();
        attribute.name = definition.name.text;
        attribute.number = static_cast<ColumnNumber>(type->attributes.size());
        attribute.origin = replay_.originAt(definition.range);
        define(definition, attribute);
    }
    catalog_.add(std::move(type));
}

void Applier::alterEnum(const AlterEnum& statement) {
    Lookup<Type> found = catalog_.type(statement.name);
    if (!found) {
        return;
    }
    Type* type = catalog_.edit<Type>(found->id);
    std::vector<std::string_view>& labels = type->labels;
    if (!statement.oldValue.empty()) {
        std::ranges::replace(labels, statement.oldValue, statement.value);
        for (AddedLabel& added : type->addedLabels) {
            added.label = added.label == statement.oldValue ? statement.value : added.label;
        }
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
    type->addedLabels.push_back({statement.value, replay_.originAt(statement.range)});
    replay_.transaction_.addsLabels = true;
}

std::string_view Applier::domainCheckName(const Type& domain, const ConstraintDefinition& check) {
    if (!check.name.empty()) {
        return check.name.text;
    }
    std::string name = makeObjectName(domain.name, "", "check");
    auto taken = [&] {
        return std::ranges::find(domain.checks, name, &DomainCheck::name) != domain.checks.end();
    };
    for (int pass = 1; taken(); ++pass) {
        name = makeObjectName(domain.name, "", "check" + std::to_string(pass));
    }
    return catalog_.intern(name);
}

void Applier::createDomain(const CreateDomain& statement) {
    auto domain = makeObject<Type>(statement.name, statement.range);
    if (!claimType(domain->schema, domain->name)) {
        return;
    }
    domain->typeKind = TypeKind::Domain;
    domain->baseType = resolved(statement.definition.type);
    domain->collation = statement.definition.collation.text;
    domain->defaultNeeds = needsOf({statement.definition.defaultValue});
    domain->notNull = statement.definition.notNull;
    domain->hasDefault = statement.definition.hasDefault;
    domain->defaultValue = statement.definition.defaultValue;
    domain->defaultPlace = domain->origin.location;
    for (const ConstraintDefinition& constraint : statement.definition.constraints) {
        if (constraint.kind == ConstraintKind::Check) {
            domain->checks.push_back({domainCheckName(*domain, constraint),
                                      replay_.originAt(constraint.range).location,
                                      needsOf({constraint.expression}), true});
        }
    }
    domain->constrained = domain->notNull || !domain->checks.empty();
    catalog_.add(std::move(domain));
}

void Applier::alterDomain(const AlterDomain& statement) {
    Lookup<Type> found = catalog_.type(statement.name);
    if (!found) {
        return;
    }
    const std::string_view added = statement.action == AlterDomainKind::AddConstraint
                                       ? domainCheckName(*found, statement.constraint)
                                       : std::string_view();
    Type* domain = catalog_.edit<Type>(found->id);
    switch (statement.action) {
    case AlterDomainKind::SetDefault:
        domain->hasDefault = true;
        domain->defaultValue = statement.defaultValue;
        domain->defaultNeeds = needsOf({statement.defaultValue});
        domain->defaultPlace = replay_.originAt(statement.range).location;
        break;
    case AlterDomainKind::DropDefault: dropDomainDefault(*domain); break;
    case AlterDomainKind::SetNotNull: domain->notNull = true; break;
    case AlterDomainKind::DropNotNull: domain->notNull = false; break;
    case AlterDomainKind::AddConstraint:
        if (statement.constraint.kind == ConstraintKind::NotNull) {
            domain->notNull = true;
        } else if (std::ranges::find(domain->checks, added, &DomainCheck::name) ==
                   domain->checks.end()) {
            domain->checks.push_back({added, replay_.originAt(statement.range).location,
                                      needsOf({statement.constraint.expression}),
                                      !statement.constraint.notValid});
        }
        break;
    case AlterDomainKind::DropConstraint:
        dropDomainCheck(*domain, statement.constraintName.text);
        break;
    case AlterDomainKind::ValidateConstraint:
        for (DomainCheck& check : domain->checks) {
            check.validated |= check.name == statement.constraintName.text;
        }
        break;
    }
    domain->constrained = domain->notNull || !domain->checks.empty();
}

void Applier::dropDomainDefault(Type& domain) {
    domain.hasDefault = false;
    domain.defaultValue = nullptr;
    domain.defaultNeeds.clear();
}

void Applier::dropDomainCheck(Type& domain, std::string_view name) {
    std::erase_if(domain.checks, [&](const DomainCheck& check) { return check.name == name; });
    domain.constrained = domain.notNull || !domain.checks.empty();
}

void Applier::createRoutine(const CreateRoutine& statement) {
    std::vector<TypeName> given;
    for (const RoutineArgument& argument : statement.arguments) {
        if (argument.mode == 'i' || argument.mode == 'b' || argument.mode == 'v') {
            given.push_back(argument.type);
        }
    }
    given = argumentTypes(given);
    QualifiedName name = statement.name;
    name.schema = {schemaFor(name, false), false};
    ObjectId id = 0;
    for (const Routine* existing : catalog_.routines(name)) {
        if (sameTypes(catalog_, existing->arguments, given)) {
            if (!statement.orReplace && staysThere(existing->name)) {
                return;
            }
            id = existing->id;
        }
    }
    if (id != 0 && !statement.orReplace) {
        catalog_.remove(id);
        id = 0;
    }
    if (id == 0) {
        id = catalog_.add(makeObject<Routine>(statement.name, statement.range));
        if (catalog_.find(id)->schema == temporarySchema) {
            replay_.temporaries_.push_back(id);
        }
    }
    // What needs the routine goes on to need it after OR REPLACE.
    Routine* routine = catalog_.edit<Routine>(id);
    routine->origin = replay_.originAt(statement.range);
    routine->arguments = std::move(given);
    routine->definition = &statement;
    routine->needs = routineNeeds(statement);
    dropOptions(*routine);
    take(*routine, statement.settings);
}

std::vector<ObjectId> Applier::routineNeeds(const CreateRoutine& statement) const {
    Needs needs(catalog_);
    for (const RoutineArgument& argument : statement.arguments) {
        needs.type(*resolved(argument.type));
    }
    needs.type(*resolved(statement.result));
    // Of bodies, PostgreSQL itself keeps only what it has parsed.
    for (const Statement* one :
         statement.body.atomic ? statement.body.statements : CompactSpan<const Statement*>()) {
        const auto* query = as<QueryStatement>(*one);
        needs.relationsAnd(query == nullptr ? nullptr : query->query);
    }
    return needs.take();
}

void Applier::createExtension(const CreateExtension& statement) {
    if (catalog_.extension(statement.name.text) != nullptr) {
        return;
    }
    auto extension = std::make_unique<Extension>();
    extension->name = statement.name.text;
    extension->definition = &statement;
    extension->origin = replay_.originAt(statement.range);
    take(*extension, statement.settings);
    const Origin origin = extension->origin;
    const ObjectId id = catalog_.add(std::move(extension));
    const std::string_view schema =
        statement.schema.empty() ? catalog_.creationSchema() : statement.schema.text.view();
    for (std::string_view name : typesOfExtension(statement.name.text)) {
        auto type = std::make_unique<Type>();
        type->schema = schema;
        type->name = name;
        type->typeKind = TypeKind::Base;
        type->extension = id;
        type->origin = origin;
        if (claimType(schema, name)) {
            catalog_.add(std::move(type));
        }
    }
}

void Applier::createSchema(const CreateSchema& statement) {
    if (catalog_.schema(statement.name.text) == nullptr) {
        auto schema = std::make_unique<Schema>();
        schema->name = statement.name.text;
        schema->origin = replay_.originAt(statement.range);
        catalog_.add(std::move(schema));
    }
    if (statement.elements.empty()) {
        return;
    }
    // The elements are made in that schema.
    std::vector<std::string_view> path = catalog_.searchPath();
    std::vector<std::string_view> inner = path;
    inner.insert(inner.begin(), statement.name.text);
    catalog_.setSearchPath(std::move(inner));
    for (const Statement* element : statement.elements) {
        apply(*element);
    }
    catalog_.setSearchPath(std::move(path));
}

void Applier::createPolicy(const CreatePolicy& statement) {
    Lookup<CatalogObject> relation = catalog_.relation(statement.table);
    const ObjectId table = relation ? relation->id : tableToChange(statement.table);
    for (const Policy* existing : catalog_.partsOf<Policy>(table)) {
        if (existing->name != statement.name.text) {
            continue;
        }
        if (isTaken(existing->name)) {
            return;
        }
        catalog_.remove(existing->id);
    }
    auto policy = std::make_unique<Policy>();
    policy->name = statement.name.text;
    policy->definition = &statement;
    policy->rolesFrom = &statement;
    policy->usingFrom = &statement;
    policy->checkFrom = &statement;
    policy->usingPlace = replay_.originAt(statement.range).location;
    policy->checkPlace = policy->usingPlace;
    policy->needs = needsOf({statement.usingExpression, statement.checkExpression});
    policy->usedColumns =
        usedColumns(table, {statement.usingExpression, statement.checkExpression});
    policy->table = table;
    policy->origin = replay_.originAt(statement.range);
    catalog_.add(std::move(policy));
}

} // namespace ironlaw
