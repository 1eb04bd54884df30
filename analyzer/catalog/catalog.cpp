// Names, lookups and the journal of the catalog.
#include "analyzer/catalog/catalog.h"

#include "analyzer/catalog/definition.h"
#include "analyzer/catalog/parts.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// Kinds that share a name space share a letter (pg_class, pg_type, pg_proc, …).
char nameSpaceOf(CatalogKind kind) {
    switch (kind) {
    case CatalogKind::Table:
    case CatalogKind::View:
    case CatalogKind::Sequence:
    case CatalogKind::Index: return 'r';
    case CatalogKind::Type: return 't';
    case CatalogKind::Schema: return 's';
    case CatalogKind::Extension: return 'x';
    case CatalogKind::Routine: return 'f';
    case CatalogKind::Trigger: return 'g';
    case CatalogKind::Policy: return 'p';
    case CatalogKind::Statistics: return 'e';
    case CatalogKind::Publication: return 'b';
    case CatalogKind::RewriteRule: return 'l';
    case CatalogKind::Definition: return 'd';
    case CatalogKind::ServerObject: return 'o';
    }
    return '?';
}

llvm::SmallString<128> keyOf(CatalogKind kind, std::string_view schema, std::string_view name) {
    llvm::SmallString<128> key;
    key.push_back(nameSpaceOf(kind));
    key.append({schema.data(), schema.size()});
    key.push_back('\0');
    key.append({name.data(), name.size()});
    return key;
}

/// Routines are told apart by their arguments, triggers, policies and rules by their table: they
/// are found by walking, not by name.
bool hasUniqueName(CatalogKind kind) {
    return kind != CatalogKind::Routine && kind != CatalogKind::Trigger &&
           kind != CatalogKind::Policy && kind != CatalogKind::RewriteRule;
}

} // namespace

const Column* Table::column(std::string_view columnName) const {
    auto found = std::ranges::find(columns, columnName, &Column::name);
    return found == columns.end() ? nullptr : &*found;
}

const Column* Table::column(ColumnNumber number) const {
    auto found = std::ranges::find(columns, number, &Column::number);
    return found == columns.end() ? nullptr : &*found;
}

const Constraint* Table::constraint(std::string_view constraintName) const {
    auto found = std::ranges::find(constraints, constraintName, &Constraint::name);
    return found == constraints.end() ? nullptr : &*found;
}

const NotNullConstraint* Table::notNull(std::string_view constraintName) const {
    auto found = std::ranges::find(notNulls, constraintName, &NotNullConstraint::name);
    return found == notNulls.end() ? nullptr : &*found;
}

const NotNullConstraint* Table::notNull(ColumnNumber number) const {
    auto found = std::ranges::find(notNulls, number, &NotNullConstraint::column);
    return found == notNulls.end() ? nullptr : &*found;
}

bool knowsDefault(const CatalogObject& object, std::string_view setting) {
    switch (object.kind) {
    case CatalogKind::Table:
        return setting != "owner" && static_cast<const Table&>(object).complete;
    case CatalogKind::ServerObject: return static_cast<const ServerObject&>(object).made;
    case CatalogKind::Extension: return setting != "schema" && setting != "version";
    default: return setting != "owner" && !setting.starts_with("mapping of ");
    }
}

Catalog::Catalog(bool complete, std::string_view defaultSchema)
    : complete_(complete), defaultSchema_(defaultSchema), searchPath_{defaultSchema_} {
    objects_.emplace_back();
    savedAt_.push_back(0);
    // Every new database has it.
    auto schema = std::make_unique<Schema>();
    schema->name = "public";
    add(std::move(schema));
}

const CatalogObject* Catalog::find(ObjectId id) const {
    return id < objects_.size() ? objects_[id].get() : nullptr;
}

ObjectId Catalog::findName(CatalogKind kind, std::string_view schema, std::string_view name) const {
    auto found = names_.find(keyOf(kind, schema, name));
    return found == names_.end() ? 0 : found->second;
}

