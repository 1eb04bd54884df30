// The SQL scripts that ORMs write for several of their migrations at once: transactions one behind
// the other, and in each the names of the migrations that it holds. Within project/ only.
#pragma once

#include "analyzer/project/layout.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace ironlaw {

/// A migration that a line of a script names.
struct ScriptStep {
    std::string_view version;
    Direction direction = Direction::Up;
    std::string_view before = ""; ///< the version that it follows; empty: the line does not say
};

/// How a tool writes its scripts.
struct ScriptOutput {
    std::optional<ScriptStep> (*stepOf)(std::string_view line) = nullptr;
    /// Completes a section: text that stands around what is meant. May be null.
    void (*complete)(Section& section, std::string_view text) = nullptr;
};

/// Reads each SQL file of the folder as a script: a part of it that one transaction holds is a
/// migration, called after the last one that it names. A file that names none is one by itself;
/// a migration that an earlier file has is left out.
/// Ways back are in programs, which are not read, unless a script goes back. Returns which version
/// each migration follows, as far as the scripts say it.
std::map<std::string, std::string> layoutOutput(const LayoutInput& input,
                                                const ScriptOutput& output);

} // namespace ironlaw
