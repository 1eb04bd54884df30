// Names such as 0007_title.up.sql and 0007_title.down.sql, which several tools share. Within
// project/ only.
#pragma once

#include "analyzer/project/script-layout.h"

namespace ironlaw {

/// ^([0-9]+)_(.*)\.(down|up)\.([^/]*)$ with an ending that is SQL's.
std::optional<ScriptName> parsePairedName(std::string_view fileName);

/// Whether some name of `folder` says that it is a way up: ".down.sql" alone is as common beside
/// plain "1_a.sql". Of a file that is read alone the folder around it counts.
bool hasPairedWayUp(const Folder& folder);

} // namespace ironlaw
