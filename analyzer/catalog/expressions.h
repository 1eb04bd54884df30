// What the catalog wants to know of expressions.
#pragma once

#include "grammar/expression.h"

#include <string_view>
#include <vector>

namespace ironlaw {

/// The names of the columns that an expression mentions, each once, in their order.
std::vector<std::string_view> columnsIn(const Expression* expression);

/// Whether both are written alike, places aside. Null is only like null.
bool sameExpression(const Expression* a, const Expression* b);

/// The name that PostgreSQL gives a column whose value is `expression`: that of a column, function
/// or type; empty where it would say "?column?" (FigureColname, src/backend/parser/parse_target.c).
std::string_view columnNameOf(const Expression* expression);

} // namespace ironlaw
