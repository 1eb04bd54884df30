// One call of PostgreSQL's parser. Within grammar/ only.
#pragma once

#include "grammar/anchor.h"
#include "grammar/arena.h"
#include "grammar/statement.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

/// Why PostgreSQL's parser refused a text.
struct RawError {
    std::string message; ///< PostgreSQL's own words
    uint32_t offset = 0; ///< of the file, where the parser stopped; the start if it does not say
};

enum class RawMode : uint8_t {
    Statements,
    Expression, ///< of PL/pgSQL; it arrives as the SELECT that PL/pgSQL makes of it
};

/// PostgreSQL's parser for this thread, with memory that is given back when the session ends.
/// Nested sessions share the memory of the outermost.
class ParserSession {
public:
    ParserSession();
    ~ParserSession();
    ParserSession(const ParserSession&) = delete;
    ParserSession& operator=(const ParserSession&) = delete;

    /// Parses `buffer`, which stands at offset `base` of the file and is a piece of `text` (byte
    /// for byte, but for neutralised parts), and appends its statements to `out`. False with
    /// `error` set if PostgreSQL refuses it; then nothing is appended. `bodyDepth` is the number of
    /// bodies of routines around the text.
    bool parse(const std::string& buffer, uint32_t base, PlacedText text, Arena& arena,
               int bodyDepth, std::vector<const Statement*>& out, RawError& error,
               RawMode mode = RawMode::Statements);

private:
    void* context_ = nullptr; ///< PostgreSQL's memory context, if this is the outermost session
};

/// Where PostgreSQL's parser stops in `text`; null if it reads all of it.
std::optional<uint32_t> parserStop(const std::string& text);

} // namespace ironlaw
