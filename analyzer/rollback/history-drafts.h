// The ways back that a history lacks, drafted and proved.
#pragma once

#include "analyzer/project/project.h"

#include <optional>

namespace ironlaw {

struct WayBackDraft {
    const Migration* migration = nullptr;
    /// The file that it belongs into: one of its own, or that of the way up; empty if it is none
    /// that can be written.
    std::string path;
    FileId file = 0;                  ///< in a file that is there: which one
    std::optional<uint32_t> offset;   ///< and behind which byte of it; nothing: a file of its own
    std::string text;                 ///< in the form of the tool, ending with a line break
    bool hasStatements = false;       ///< else nothing but remarks
    bool isIrreversible = false;      ///< no statement could take back what it does, and it says so
    std::vector<std::string> remains; ///< what the schema still has differently behind it
    std::vector<std::string> failures; ///< what would be wrong with it, in PostgreSQL's words
};

/// Drafts the way back of each reported migration of `history` that has none, needs one and may
/// have one: not if it says that it is irreversible, is run again and again, or is a dump.
std::vector<WayBackDraft> draftWaysBack(const Project& project, const History& history);

} // namespace ironlaw