Lookup<CatalogObject> Catalog::named(CatalogKind kind, const QualifiedName& name) const {
    ObjectId id = 0;
    if (!name.schema.empty()) {
        id = findName(kind, name.schema.text, name.name.text);
    } else {
        id = hasTemporary_ ? findName(kind, temporarySchema, name.name.text) : 0;
        for (size_t i = 0; id == 0 && i < searchPath_.size(); ++i) {
            id = findName(kind, searchPath_[i], name.name.text);
        }
    }
    if (id != 0) {
        return {Certainty::Known, find(id)};
    }
    return {complete_ ? Certainty::Absent : Certainty::Unknown, nullptr};
}

Lookup<CatalogObject> Catalog::relation(const QualifiedName& name) const {
    return named(CatalogKind::Table, name);
}

Lookup<Type> Catalog::type(const QualifiedName& name) const {
    Lookup<CatalogObject> found = named(CatalogKind::Type, name);
    return {found.certainty, as<Type>(found.object)};
}

const CatalogObject* Catalog::relationIn(std::string_view schema, std::string_view name) const {
    return find(findName(CatalogKind::Table, schema, name));
}

bool Catalog::relationNameIsTaken(std::string_view schema, std::string_view name) const {
    const Type* type = get<Type>(findName(CatalogKind::Type, schema, name));
    return relationIn(schema, name) != nullptr ||
           (type != nullptr && type->typeKind == TypeKind::Composite);
}

const Links& Catalog::links() const {
    links_.refresh([this](ObjectId id) { return find(id); });
    return links_;
}

bool Catalog::constraintExists(std::string_view schema, std::string_view name) const {
    return links().constraintExists(schema, name);
}

std::vector<ObjectId> Catalog::referencing(ObjectId table) const {
    return links().to(table, LinkKind::References);
}

std::vector<ObjectId> Catalog::drawing(ObjectId sequence) const {
    return links().to(sequence, LinkKind::Draws);
}

std::vector<ObjectId> Catalog::children(ObjectId relation) const {
    return links().to(relation, LinkKind::Inherits);
}

std::vector<ObjectId> Catalog::needing(ObjectId object) const {
    return links().to(object, LinkKind::Needs);
}

std::vector<ObjectId> Catalog::ofType(std::string_view name) const { return links().ofType(name); }

uint32_t& Catalog::takenNumber(std::string_view form) const {
    const uint64_t freed = freedNames_ + links().freedNames();
    if (freed != numbersAreOf_) {
        takenNumbers_.clear();
        numbersAreOf_ = freed;
    }
    return takenNumbers_[form];
}

const Schema* Catalog::schema(std::string_view name) const {
    return get<Schema>(findName(CatalogKind::Schema, "", name));
}

const Extension* Catalog::extension(std::string_view name) const {
    return get<Extension>(findName(CatalogKind::Extension, "", name));
}

const Publication* Catalog::publication(std::string_view name) const {
    return get<Publication>(findName(CatalogKind::Publication, "", name));
}

const ServerObject* Catalog::serverObject(std::string_view name) const {
    return get<ServerObject>(findName(CatalogKind::ServerObject, "", name));
}

const Definition* Catalog::definition(ObjectKind kind, const ObjectReference& object) const {
    const std::string described =
        describedDefinition(kind, object.name.name.text, object.arguments);
    if (!liesInSchema(kind)) {
        return get<Definition>(findName(CatalogKind::Definition, "", described));
    }
    const QualifiedName name{object.name.schema, {std::string_view(described), false}, {}};
    return as<Definition>(named(CatalogKind::Definition, name).object);
}

Lookup<Statistics> Catalog::statistics(const QualifiedName& name) const {
    const Lookup<CatalogObject> found = named(CatalogKind::Statistics, name);
    return {found.certainty, as<Statistics>(found.object)};
}

std::vector<const Routine*> Catalog::routines(const QualifiedName& name) const {
    std::vector<const Routine*> result;
    auto collect = [&](std::string_view schema) {
        auto found = routines_.find(keyOf(CatalogKind::Routine, schema, name.name.text));
        if (found != routines_.end()) {
            for (ObjectId id : found->second) {
                result.push_back(get<Routine>(id));
            }
        }
    };
    if (!name.schema.empty()) {
        collect(name.schema.text);
        return result;
    }
    for (std::string_view schema : searchPath_) {
        collect(schema);
    }
    return result;
}

