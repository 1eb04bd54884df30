// The way back of a migration that has none, as far as it follows from the schema before it.
#pragma once

#include "analyzer/rollback/changes.h"
#include "analyzer/schema/schema.h"

#include <string>
#include <vector>

namespace ironlaw {

/// A statement or some of them, with their semicolons, or a remark for people: what is lost or not
/// undone.
struct DraftPart {
    bool isMark = false;
    std::string text; ///< of a mark without comment signs
};

/// The statements that undo `changes` in the schema that they lead to. The catalog of `before` is
/// the one before the migration. `concurrently`: indexes on tables that stay are made and dropped
/// without blocking writes, which no transaction allows.
std::vector<DraftPart> draftStatements(const SchemaInput& before, const SchemaChanges& changes,
                                       bool concurrently);

} // namespace ironlaw
