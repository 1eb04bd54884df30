// The queries of a statement, each with the query around it.
#pragma once

#include "analyzer/rule/event.h"

#include <functional>

namespace ironlaw {

/// Calls `visit` for every query in `statement`, outer ones first: its own, that of a view or of
/// CREATE TABLE AS, those in the expressions of a policy, and those in the body of a routine. Not
/// those in DO and CREATE SCHEMA, whose statements run as statements of their own.
void eachQueryUse(const Statement& statement, const std::function<void(const QueryUse&)>& visit);

} // namespace ironlaw
