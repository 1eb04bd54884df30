// The text of a draft, as it stands in a file of its tool.
#pragma once

#include "analyzer/project/migration.h"
#include "analyzer/rollback/draft.h"

#include <llvm/ADT/StringMap.h>

#include <string>

namespace ironlaw {

/// Plain SQL: the statements, and the remarks as comments.
std::string plainText(const std::vector<DraftPart>& parts);

/// The same in the form of a tool, with its heading. `outside`: it has to run outside of a
/// transaction.
std::string formattedText(const std::vector<DraftPart>& parts, const WayBackForm& form,
                          bool outside);

/// `text` with the words of `placeholders`, which stood in for them, replaced by what a migration
/// tool or psql replaces in its turn.
std::string withPlaceholders(std::string_view text,
                             const llvm::StringMap<std::string>& placeholders);

} // namespace ironlaw
