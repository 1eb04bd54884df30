// Where a history seems to have migrations that the folder does not show.
#pragma once

#include "analyzer/rule/parsed-history.h"

namespace ironlaw {

/// The index of the first migration that others, which are not seen, may run before: one behind a
/// gap in the versions, where a program or another folder may stand, one behind a program that is
/// there, or the first if the names of the files tell no order. The number of migrations if there
/// is none.
size_t firstBehindUnseen(const History& history, std::span<const ParsedMigration> migrations);

} // namespace ironlaw
