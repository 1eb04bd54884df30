// The only place that calls libpg_query.
#include "grammar/raw-parse.h"

#include "grammar/lower.h"
#include "grammar/parser.h"

#include <utility>

namespace ironlaw {

namespace {

thread_local bool sessionIsOpen = false;

/// PostgreSQL counts error positions in characters from 1.
uint32_t byteOffset(std::string_view buffer, int characterPosition) {
    uint32_t offset = 0;
    int characters = 1;
    while (offset < buffer.size() && characters < characterPosition) {
        ++offset;
        while (offset < buffer.size() &&
               (static_cast<unsigned char>(buffer[offset]) & 0xC0) == 0x80) {
            ++offset;
        }
        ++characters;
    }
    return offset;
}

/// Reads and frees all of `parsed` but its tree; null if PostgreSQL took `buffer`. The error's
/// offset is one of `buffer`.
std::optional<RawError> refusal(PgQueryInternalParsetreeAndError& parsed,
                                const std::string& buffer) {
    free(parsed.stderr_buffer);
    if (parsed.error == nullptr) {
        return std::nullopt;
    }
    const char* message = parsed.error->message;
    RawError error{message == nullptr ? "syntax error" : message,
                   byteOffset(buffer, parsed.error->cursorpos)};
    pg_query_free_error(parsed.error);
    return error;
}

/// A statement that is nested too deeply to be lowered: it is there, but not analysed.
const Statement* unanalysed(Range range, Arena& arena) {
    OtherStatement* result = arena.make<OtherStatement>();
    result->kind = OtherStatement::statementKind;
    result->range = range;
    result->words = "statement nested too deeply";
    result->changesDatabase = true;
    return result;
}

} // namespace

ParserSession::ParserSession() {
    if (!sessionIsOpen) {
        context_ = pg_query_enter_memory_context();
        sessionIsOpen = true;
    }
}

ParserSession::~ParserSession() {
    if (context_ != nullptr) {
        pg_query_exit_memory_context(static_cast<::MemoryContext>(context_));
        sessionIsOpen = false;
    }
}

bool ParserSession::parse(const std::string& buffer, uint32_t base, PlacedText text, Arena& arena,
                          int bodyDepth, std::vector<const Statement*>& out, RawError& error,
                          RawMode mode) {
    PgQueryInternalParsetreeAndError parsed =
        pg_query_raw_parse(buffer.c_str(), mode == RawMode::Expression ? PG_QUERY_PARSE_PLPGSQL_EXPR
                                                                       : PG_QUERY_PARSE_DEFAULT);
    if (auto refused = refusal(parsed, buffer)) {
        error = std::move(*refused);
        error.offset += base;
        return false;
    }
    for (const auto* raw : Nodes<::RawStmt>(parsed.tree)) {
        uint32_t begin = base + static_cast<uint32_t>(raw->stmt_location);
        uint32_t end = raw->stmt_len == 0 ? base + static_cast<uint32_t>(buffer.size())
                                          : begin + static_cast<uint32_t>(raw->stmt_len);
        Range range = trimmedIn(text, {begin, end});
        Lowering lowering(text, base, arena, bodyDepth);
        const Statement* statement = lowering.statement(raw->stmt, range);
        out.push_back(statement == nullptr ? unanalysed(range, arena) : statement);
    }
    return true;
}

std::optional<uint32_t> parserStop(const std::string& text) {
    ParserSession session;
    PgQueryInternalParsetreeAndError parsed =
        pg_query_raw_parse(text.c_str(), PG_QUERY_PARSE_DEFAULT);
    const auto refused = refusal(parsed, text);
    return refused ? std::optional(refused->offset) : std::nullopt;
}

int grammarVersion() { return PG_VERSION_NUM / 10000; }

} // namespace ironlaw
