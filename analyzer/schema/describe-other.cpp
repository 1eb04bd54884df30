// Statistics, publications, rules, what nothing looks into, and what lies outside of the schema, in
// words.
#include "analyzer/schema/describer.h"
#include "analyzer/schema/spelling.h"

#include "analyzer/catalog/privileges.h"
#include "analyzer/schema/written.h"
#include "grammar/clause.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/ADT/StringExtras.h>

#include <algorithm>

namespace ironlaw {

void Describer::statistics(const Statistics& statistics) {
    ObjectDescription& result = add(statistics, 'S', "statistics");
    if (isExact_) {
        const CreateStatistics& definition = *statistics.definition;
        const Location place = statistics.origin.location;
        const uint32_t begin = definition.name.empty()
                                   ? behindTokens(input_.fileText(place), place.range, 2)
                                   : definition.name.range.end;
        this->definition(result, place, begin);
    }
}

void Describer::publication(const Publication& publication) {
    if (!isExact_) {
        return; // often made by hand, and seldom dumped
    }
    ObjectDescription& result = add(publication, 'P', "publication");
    std::vector<std::string> tables;
    for (const ObjectId id : publication.tables) {
        if (const CatalogObject* table = catalog_.find(id)) {
            tables.push_back(nameOf(*table));
        }
    }
    std::ranges::sort(tables);
    say(result, "tables", fmt::format("{}", fmt::join(tables, ", ")));
    for (const auto& [id, filter] : publication.filters) {
        if (const CatalogObject* table = catalog_.find(id)) {
            written(result, fmt::format("part of table {}", nameOf(*table)), filter, std::nullopt);
            result.attributes.back().flag = true;
        }
    }
}

void Describer::rule(const RewriteRule& rule) {
    const CatalogObject* relation = catalog_.find(rule.table);
    if (relation == nullptr) {
        return;
    }
    ObjectDescription& result = addPart(*relation, 'u', "rule", rule.name);
    const Location place = rule.origin.location;
    result.object = rule.id;
    result.place = place;
    remarks(result, rule);
    if (isExact_) {
        definition(result, place, fromWords(input_.fileText(place), place.range, "as").begin);
    }
}

void Describer::definition(const Definition& definition) {
    ObjectDescription& result = add(definition, 'd', "");
    result.title = definition.schema.empty()
                       ? std::string(definition.name)
                       : fmt::format("{} in schema \"{}\"", definition.name, definition.schema);
    // Of these the options are settings.
    const bool hasOptions = definition.objectKind == ObjectKind::Server ||
                            definition.objectKind == ObjectKind::ForeignDataWrapper;
    if (isExact_ && !hasOptions) {
        const Range name = definition.definition->object.name.range;
        const Location place = definition.origin.location;
        this->definition(result, place, name.empty() ? place.range.begin : name.end);
    }
}

void Describer::serverObject(const ServerObject& object) {
    if (!isExact_) {
        return;
    }
    ObjectDescription& result = add(object, 'o', "");
    if (object.name.ends_with('"')) { // role "clerk"
        result.name = llvm::StringRef(object.name).drop_back().rsplit('"').second;
    }
    result.title = object.made || object.name.starts_with("default ")
                       ? std::string(object.name)
                       : fmt::format("settings of {}", object.name);
    // Of one that was there, only what one migration has set says that something has changed.
    const bool isChanged =
        object.made || std::ranges::any_of(object.settings, [](const HeldSetting& one) {
            return !one.value.empty() && one.firstSetIn == one.lastSetIn;
        });
    const bool hasPrivileges =
        object.privileges &&
        privilegesOf(object, *object.privileges) != privilegesOf(object, defaultPrivileges(object));
    result.incidental = object.guarded || !(isChanged || hasPrivileges);
}

void Describer::routineText(ObjectDescription& object, const Routine& routine) const {
    const CreateRoutine& definition = *routine.definition;
    const bool whole = definition.kindOfRoutine == RoutineKind::Aggregate ||
                       (definition.body.range.empty() && !definition.body.atomic);
    if (whole) {
        written(object, "definition", writtenRoutine(input_, routine), std::nullopt);
        return;
    }
    const std::string_view file = input_.fileText(routine.origin.location);
    written(object, "signature",
            writtenRoutine(input_, routine, {definition.name.range.end, definition.optionsBegin}),
            std::nullopt);
    say(object, "language", std::string(definition.body.language));
    const Range body = definition.body.range;
    const bool doubled = body.begin > 0 && file[body.begin - 1] == '\'';
    std::string text; // without white space, which means nothing in most languages
    for (uint32_t at = body.begin; at < body.end; ++at) {
        text += llvm::isSpace(file[at]) ? "" : std::string(1, file[at]);
        at += doubled && file[at] == '\'' ? 1 : 0;
    }
    say(object, "body", oneLine(file.substr(body.begin, body.size())), std::move(text));
}

} // namespace ironlaw
