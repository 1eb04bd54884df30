// The list of formats.
#include "analyzer/report/report.h"

#include <array>

namespace ironlaw {

namespace {

struct Format {
    std::string_view name;
    Reporter reporter;
};

constexpr std::array formatTable = {
    Format{"text", reportText},   Format{"short", reportShort},   Format{"json", reportJson},
    Format{"sarif", reportSarif}, Format{"github", reportGithub}, Format{"gitlab", reportGitlab},
    Format{"junit", reportJunit},
};

} // namespace

Reporter findReporter(std::string_view format) {
    for (const Format& candidate : formatTable) {
        if (candidate.name == format) {
            return candidate.reporter;
        }
    }
    return nullptr;
}

std::vector<std::string_view> formats() {
    std::vector<std::string_view> names;
    names.reserve(formatTable.size());
    for (const Format& format : formatTable) {
        names.push_back(format.name);
    }
    return names;
}

} // namespace ironlaw
