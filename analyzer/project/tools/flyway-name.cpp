// See flyway-name.h.
#include "analyzer/project/tools/flyway-name.h"

#include "analyzer/project/layout.h"

#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

std::optional<FlywayName> flywayName(std::string_view name) {
    if (name.size() < 4 || std::string_view("VURB").find(name[0]) == std::string_view::npos) {
        return std::nullopt;
    }
    std::string_view stem = without(name, ".sql");
    size_t separator = stem.find("__");
    std::string version(
        stem.substr(1, separator == std::string_view::npos ? stem.npos : separator - 1));
    std::ranges::replace(version, '_', '.');
    bool digits = !version.empty() && version.find_first_not_of("0123456789.") == std::string::npos;
    if (name[0] == 'R' ? separator != 1 : !digits) {
        return std::nullopt;
    }
    std::string_view description =
        separator == std::string_view::npos ? std::string_view() : stem.substr(separator + 2);
    return FlywayName{name[0], name[0] == 'R' ? std::string() : version, description};
}

int compareFlywayVersions(std::string_view a, std::string_view b) {
    while (!a.empty() || !b.empty()) {
        auto [partA, restA] = llvm::StringRef(a).split('.');
        auto [partB, restB] = llvm::StringRef(b).split('.');
        if (int order = compareNumbers(partA, partB)) {
            return order;
        }
        a = restA;
        b = restB;
    }
    return 0;
}

std::optional<FlywayName> plainFlywayName(std::string_view name) {
    return name.find("__") == std::string_view::npos ? std::nullopt : flywayName(name);
}

} // namespace ironlaw
