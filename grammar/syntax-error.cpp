// See syntax-error.h.
#include "grammar/syntax-error.h"

#include "grammar/bytes.h"
#include "grammar/preparation.h"
#include "grammar/raw-parse.h"

#include <algorithm>
#include <string>

namespace ironlaw {

namespace {

/// What is quoted from the text may have line breaks. PostgreSQL quotes the rest of an unterminated
/// literal, however long it is.
std::string oneLine(std::string message) {
    constexpr size_t longest = 240;
    if (message.size() > longest) {
        size_t end = longest;
        while ((static_cast<unsigned char>(message[end]) & 0xC0) == 0x80) {
            --end;
        }
        message.replace(end, std::string::npos, "…\"");
    }
    std::ranges::replace_if(message, isLineEnd, ' ');
    return message;
}

} // namespace

std::string_view dialectOf(const SyntaxError& error) {
    if (!error.dialect.empty()) {
        return error.dialect;
    }
    // As slips are worded: "MODIFY is MySQL's syntax".
    for (const std::string_view dialect : {"MySQL", "SQLite", "SQL Server", "Oracle"}) {
        const size_t at = error.message.find(dialect);
        if (at != std::string_view::npos &&
            error.message.substr(at + dialect.size()).starts_with("'s syntax")) {
            return dialect;
        }
    }
    return {};
}

SyntaxError describedError(PlacedText text, Range statement, Range token, const RawError& error,
                           const Slip& slip, Arena& arena) {
    SyntaxError result;
    token.end = std::min(token.end, statement.end);
    result.range = token.empty() ? Range{statement.end - 1, statement.end} : token;
    result.statement = statement;
    result.message = arena.copy(oneLine(slip.message.empty() ? error.message : slip.message));
    result.help = arena.copy(oneLine(slip.help));
    result.dialect =
        foreignDialect(text.bytes, {statement.begin - text.base, statement.end - text.base});
    return result;
}

} // namespace ironlaw
