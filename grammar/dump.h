// A readable text of statements with everything that grammar found in them, for golden tests and
// for people who look for the reason of a diagnostic.
#pragma once

#include "grammar/statement.h"

#include <span>
#include <string>

namespace ironlaw {

/// One block of indented lines for each statement. Places are shown as the bytes of `file` that
/// they cover, between « and », in one line and shortened in the middle; fields at their defaults
/// are left out.
std::string dump(std::span<const Statement* const> statements, std::string_view file);

/// An expression in one line, as nested calls: `and(=(a, 1), is-null(b))`.
std::string dump(const Expression& expression);

} // namespace ironlaw
