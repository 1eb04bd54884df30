// See needs.h.
#include "analyzer/catalog/needs.h"

#include "grammar/query-scope.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// Types of PostgreSQL's own, found before any table, whose names a table may well have.
constexpr std::array<std::string_view, 15> builtInTypes = {
    "box",  "circle", "date",    "interval", "json", "line",    "money", "name",
    "path", "point",  "polygon", "record",   "text", "trigger", "void"};

bool contains(const std::vector<ObjectId>& ids, ObjectId id) {
    return std::ranges::find(ids, id) != ids.end();
}

size_t requiredArguments(const Routine& routine) {
    if (routine.definition == nullptr) {
        return 0;
    }
    const auto isOptional = [](const RoutineArgument& argument) {
        return argument.hasDefault || argument.mode == 'v';
    };
    const auto optional = std::ranges::count_if(routine.definition->arguments, isOptional);
    return routine.arguments.size() - static_cast<size_t>(optional);
}

bool isVariadic(const Routine& routine) {
    return routine.definition != nullptr &&
           std::ranges::any_of(routine.definition->arguments,
                               [](const RoutineArgument& one) { return one.mode == 'v'; });
}

} // namespace

std::vector<ObjectId> relationsIn(const Query* query, const Catalog& catalog) {
    std::vector<ObjectId> result;
    if (query == nullptr) {
        return result;
    }
    eachRelationRead(*query, [&](const FromItem& entry, const Query&) {
        Lookup<CatalogObject> relation = catalog.relation(entry.relation);
        if (relation && !contains(result, relation->id)) {
            result.push_back(relation->id);
        }
    });
    return result;
}

std::vector<ObjectId> typedTables(const Type& type, const Catalog& catalog) {
    std::vector<ObjectId> result;
    for (const ObjectId user : catalog.needing(type.id)) {
        const Table* table = catalog.get<Table>(user);
        if (table != nullptr && table->ofType == type.id) {
            result.push_back(user);
        }
    }
    return result;
}

namespace {

/// The parts of a name within a string.
std::vector<std::string> nameParts(std::string_view text) {
    std::vector<std::string> parts(1);
    bool quoted = false;
    for (const char byte : text) {
        if (byte == '"') {
            quoted = !quoted;
        } else if (byte == '.' && !quoted) {
            parts.emplace_back();
        } else {
            parts.back() += quoted ? std::string(1, byte) : foldedIdentifier({&byte, 1});
        }
    }
    return parts;
}

const Expression& withoutCasts(const Expression& value) {
    const Expression* inner = &value;
    while (inner->kind == ExpressionKind::Cast && !inner->operands.empty()) {
        inner = inner->operands.front();
    }
    return *inner;
}

/// The relation whose name stands in a string.
const CatalogObject* relationNamed(std::string_view text, const Catalog& catalog) {
    const std::vector<std::string> parts = nameParts(text);
    QualifiedName name;
    name.name.text = std::string_view(parts.back());
    if (parts.size() > 1) {
        name.schema.text = std::string_view(parts[parts.size() - 2]);
    }
    return catalog.relation(name).object;
}

/// pg_get_serial_sequence('table', 'column').
const Sequence* serialSequence(const Expression& call, const Catalog& catalog) {
    if (call.text != "pg_get_serial_sequence" || call.operands.size() != 2) {
        return nullptr;
    }
    const Expression& relation = withoutCasts(*call.operands[0]);
    const Expression& name = withoutCasts(*call.operands[1]);
    if (relation.kind != ExpressionKind::String || name.kind != ExpressionKind::String) {
        return nullptr;
    }
    const Table* table = as<Table>(relationNamed(relation.text, catalog));
    const Column* column = table == nullptr ? nullptr : table->column(name.text.view());
    if (column == nullptr) {
        return nullptr;
    }
    const auto sequences = catalog.partsOf<Sequence>(table->id);
    const auto owned = std::ranges::find(sequences, column->number, &Sequence::ownerColumn);
    return owned == sequences.end() ? nullptr : *owned;
}

} // namespace

const Sequence* calledSequence(const Expression& call, const Catalog& catalog) {
    const std::string_view function = call.text;
    const bool isOne = function == "nextval" || function == "setval" || function == "currval";
    if (call.kind != ExpressionKind::FunctionCall || !isOne || call.operands.empty()) {
        return nullptr;
    }
    const Expression& named = withoutCasts(*call.operands.front());
    if (named.kind == ExpressionKind::FunctionCall) {
        return serialSequence(named, catalog);
    }
    return named.kind == ExpressionKind::String ? as<Sequence>(relationNamed(named.text, catalog))
                                                : nullptr;
}

void Needs::add(ObjectId id) {
    if (id != 0 && !contains(ids_, id)) {
        ids_.push_back(id);
    }
}

void Needs::type(const TypeName& type) {
    if (Lookup<Type> found = catalog_.type(type.name)) {
        add(found->id);
        return;
    }
    // The row type of a table or view.
    Lookup<CatalogObject> relation = catalog_.relation(type.name);
    const bool hasRowType =
        relation && (relation->kind == CatalogKind::Table || relation->kind == CatalogKind::View);
    const bool isBuiltIn =
        type.name.schema.empty() &&
        std::ranges::find(builtInTypes, type.name.name.text.view()) != builtInTypes.end();
    if (hasRowType && !isBuiltIn) {
        add(relation->id);
    }
}

