// See form.h.
#include "analyzer/rollback/form.h"

#include "analyzer/diagnostic/sanitise.h"
#include "grammar/parser.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// A remark is one line, and ends no statement: some tools look for semicolons in comments, too.
std::string commentOf(std::string_view mark) {
    std::string line = "-- " + sanitise(mark);
    std::ranges::replace(line, ';', ',');
    return line + "\n";
}

/// The statements of a part one by one, as the tool tells one from the other.
std::string separated(const std::string& text, const WayBackForm& form) {
    Arena arena;
    const PrepareOptions options{.psql = false, .placeholders = false};
    const Range whole{0, static_cast<uint32_t>(text.size())};
    std::string result;
    for (const Range range : prepare(text, whole, options, arena).statements) {
        std::string statement = text.substr(range.begin, range.size());
        const bool isCut = statement.find(';') != std::string::npos;
        for (size_t at = statement.find(';'); at != std::string::npos;
             at = statement.find(';', at + form.innerSemicolon.size())) {
            statement.replace(at, 1, form.innerSemicolon);
        }
        const bool marked = isCut && !form.statementBegin.empty();
        result += marked ? std::string(form.statementBegin) + "\n" : "";
        result += statement + ";\n";
        result += marked ? std::string(form.statementEnd) + "\n" : "";
    }
    return result;
}

} // namespace

std::string plainText(const std::vector<DraftPart>& parts) {
    std::string text;
    for (const DraftPart& part : parts) {
        text += part.isMark ? commentOf(part.text) : part.text + "\n";
    }
    return text;
}

std::string formattedText(const std::vector<DraftPart>& parts, const WayBackForm& form,
                          bool outside) {
    const bool tellsApart = !form.statementBegin.empty() || form.innerSemicolon != ";";
    std::string body;
    for (const DraftPart& part : parts) {
        body += part.isMark  ? commentOf(part.text)
                : tellsApart ? separated(part.text, form)
                             : part.text + "\n";
    }
    const std::string_view heading =
        outside && !form.headingOutside.empty() ? form.headingOutside : form.heading;
    std::string text = heading.empty() ? "" : std::string(heading) + "\n";
    for (llvm::StringRef rest = body; !rest.empty();) {
        const auto [line, next] = rest.split('\n');
        text += form.linePrefix;
        text += line;
        text += "\n";
        rest = next;
    }
    return text;
}

std::string withPlaceholders(std::string_view text,
                             const llvm::StringMap<std::string>& placeholders) {
    const auto isInWord = [](char c) { return llvm::isAlnum(c) || c == '_' || c == '$'; };
    std::string result;
    for (size_t at = 0; at < text.size();) {
        size_t end = at;
        while (end < text.size() && isInWord(text[end])) {
            ++end;
        }
        const auto found = placeholders.find(text.substr(at, end - at));
        if (end == at || found == placeholders.end()) {
            end = std::max(end, at + 1);
            result += text.substr(at, end - at);
        } else {
            result += found->second;
        }
        at = end;
    }
    return result;
}

} // namespace ironlaw
