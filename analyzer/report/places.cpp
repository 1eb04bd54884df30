// Line tables on demand, and the plain form of paths.
#include "analyzer/report/places.h"

#include "analyzer/diagnostic/sanitise.h"

#include <fmt/format.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/Path.h>

namespace ironlaw {

const LineTable& Places::lines(FileId file) {
    const auto found = lines_.find(file);
    if (found != lines_.end()) {
        return found->second;
    }
    return lines_.emplace(file, LineTable(text(file))).first->second;
}

Place Places::at(Location location) {
    const LineTable& table = lines(location.file);
    Place place{table.at(location.range.begin), {}};
    place.end = location.range.empty() ? place.start : table.at(location.range.end);
    return place;
}

std::string Places::heading(Location location) {
    const Position start = lines(location.file).at(location.range.begin);
    return fmt::format("{}:{}:{}", sanitisePath(path(location.file)), start.line, start.column);
}

std::string normalisedPath(std::string_view path) {
    llvm::SmallString<128> out(path);
    llvm::sys::path::remove_dots(out, /*remove_dot_dot=*/true, llvm::sys::path::Style::posix);
    return std::string(out);
}

} // namespace ironlaw
