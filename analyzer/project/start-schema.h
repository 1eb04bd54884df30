// The schema that a history starts from. Within project/ only.
#pragma once

#include "analyzer/project/folder.h"

#include <llvm/Support/Error.h>

namespace ironlaw {

/// Puts the configuration's start schema, if there is one, in front of the migrations of `history`:
/// replayed as a dump, and not reported. Where the folder holds the very file, it is no migration
/// there. An error if the file cannot be read.
llvm::Error startFromSchema(History& history, FileReader& reader);

} // namespace ironlaw
