// What a way back leaves of a schema, for tests.
#pragma once

#include <string>
#include <vector>

namespace ironlaw::example {

/// One text of several lines.
std::string lines(const std::vector<std::string>& all);

/// What `up` and then `down` leave of the schema that `base` makes: one line for each difference.
std::string leftBy(const std::string& base, const std::string& up, const std::string& down);

} // namespace ironlaw::example
