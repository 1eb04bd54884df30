// Drafts written into the files that they belong into.
#pragma once

#include "analyzer/rollback/history-drafts.h"

#include <span>

namespace ironlaw {

struct WrittenDrafts {
    std::vector<const WayBackDraft*> written;
    std::vector<const WayBackDraft*> left; ///< nothing but remarks: no way back at all
    std::vector<std::string> failures;     ///< a line each
};

/// Makes the files of drafts that have one of their own, never over a file that is there, and puts
/// the others behind the text of their migrations, unless a file has changed since it was read.
WrittenDrafts writeDrafts(const Sources& sources, std::span<const WayBackDraft> drafts);

} // namespace ironlaw
