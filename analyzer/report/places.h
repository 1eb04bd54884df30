// Where things are, for people: paths, lines and columns of locations. Every reporter asks this
// one, so that they agree.
#pragma once

#include "grammar/source.h"

#include <map>
#include <string>
#include <string_view>

namespace ironlaw {

struct Place {
    Position start;
    Position end; ///< just past the last character
};

/// Counts the lines of a file when first asked about it. Lives as long as the report.
class Places {
public:
    explicit Places(const Sources& sources) : sources_(sources) {}

    Place at(Location location);
    /// The edge of a range: byte `offset` of `file`.
    Position at(FileId file, uint32_t offset) { return lines(file).at(offset); }
    const LineTable& lines(FileId file);

    std::string_view text(FileId file) const { return sources_[file].text(); }
    /// As the user knows it, unchanged.
    std::string_view path(FileId file) const { return sources_[file].path; }
    /// `path:line:column`, fit to be printed at the start of a line.
    std::string heading(Location location);

private:
    const Sources& sources_;
    std::map<FileId, LineTable> lines_;
};

/// `path` without `.` and `..` segments and doubled slashes, as far as that is possible: what CI
/// systems and fingerprints take for the file's name.
std::string normalisedPath(std::string_view path);

} // namespace ironlaw
