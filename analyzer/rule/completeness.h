// Whether a history starts from an empty database.
#pragma once

#include "analyzer/rule/parsed-history.h"

namespace ironlaw {

/// As the configuration says; left to judge, a history is complete if it makes at least 95 of 100
/// of the names that its ways up take for granted, and at least one table: tables that they change,
/// index, fill, drop or refer to, relations that views read, types of columns.
bool startsFromNothing(const ParsedHistory& history, Completeness configured);

} // namespace ironlaw
