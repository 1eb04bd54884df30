// What is settled of a project when all of its folders have been found. Within project/ only.
#pragma once

#include "analyzer/project/project.h"

namespace ironlaw {

/// A dump that was found beside migrations shows the same schema once more: it is read when it is
/// asked for by its own path, and otherwise only named.
void leaveDumpsToTheirHistories(Project& project);

/// Fills Project::guesses: one line for each tool that was assumed.
void sayWhatWasGuessed(Project& project);

} // namespace ironlaw
