// Whether a history starts from an empty database.
#pragma once

#include "analyzer/rule/parsed-history.h"

namespace ironlaw {

/// As the configuration says; left to judge, a history is complete if it makes at least 95 of 100
/// of the tables that its ways up change, index, fill or refer to, and at least one.
bool startsFromNothing(const ParsedHistory& history, Completeness configured);

} // namespace ironlaw
