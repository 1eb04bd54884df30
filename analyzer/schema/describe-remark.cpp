// What is said of objects beside their definitions, and policies, whose parts have statements of
// their own.
#include "analyzer/schema/describer.h"

#include "analyzer/schema/current-names.h"
#include "analyzer/schema/dump-spelling.h"
#include "grammar/clause.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace ironlaw {

void Describer::comment(ObjectDescription& object, std::string_view comment) const {
    if (isExact_) {
        say(object, "comment", comment.empty() ? "" : fmt::format("'{}'", comment));
    }
}

void Describer::remarks(ObjectDescription& object, const CatalogObject& described) const {
    comment(object, described.comment);
    if (!isExact_) {
        return;
    }
    // Who runs the migrations owns what nobody else is given.
    const bool isRunner = described.owner == "current_user" || described.owner == "session_user" ||
                          described.owner == "current_role";
    say(object, "owner", isRunner ? "" : std::string(described.owner));
    std::vector<std::string> privileges;
    for (const Privilege& one : described.privileges.value_or(std::vector<Privilege>())) {
        privileges.push_back(fmt::format("{} to {}", one.privilege, one.role));
    }
    // Those that nobody has touched are the same as long as nobody does.
    std::string all = fmt::format("{}", fmt::join(privileges, ", "));
    const bool isRoutine = described.kind == CatalogKind::Routine;
    const bool isType = described.kind == CatalogKind::Type;
    if (!described.privileges && (isRoutine || isType)) {
        all = isRoutine ? "execute to public" : "usage to public";
    }
    say(object, "privileges", all);
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