std::string_view Catalog::onlySchemaOf(const QualifiedName& name) const {
    if (!name.schema.empty()) {
        return name.schema.text;
    }
    return searchPath_.size() == 1 ? searchPath_.front() : std::string_view();
}

std::string_view Catalog::creationSchema() const {
    return searchPath_.empty() ? std::string_view(defaultSchema_) : searchPath_.front();
}

void Catalog::setSearchPath(std::vector<std::string_view> path) {
    namesVersion_ += path == searchPath_ ? 0 : 1;
    searchPath_ = std::move(path);
}

void Catalog::enterName(const CatalogObject& object) {
    auto key = keyOf(object.kind, object.schema, object.name);
    hasTemporary_ |= object.schema == temporarySchema;
    ++namesVersion_;
    if (hasUniqueName(object.kind)) {
        names_[key] = object.id;
    } else if (object.kind == CatalogKind::Routine) {
        std::vector<ObjectId>& sameName = routines_[key];
        sameName.insert(std::ranges::lower_bound(sameName, object.id), object.id);
    }
    links_.touch(object.id);
    if (ObjectId table = relationOf(object)) {
        std::vector<ObjectId>& ofTable = parts_[table];
        auto place = std::ranges::lower_bound(ofTable, object.id);
        if (place == ofTable.end() || *place != object.id) {
            ofTable.insert(place, object.id);
        }
    }
}

void Catalog::leaveName(const CatalogObject& object) {
    auto key = keyOf(object.kind, object.schema, object.name);
    auto found = names_.find(key);
    ++namesVersion_;
    if (hasUniqueName(object.kind) && found != names_.end() && found->second == object.id) {
        names_.erase(found);
        ++freedNames_;
    }
    if (object.kind == CatalogKind::Routine) {
        std::erase(routines_[key], object.id);
    }
    links_.touch(object.id);
    auto ofTable = parts_.find(relationOf(object));
    if (ofTable != parts_.end()) {
        std::erase(ofTable->second, object.id);
    }
}

ObjectId Catalog::add(std::unique_ptr<CatalogObject> object) {
    ObjectId id = static_cast<ObjectId>(objects_.size());
    objects_.emplace_back();
    savedAt_.push_back(0);
    remember(id);
    byKind_[static_cast<size_t>(object->kind)].push_back(id);
    object->id = id;
    objects_.back() = std::move(object);
    enterName(*objects_.back());
    return id;
}

CatalogObject* Catalog::editable(ObjectId id) {
    if (find(id) == nullptr) {
        return nullptr;
    }
    remember(id);
    links_.touch(id);
    namesVersion_ += objects_[id]->kind == CatalogKind::Routine ? 1 : 0;
    return objects_[id].get();
}

CatalogObject* Catalog::editRemarks(ObjectId id) {
    if (find(id) == nullptr) {
        return nullptr;
    }
    remember(id);
    return objects_[id].get();
}

void Catalog::rename(ObjectId id, std::string_view schema, std::string_view name) {
    if (CatalogObject* object = editable(id)) {
        leaveName(*object);
        if (object->name != name) {
            object->formerNames.push_back(object->name);
        }
        object->schema = schema;
        object->name = name;
        enterName(*object);
    }
}

void Catalog::addConstraint(ObjectId id, Constraint constraint) {
    const bool isCurrent = links_.isCurrent(id);
    if (Table* table = edit<Table>(id)) {
        table->constraints.push_back(std::move(constraint));
        if (isCurrent) {
            links_.constraintAdded(*table);
        }
    }
}

void Catalog::setOwner(ObjectId id, ObjectId table, ColumnNumber column) {
    if (Sequence* sequence = edit<Sequence>(id)) {
        leaveName(*sequence);
        sequence->ownerTable = table;
        sequence->ownerColumn = column;
        enterName(*sequence);
    }
}

void Catalog::remove(ObjectId id) {
    if (const CatalogObject* object = find(id)) {
        remember(id);
        leaveName(*object);
        objects_[id].reset();
    }
}

} // namespace ironlaw
