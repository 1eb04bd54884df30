// The ways up and back that plain SQL files keep under headings of their own. Within project/ only.
#pragma once

#include "analyzer/project/migration.h"

#include <string_view>
#include <vector>

namespace ironlaw {

/// Cuts a file at headings such as "-- up" and "-- down", in the order of the text. What stands
/// above the first of them is part of the way up, since psql runs it. A heading is none in a
/// routine's body, in parentheses or in a transaction block, and without any "-- up" neither if
/// nothing but commented-out SQL stands under it (see commentedWayBack). Empty if there is none.
std::vector<Section> plainSections(FileId file, std::string_view text);

} // namespace ironlaw
