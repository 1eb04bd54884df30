// A folder in the temporary directory that is removed with the object.
#pragma once

#include <llvm/ADT/SmallString.h>

#include <string>
#include <string_view>

namespace ironlaw::fixtures {

/// What cannot be made or written fails the test.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    /// The folder, or the path of something in it.
    std::string path(std::string_view name = "") const;
    /// Writes a file, with the folders above it, and returns its path.
    std::string write(std::string_view name, std::string_view bytes) const;

private:
    llvm::SmallString<128> path_;
};

} // namespace ironlaw::fixtures
