// What is told of a statement that PostgreSQL's parser refuses.
#pragma once

#include "grammar/anchor.h"
#include "grammar/arena.h"

#include <string_view>

namespace ironlaw {

struct RawError;
struct Slip;

/// A statement that PostgreSQL's parser refuses. The texts live in the arena of its file.
struct SyntaxError {
    Range range;              ///< the token at which the parser stopped
    Range statement;          ///< the statement that is lost
    std::string_view message; ///< one line, in the words of a known slip or of PostgreSQL
    std::string_view help;    ///< empty if there is nothing to advise
    /// Something else is wrong with the statement that is a TextProblem of its own: a quote or
    /// comment without an end, or the very byte at which the parser stopped.
    bool consequence = false;
    std::string_view dialect; ///< "MySQL", "SQLite", "SQL Server" if it plainly is one, else empty
};

/// The dialect that the refused statement plainly is of, or that a slip in it comes from; or empty.
std::string_view dialectOf(const SyntaxError& error);

/// What to tell of `statement`, a piece of `text`, which was refused at `token` (the statement's
/// last byte if that is empty).
SyntaxError describedError(PlacedText text, Range statement, Range token, const RawError& error,
                           const Slip& slip, Arena& arena);

} // namespace ironlaw
