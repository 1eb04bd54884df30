// A folder of its own for a test, removed at its end.
#pragma once

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/raw_ostream.h>

#include <string>
#include <string_view>

namespace ironlaw::example {

class TemporaryFolder {
public:
    TemporaryFolder() { error_ = llvm::sys::fs::createUniqueDirectory("ironlaw-test", path_); }
    ~TemporaryFolder() { error_ = llvm::sys::fs::remove_directories(path_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::string path(std::string_view name = "") const {
        std::string result = path_.str().str();
        return name.empty() ? result : result + "/" + std::string(name);
    }
    /// Writes a file and returns its path.
    std::string write(std::string_view name, std::string_view text) const {
        std::error_code error;
        llvm::raw_fd_ostream(path(name), error) << text;
        return path(name);
    }

private:
    llvm::SmallString<128> path_;
    std::error_code error_; ///< the tests notice when their files are not there
};

} // namespace ironlaw::example
