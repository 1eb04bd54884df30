// Paths as URIs.
#pragma once

#include <string>
#include <string_view>

namespace ironlaw {

struct Uri {
    std::string text;      ///< percent-encoded
    bool relative = false; ///< to the working directory; else it is a file:// URI
};

/// A path that leaves the working directory upwards becomes absolute: systems that show results
/// next to a repository's files accept no `..` in a URI.
Uri uriOf(std::string_view path);

} // namespace ironlaw
