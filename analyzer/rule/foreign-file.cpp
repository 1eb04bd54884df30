// See foreign-file.h.
#include "analyzer/rule/foreign-file.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace ironlaw {

namespace {

/// One refused statement is told as what it is.
constexpr size_t fewestRefused = 2;
/// So many statements that plainly are another server's make the file one of it, however many
/// PostgreSQL takes.
constexpr size_t surelyForeign = 4;

struct Count {
    size_t statements = 0;
    size_t refused = 0;
    size_t quotes = 0; ///< refused for a backtick or bracket around a name: not PostgreSQL's either
    std::map<std::string_view, size_t> dialects; ///< refused statements that plainly are of one
};

Count countOf(std::span<ParsedSection* const> sections) {
    Count count;
    for (const ParsedSection* section : sections) {
        count.refused += section->errors.size();
        count.statements += section->statements.size() + section->errors.size();
        for (const SyntaxError& error : section->errors) {
            const char first = section->prepared.text[error.range.begin];
            if (const std::string_view dialect = dialectOf(error); !dialect.empty()) {
                ++count.dialects[dialect];
            } else if (first == '`' || first == '[') {
                ++count.quotes;
            }
        }
    }
    return count;
}

} // namespace

void settleForeignFile(std::span<ParsedSection* const> sections, Arena& arena) {
    const Count count = countOf(sections);
    const auto most =
        std::ranges::max_element(count.dialects, {}, [](const auto& one) { return one.second; });
    if (most == count.dialects.end() || count.refused < fewestRefused ||
        (most->second + count.quotes) * 2 < count.refused) {
        return;
    }
    if (count.refused * 2 < count.statements && most->second < surelyForeign) {
        return;
    }
    bool told = false;
    for (ParsedSection* section : sections) {
        const auto first = std::ranges::find_if(section->errors, [&](const SyntaxError& error) {
            return dialectOf(error) == most->first;
        });
        std::vector<SyntaxError> errors;
        if (!told && first != section->errors.end()) {
            SyntaxError error = *first;
            error.message = arena.copy(fmt::format(
                "the file is written for {}: PostgreSQL refuses {} of its {} statements",
                most->first, count.refused, count.statements));
            error.help =
                "let the name of the file or its folder say for which server it is, or move "
                "it out of the migrations folder";
            error.dialect = {};
            error.consequence = false;
            errors.push_back(error);
            told = true;
        }
        section->errors = std::move(errors);
        section->statements.clear();
        section->bodyErrors.clear();
        section->brokenBodies = 0;
    }
}

} // namespace ironlaw
