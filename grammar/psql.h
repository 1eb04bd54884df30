// What psql reads and the server never sees: backslash commands, variables and the lines of COPY.
// See psql's manual page, and src/fe_utils/psqlscan.l and src/bin/psql/psqlscanslash.l.
#pragma once

#include "grammar/range.h"

#include <optional>
#include <string_view>

namespace ironlaw {

struct MetaCommand {
    Range range;                  ///< from the backslash to the end of the line or to `\\`
    bool endsStatement = false;   ///< \g, \gexec and the like send what stands before them
    bool copiesFromStdin = false; ///< \copy … FROM stdin, whose data follow
    bool runsResult = false;      ///< \gexec runs what the statement before it gives
    bool runsFile = false;        ///< \i and the like
};

/// The command whose backslash stands at `offset`; it ends at `end` at the latest.
MetaCommand metaCommandAt(std::string_view text, uint32_t offset, uint32_t end);

/// A variable as psql replaces it: `:name`, `:'name'`, `:"name"`, `:{?name}`.
struct PsqlVariable {
    enum class Form : uint8_t { Plain, Literal, Identifier, Test };
    Form form;
    Range range; ///< with the colon
};

/// The variable whose colon stands at `offset`. Whether the place is one of an array's slice is not
/// known here.
std::optional<PsqlVariable> psqlVariableAt(std::string_view text, uint32_t offset, uint32_t end);

/// The begin of the line after `offset`, or `end`.
uint32_t nextLine(std::string_view text, uint32_t offset, uint32_t end);

/// Just behind the first line `\.` of `lines`, which begin at a line's start.
std::optional<uint32_t> copyDataEnd(std::string_view text, Range lines);

} // namespace ironlaw