void Needs::routine(const QualifiedName& name) {
    for (const Routine* one : catalog_.routines(name)) {
        add(one->id);
    }
}

void Needs::call(const Expression& call) {
    for (const Routine* one : catalog_.routines(qualifiedName(call.names))) {
        const size_t given = call.operands.size();
        const bool fits = given >= requiredArguments(*one) &&
                          (given <= one->arguments.size() || isVariadic(*one));
        if (fits) {
            add(one->id);
        }
    }
}

void Needs::expression(const Expression* expression) {
    walkExpression(expression, [&](const Expression& node) {
        if (node.kind == ExpressionKind::FunctionCall) {
            call(node);
        } else if (node.kind == ExpressionKind::Cast) {
            type(*node.type());
        } else if (node.subquery() != nullptr) {
            relationsAnd(node.subquery());
        }
        return true;
    });
}

void Needs::relationsAnd(const Query* query) {
    for (ObjectId relation : relationsIn(query, catalog_)) {
        add(relation);
    }
    this->query(query);
}

void Needs::query(const Query* query) {
    if (query == nullptr) {
        return;
    }
    walkQueries(*query, QueryPlace::TopLevel,
                [&](const Query& one, QueryPlace) { ownExpressions(one); });
}

void Needs::ownExpressions(const Query& query) {
    // Subqueries are walked by those who call this.
    eachExpression(query, [&](const Expression* root) {
        walkExpression(root, [&](const Expression& node) {
            if (node.kind == ExpressionKind::FunctionCall) {
                call(node);
            } else if (node.kind == ExpressionKind::Cast) {
                type(*node.type());
            }
            return true;
        });
    });
}

namespace {

class DependentFinder {
public:
    DependentFinder(const Catalog& catalog, ObjectId needed) : catalog_(catalog), needed_(needed) {}

    std::vector<Dependent> find() {
        std::vector<ObjectId> candidates = catalog_.needing(needed_);
        if (const Type* type = catalog_.get<Type>(needed_)) {
            std::ranges::copy(catalog_.ofType(type->name), std::back_inserter(candidates));
        }
        std::ranges::sort(candidates);
        const auto rest = std::ranges::unique(candidates);
        candidates.erase(rest.begin(), rest.end());
        for (const ObjectId id : candidates) {
            // What an object and its parts need of itself goes with it.
            const CatalogObject* object = catalog_.find(id);
            if (id == needed_ || isPart(*object)) {
                continue;
            }
            if (const Table* table = as<Table>(object);
                table != nullptr && table->ofType != needed_) {
                partsOf(*table);
            } else if (const Type* type = as<Type>(object); type != nullptr && !isNeededBy(*type)) {
                partsOf(*type);
            } else if (isWholeNeededBy(*object)) {
                result_.push_back({DependentPart::Whole, id});
            }
        }
        return std::move(result_);
    }

private:
    bool isPart(const CatalogObject& object) const {
        const auto* policy = as<Policy>(&object);
        const auto* trigger = as<Trigger>(&object);
        const auto* rule = as<RewriteRule>(&object);
        return (policy != nullptr && policy->table == needed_) ||
               (trigger != nullptr && trigger->table == needed_) ||
               (rule != nullptr && rule->table == needed_);
    }
    bool isWholeNeededBy(const CatalogObject& object) const {
        if (const auto* routine = as<Routine>(&object)) {
            return contains(routine->needs, needed_);
        }
        const auto* type = as<Type>(&object);
        return type == nullptr || isNeededBy(*type);
    }
    bool isNeededBy(const Type& type) const {
        return isNeeded(type.baseType) || type.extension == needed_ ||
               std::ranges::any_of(type.attributes, [&](const Column& attribute) {
                   return isNeeded(attribute.type);
               });
    }

    bool isNeeded(const TypeName* type) const {
        const Type* needed = catalog_.get<Type>(needed_);
        return needed != nullptr && type != nullptr && catalog_.type(type->name).object == needed;
    }

    void partsOf(const Type& domain) {
        for (const DomainCheck& check : domain.checks) {
            if (contains(check.needs, needed_)) {
                result_.push_back({DependentPart::Constraint, domain.id, 0, check.name});
            }
        }
        if (contains(domain.defaultNeeds, needed_)) {
            result_.push_back({DependentPart::Default, domain.id});
        }
    }

    void partsOf(const Table& table) {
        for (const Column& column : table.columns) {
            if (isNeeded(column.type) || contains(column.generationNeeds, needed_)) {
                result_.push_back({DependentPart::Column, table.id, column.number});
            } else if (contains(column.defaultNeeds, needed_)) {
                result_.push_back({DependentPart::Default, table.id, column.number});
            }
        }
        for (const Constraint& constraint : table.constraints) {
            if (contains(constraint.needs, needed_)) {
                result_.push_back({DependentPart::Constraint, table.id, 0, constraint.name});
            }
        }
    }

    const Catalog& catalog_;
    ObjectId needed_;
    std::vector<Dependent> result_;
};

} // namespace

std::vector<Dependent> dependentsOf(const Catalog& catalog, ObjectId needed) {
    return DependentFinder(catalog, needed).find();
}

} // namespace ironlaw
