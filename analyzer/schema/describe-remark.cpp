// What is said of objects beside their definitions, and policies, whose parts have statements of
// their own.
#include "analyzer/schema/describer.h"

#include "analyzer/catalog/privileges.h"
#include "analyzer/schema/current-names.h"
#include "analyzer/schema/dump-spelling.h"
#include "grammar/clause.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// Roles that own what the migrations make, or may do everything with it.
bool ownsMost(std::string_view role) {
    return role == "postgres" || role == "current_user" || role == "current_role" ||
           role == "session_user";
}

} // namespace

void Describer::comment(ObjectDescription& object, std::string_view comment) const {
    if (isExact_) {
        say(object, "comment", comment.empty() ? "" : fmt::format("'{}'", comment));
    }
}

void Describer::remarks(ObjectDescription& object, const CatalogObject& described) const {
    if (!isExact_) {
        return;
    }
    const bool made = knowsDefault(described, "comment");
    if (!described.comment.empty() || made) {
        comment(object, described.comment);
    }
    settings(object, described.settings, made ? described.origin.migration : 0,
             [&](std::string_view setting) { return knowsDefault(described, setting); });
    say(object, "privileges",
        privilegesOf(described,
                     described.privileges ? *described.privileges : defaultPrivileges(described)));
}

std::string Describer::privilegesOf(const CatalogObject& object,
                                    const std::vector<Privilege>& privileges) {
    std::vector<std::string> result;
    const std::string_view owner = valueOf(object.settings, "owner");
    for (const Privilege& one : privileges) {
        if (!one.doubtful && one.role != owner && !ownsMost(one.role)) {
            result.push_back(fmt::format("{} to {}", one.privilege, one.role));
        }
    }
    return fmt::format("{}", fmt::join(result, ", "));
}

void Describer::settings(ObjectDescription& object, const HeldSettings& settings, uint32_t madeIn,
                         const std::function<bool(std::string_view)>& isKnown) {
    for (const HeldSetting& one : settings) {
        const bool isKnownOne = isKnown(one.name);
        const bool setOnce = !one.value.empty() && one.firstSetIn == one.lastSetIn &&
                             (isKnownOne || madeIn != one.firstSetIn);
        const std::string value(one.value);
        const std::string shown = value == "true" ? std::string(one.name) : value;
        object.attributes.push_back({std::string(one.name), shown, value, isKnownOne, setOnce});
    }
}

void Describer::definition(ObjectDescription& object, Location place, uint32_t begin) const {
    written(object, "definition", input_.fileText(place).substr(begin, place.range.end - begin),
            std::nullopt);
}

void Describer::policyClause(ObjectDescription& object, std::string_view words, Location place,
                             const Expression* expression) const {
    const std::string_view file = input_.fileText(place);
    CurrentNames names(input_, place);
    names.expression(expression);
    std::string text =
        expression == nullptr ? "" : names.text(parenthesesBehind(file, place.range, words));
    written(object, words == "using" ? "USING" : "WITH CHECK", text, comparableWords(expression));
}

void Describer::policy(const Policy& policy) {
    const CatalogObject* relation = catalog_.find(policy.table);
    if (relation == nullptr) {
        return;
    }
    ObjectDescription& result = addPart(*relation, 'p', "policy", policy.name);
    result.object = policy.id;
    result.place = policy.origin.location;
    remarks(result, policy);
    const CreatePolicy& definition = *policy.definition;
    say(result, "command", std::string(definition.command));
    flag(result, "RESTRICTIVE", !definition.permissive);
    std::vector<std::string_view> roles;
    for (const Name& role : policy.rolesFrom->roles) {
        roles.push_back(role.text);
    }
    std::ranges::sort(roles);
    say(result, "roles", fmt::format("{}", fmt::join(roles, ", ")));
    policyClause(result, "using", policy.usingPlace, policy.usingFrom->usingExpression);
    policyClause(result, "with check", policy.checkPlace, policy.checkFrom->checkExpression);
}

} // namespace ironlaw
