// Extents of psql's commands, variables and COPY data. Nothing is carried out: \if keeps all of its
// branches and \i reads no file.
#include "grammar/psql.h"

#include "grammar/bytes.h"
#include "grammar/scanner.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace ironlaw {

namespace {

/// Commands that send the statement before them (src/bin/psql/command.c: PSQL_CMD_SEND).
constexpr std::array<std::string_view, 9> sendingCommands = {
    "crosstabview", "g", "gdesc", "gexec", "gset", "gx", "parse", "sendpipeline", "watch"};

/// Commands that run another file.
constexpr std::array<std::string_view, 4> includingCommands = {"i", "include", "include_relative",
                                                               "ir"};

/// Commands whose argument is the whole line (OT_WHOLE_LINE): no quotes, no `\\`.
constexpr std::array<std::string_view, 6> wholeLineCommands = {"!",  "copy", "ef",
                                                               "ev", "h",    "help"};

template <size_t count>
bool contains(const std::array<std::string_view, count>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

uint32_t lineEndFrom(std::string_view text, uint32_t offset, uint32_t end) {
    while (offset < end && !isLineEnd(text[offset])) {
        ++offset;
    }
    return offset;
}

/// Where the arguments that begin at `offset` end: `\\` outside of quotes, or the line's end.
uint32_t argumentsEnd(std::string_view text, uint32_t offset, uint32_t lineEnd) {
    char quote = 0;
    for (uint32_t at = offset; at < lineEnd; ++at) {
        const char byte = text[at];
        if (quote != 0) {
            if (byte == '\\' && quote == '\'') {
                ++at;
            } else if (byte == quote) {
                quote = 0;
            }
        } else if (byte == '\'' || byte == '"' || byte == '`') {
            quote = byte;
        } else if (byte == '\\' && at + 1 < lineEnd && text[at + 1] == '\\') {
            return at + 2;
        }
    }
    return lineEnd;
}

bool namesStdin(std::string_view text, Range line) {
    Scanner scanner(text, line);
    Token before;
    for (Token token = scanner.next(); token.kind != TokenKind::End; token = scanner.next()) {
        if (scanner.is(before, "from") &&
            (scanner.is(token, "stdin") || scanner.is(token, "pstdin"))) {
            return scanner.is(token, "stdin");
        }
        before = token;
    }
    return false;
}

} // namespace

MetaCommand metaCommandAt(std::string_view text, uint32_t offset, uint32_t end) {
    uint32_t nameEnd = offset + 1;
    if (nameEnd < end && text[nameEnd] == '!') {
        ++nameEnd;
    } else {
        while (nameEnd < end && !isLineEnd(text[nameEnd]) && !isBlank(text[nameEnd]) &&
               text[nameEnd] != '\\') {
            ++nameEnd;
        }
    }
    const std::string_view name = text.substr(offset + 1, nameEnd - offset - 1);
    const uint32_t lineEnd = lineEndFrom(text, nameEnd, end);
    MetaCommand command{{offset, lineEnd}};
    if (!contains(wholeLineCommands, name)) {
        command.range.end = argumentsEnd(text, nameEnd, lineEnd);
    }
    command.endsStatement = contains(sendingCommands, name);
    command.runsResult = name == "gexec";
    command.runsFile = contains(includingCommands, name);
    command.copiesFromStdin = name == "copy" && namesStdin(text, {nameEnd, lineEnd});
    return command;
}

std::optional<PsqlVariable> psqlVariableAt(std::string_view text, uint32_t offset, uint32_t end) {
    using Form = PsqlVariable::Form;
    uint32_t at = offset + 1;
    if (at >= end) {
        return std::nullopt;
    }
    Form form = Form::Plain;
    char closing = 0;
    if (text[at] == '\'' || text[at] == '"') {
        form = text[at] == '\'' ? Form::Literal : Form::Identifier;
        closing = text[at];
        ++at;
    } else if (text[at] == '{' && at + 1 < end && text[at + 1] == '?') {
        form = Form::Test;
        closing = '}';
        at += 2;
    }
    const uint32_t name = at;
    while (at < end && isNameByte(text[at])) {
        ++at;
    }
    if (at == name || (closing != 0 && (at == end || text[at] != closing))) {
        return std::nullopt;
    }
    return PsqlVariable{form, {offset, closing != 0 ? at + 1 : at}};
}

uint32_t nextLine(std::string_view text, uint32_t offset, uint32_t end) {
    const void* newline = std::memchr(text.data() + offset, '\n', end - offset);
    return newline == nullptr
               ? end
               : static_cast<uint32_t>(static_cast<const char*>(newline) - text.data()) + 1;
}

std::optional<uint32_t> copyDataEnd(std::string_view text, Range lines) {
    const char* base = text.data();
    uint32_t at = lines.begin;
    while (at < lines.end) {
        const void* found = memmem(base + at, lines.end - at, "\\.", 2);
        if (found == nullptr) {
            return std::nullopt;
        }
        const auto mark = static_cast<uint32_t>(static_cast<const char*>(found) - base);
        at = mark + 2;
        while (at < lines.end && (isBlank(text[at]) || text[at] == '\r')) {
            ++at;
        }
        const bool startsLine = mark == lines.begin || text[mark - 1] == '\n';
        if (startsLine && (at == lines.end || text[at] == '\n')) {
            return at;
        }
    }
    return std::nullopt;
}

} // namespace ironlaw
