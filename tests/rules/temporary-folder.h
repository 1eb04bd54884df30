// A folder in the temporary directory that is removed with the object.
#pragma once

#include <llvm/ADT/SmallString.h>

#include <string>
#include <string_view>

namespace ironlaw::fixtures {

class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    /// Makes the folders above `name`, too. False if the file could not be written.
    [[nodiscard]] bool write(std::string_view name, std::string_view bytes) const;
    std::string path() const { return path_.str().str(); }

private:
    llvm::SmallString<128> path_;
};

} // namespace ironlaw::fixtures
