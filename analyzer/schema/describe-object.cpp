// Views, sequences, types, routines, triggers, policies and all that has no more than a name, in
// words.
#include "analyzer/schema/describer.h"

#include "analyzer/catalog/type-text.h"
#include "analyzer/schema/bookkeeping.h"
#include "analyzer/schema/dump-spelling.h"
#include "analyzer/schema/spelling.h"
#include "analyzer/schema/words.h"
#include "analyzer/schema/written.h"
#include "grammar/anchor.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

namespace ironlaw {

namespace {

std::string_view wordOf(TypeKind kind) {
    switch (kind) {
    case TypeKind::Base:
    case TypeKind::Shell: return "type";
    case TypeKind::Enum: return "enum";
    case TypeKind::Composite: return "composite type";
    case TypeKind::Range: return "range type";
    case TypeKind::Domain: return "domain";
    }
    return "";
}

std::string quotedList(const std::vector<std::string_view>& labels) {
    std::vector<std::string> quoted;
    quoted.reserve(labels.size());
    for (const std::string_view label : labels) {
        quoted.push_back(fmt::format("'{}'", label));
    }
    return fmt::format("{}", fmt::join(quoted, ", "));
}

/// The result of a function as pg_proc has it: without modifiers. It is kept here as it was
/// written, along whatever search_path there was: so without its schema, too.
TypeName resultType(TypeName type) {
    type.name.schema = {};
    type.modifiers = {};
    type.modifierTexts = {};
    return type;
}

} // namespace

std::string Attribute::phrase() const {
    constexpr size_t longest = 160; // of what a reader of one line can compare
    if (shown.empty()) {
        return fmt::format("no {}", name);
    }
    if (flag && shown == name) {
        return name;
    }
    return shown == name || shown.size() > longest ? fmt::format("the {}", name)
                                                   : fmt::format("the {} {}", name, shown);
}

std::string Describer::nameOf(const CatalogObject& object) const {
    return object.schema.empty() || object.schema == catalog_.defaultSchema()
               ? std::string(object.name)
               : fmt::format("{}.{}", object.schema, object.name);
}

ObjectDescription& Describer::add(const CatalogObject& object, char nameSpace,
                                  std::string_view word) {
    ObjectDescription& result = out_.emplace_back();
    result.key = fmt::format("{}{}\n{}", nameSpace, object.schema, object.name);
    result.name = object.name;
    result.object = object.id;
    result.title = fmt::format("{} \"{}\"", word, nameOf(object));
    result.place = object.origin.location;
    result.incidental = isBookkeepingSchema(object.schema);
    remarks(result, object);
    return result;
}

ObjectDescription& Describer::addPart(const CatalogObject& relation, char nameSpace,
                                      std::string_view word, std::string_view name) {
    ObjectDescription& result = out_.emplace_back();
    result.parent = fmt::format("r{}\n{}", relation.schema, relation.name);
    result.key = fmt::format("{}{}\n{}", nameSpace, result.parent, name);
    result.name = name;
    result.object = relation.id;
    result.title = fmt::format("{} \"{}\" of \"{}\"", word, name, nameOf(relation));
    return result;
}

void Describer::say(ObjectDescription& object, std::string_view name, std::string value) {
    object.attributes.push_back({std::string(name), value, value});
}

void Describer::say(ObjectDescription& object, std::string_view name, std::string shown,
                    std::optional<std::string> value) {
    object.attributes.push_back({std::string(name), std::move(shown), std::move(value)});
}

void Describer::flag(ObjectDescription& object, std::string_view words, bool isSet) {
    if (isSet) {
        object.attributes.push_back({std::string(words), std::string(words), std::nullopt, true});
    }
}

void Describer::written(ObjectDescription& object, std::string_view name, std::string_view text,
                        std::optional<std::string> comparable) const {
    std::optional<std::string> value =
        isExact_ ? std::optional(withoutSpelling(text)) : std::move(comparable);
    say(object, name, oneLine(text), std::move(value));
}

void Describer::type(ObjectDescription& object, const TypeName* type) const {
    if (type != nullptr) {
        say(object, "type", typeText(catalog_, *type), comparableType(catalog_, *type));
    }
}

void Describer::view(const View& view) {
    if (view.temporary) {
        return;
    }
    ObjectDescription& result = add(view, 'r', view.materialized ? "materialized view" : "view");
    say(result, "kind", view.materialized ? "materialized view" : "view");
    if (view.columnsComplete && !isExact_) {
        say(result, "columns", fmt::format("({})", fmt::join(view.columns, ", ")));
    }
    if (isExact_) {
        flag(result, "WITH NO DATA", !view.populated);
        say(result, "columns with a default",
            fmt::format("{}", fmt::join(view.defaultedColumns, ", ")));
        result.place = view.place;
        const std::string text = writtenQuery(input_, view);
        llvm::StringRef query = llvm::StringRef(text).rtrim();
        if (view.materialized && (query.consume_back_insensitive("with data") ||
                                  query.consume_back_insensitive("with no data"))) {
            query = query.rtrim();
        }
        written(result, "query", query, std::nullopt);
    }
}

void Describer::sequence(const Sequence& sequence) {
    if (sequence.identity || sequence.temporary) {
        return;
    }
    ObjectDescription& result = add(sequence, 'r', "sequence");
    const CatalogObject* owner = catalog_.find(sequence.ownerTable);
    const Table* table = as<Table>(owner);
    const Column* column = table == nullptr ? nullptr : table->column(sequence.ownerColumn);
    if (column != nullptr) {
        result.parent = fmt::format("r{}\n{}", table->schema, table->name);
        result.purpose = fmt::format("{}\nsequence\n{}", result.parent, column->name);
    }
    say(result, "kind", "sequence");
    say(result, "owner column",
        column == nullptr ? "" : fmt::format("{}.{}", nameOf(*table), column->name));
    if (isExact_) {
        sequenceOptions(result, sequence);
    }
}

void Describer::sequenceOptions(ObjectDescription& object, const Sequence& sequence) const {
    const SequenceOptions& options = sequence.options;
    const auto number = [&](std::string_view name, int64_t value) {
        say(object, name, fmt::format("{}", value));
    };
    say(object, "type", std::string(options.type));
    number("increment", options.increment);
    SequenceOptions ofType;
    const Setting plain[] = {{"as", options.type},
                             {"increment", options.increment < 0 ? "-1" : "1"}};
    ofType.set(plain, true);
    const auto limit = [&](std::string_view name, int64_t value, int64_t typesOwn) {
        say(object, name, value == typesOwn ? "" : fmt::format("{}", value));
    };
    limit("minimum", options.minimum, ofType.minimum);
    limit("maximum", options.maximum, ofType.maximum);
    number("start", options.start);
    number("cache", options.cache);
    flag(object, "CYCLE", options.cycles);
}

void Describer::type(const Type& type) {
    ObjectDescription& result = add(type, 't', wordOf(type.typeKind));
    say(result, "kind", std::string(wordOf(type.typeKind)));
    switch (type.typeKind) {
    case TypeKind::Enum: say(result, "labels", quotedList(type.labels)); break;
    case TypeKind::Domain:
        this->type(result, type.baseType);
        flag(result, "NOT NULL", type.notNull);
        written(result, "default",
                type.hasDefault && type.defaultValue != nullptr ? writtenDefault(input_, type) : "",
                comparableDefault(catalog_, type.defaultValue, type.baseType));
        say(result, "number of constraints", fmt::format("{}", type.checks.size()));
        for (const DomainCheck& check : type.checks) {
            if (isExact_) {
                const std::string name = fmt::format("constraint {}", check.name);
                written(result, name, writtenCheck(input_, check), std::nullopt);
                result.attributes.back().flag = true;
                flag(result, fmt::format("NOT VALID {}", name), !check.validated);
            }
        }
        if (isExact_) {
            say(result, "collation", std::string(type.collation));
        }
        break;
    case TypeKind::Composite: {
        std::vector<std::string> shown;
        std::string compared;
        for (const Column& one : type.attributes) {
            shown.push_back(fmt::format("{} {}{}{}", one.name, typeText(catalog_, *one.type),
                                        one.collation.empty() ? "" : " COLLATE ", one.collation));
            compared += fmt::format("{} {},", one.name, comparableType(catalog_, *one.type));
        }
        const std::string all = fmt::format("({})", fmt::join(shown, ", "));
        say(result, "attributes", all, isExact_ ? all : compared);
        break;
    }
    default:
        if (isExact_) {
            const Location place = type.origin.location;
            const std::string_view file = input_.fileText(place);
            definition(result, place,
                       qualifiedNameAt(file, behindTokens(file, place.range, 2)).end);
        }
        break;
    }
}

void Describer::routine(const Routine& routine) {
    const CreateRoutine& definition = *routine.definition;
    const std::string word = foldedIdentifier(wordsOf(definition.kindOfRoutine));
    std::vector<std::string> shown;
    std::string compared;
    for (const TypeName& argument : routine.arguments) {
        shown.push_back(argumentTypeText(catalog_, argument));
        compared += "," + (isOfExtension(catalog_, argument) ? comparableType(catalog_, argument)
                                                             : shown.back());
    }
    ObjectDescription& result = add(routine, 'f', word);
    result.key += compared;
    result.title = fmt::format("{} \"{}({})\"", word, nameOf(routine), fmt::join(shown, ", "));
    say(result, "kind", word);
    const Location place = routine.origin.location;
    if (isExact_) {
        routineText(result, routine);
        return;
    }
    if (definition.kindOfRoutine == RoutineKind::Aggregate) {
        return;
    }
    const bool plainResult = !definition.returnsTable && !definition.result.columnType &&
                             !definition.result.name.empty();
    if (plainResult && definition.kindOfRoutine == RoutineKind::Function) {
        const std::string_view setOf = definition.result.setOf ? "SETOF " : "";
        const TypeName bare = resultType(definition.result);
        say(result, "result type",
            fmt::format("{}{}", setOf, argumentTypeText(catalog_, definition.result)),
            fmt::format("{}{}", setOf,
                        isOfExtension(catalog_, bare) ? comparableType(catalog_, bare)
                                                      : argumentTypeText(catalog_, bare)));
    }
    say(result, "language", std::string(definition.body.language));
    constexpr std::string_view volatilities[] = {"VOLATILE", "STABLE", "IMMUTABLE"};
    say(result, "volatility",
        std::string(volatilities[static_cast<size_t>(definition.volatility)]));
    flag(result, "SECURITY DEFINER", definition.securityDefiner);
    flag(result, "STRICT", definition.strict);
    if (!definition.body.atomic && !(input_.hasPlaceholder && input_.hasPlaceholder(place))) {
        say(result, "body", "body", comparableBody(input_.fileText(place), definition.body.range));
    }
}

void Describer::trigger(const Trigger& trigger) {
    const CatalogObject* relation = catalog_.find(trigger.table);
    if (relation == nullptr || trigger.parent != 0) {
        return;
    }
    ObjectDescription& result = addPart(*relation, 'g', "trigger", trigger.name);
    const Location place = trigger.origin.location;
    result.object = trigger.id;
    result.place = place;
    const Routine* function = nullptr;
    for (const ObjectId need : trigger.needs) {
        const Routine* routine = catalog_.get<Routine>(need);
        const bool isIts = routine != nullptr && routine->arguments.empty();
        function = isIts && function == nullptr ? routine : function;
    }
    remarks(result, trigger);
    say(result, "function",
        std::string(function == nullptr ? trigger.function.name.text.view() : function->name));
    if (!isExact_) {
        flag(result, "FOR EACH ROW", trigger.definition->row);
        flag(result, "CONSTRAINT", trigger.definition->constraint);
    } else {
        const std::string_view file = input_.fileText(place);
        const Range word = findWord(file, place.range, "trigger");
        const uint32_t name = behindTokens(file, {word.begin, place.range.end}, 1);
        definition(result, place, qualifiedNameAt(file, name).end);
    }
}

void Describer::named(const CatalogObject& object, std::string_view word) {
    const bool isThere =
        object.name == "public" || object.name == "plpgsql" || object.name.starts_with("pg_");
    if (!isThere || isExact_) {
        add(object, static_cast<char>('A' + static_cast<int>(object.kind)), word);
        out_.back().incidental |= isBookkeepingSchema(object.name);
    }
}

void Describer::object(const CatalogObject& object) {
    if (!isPrinted(object)) {
        return;
    }
    switch (object.kind) {
    case CatalogKind::Schema: named(object, "schema"); break;
    case CatalogKind::Extension: named(object, "extension"); break;
    case CatalogKind::Table: table(*as<Table>(&object)); break;
    case CatalogKind::View: view(*as<View>(&object)); break;
    case CatalogKind::Sequence: sequence(*as<Sequence>(&object)); break;
    case CatalogKind::Index: index(*as<Index>(&object)); break;
    case CatalogKind::Type: type(*as<Type>(&object)); break;
    case CatalogKind::Routine: routine(*as<Routine>(&object)); break;
    case CatalogKind::Trigger: trigger(*as<Trigger>(&object)); break;
    case CatalogKind::Policy: policy(*as<Policy>(&object)); break;
    case CatalogKind::Statistics: statistics(*as<Statistics>(&object)); break;
    case CatalogKind::Publication: publication(*as<Publication>(&object)); break;
    case CatalogKind::RewriteRule: rule(*as<RewriteRule>(&object)); break;
    case CatalogKind::Definition: definition(*as<Definition>(&object)); break;
    case CatalogKind::ServerObject: serverObject(*as<ServerObject>(&object)); break;
    }
}

void describe(const SchemaInput& input, const CatalogObject& object, Comparison comparison,
              std::vector<ObjectDescription>& out) {
    Describer(input, comparison, out).object(object);
}

std::vector<ObjectDescription> describeSchema(const SchemaInput& input, Comparison comparison) {
    std::vector<ObjectDescription> result;
    Describer describer(input, comparison, result);
    const auto visit = [&](const CatalogObject& object) { describer.object(object); };
    input.catalog.each<Schema>(visit);
    input.catalog.each<Extension>(visit);
    input.catalog.each<Type>(visit);
    input.catalog.each<Table>(visit);
    input.catalog.each<View>(visit);
    input.catalog.each<Sequence>(visit);
    input.catalog.each<Index>(visit);
    input.catalog.each<Routine>(visit);
    input.catalog.each<Trigger>(visit);
    input.catalog.each<Policy>(visit);
    input.catalog.each<RewriteRule>(visit);
    input.catalog.each<Statistics>(visit);
    input.catalog.each<Definition>(visit);
    input.catalog.each<Publication>(visit);
    input.catalog.each<ServerObject>(visit);
    return result;
}

} // namespace ironlaw
