// Making, filling and removing temporary folders.
#include "tests/rules/temporary-folder.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/raw_ostream.h>

namespace ironlaw::fixtures {

TemporaryFolder::TemporaryFolder() {
    REQUIRE(!llvm::sys::fs::createUniqueDirectory("ironlaw-fixture", path_));
}

TemporaryFolder::~TemporaryFolder() {
    // What cannot be removed is left to the system; the test has its result.
    [[maybe_unused]] std::error_code error = llvm::sys::fs::remove_directories(path_);
}

bool TemporaryFolder::write(std::string_view name, std::string_view bytes) const {
    std::string path = fmt::format("{}/{}", this->path(), name);
    if (llvm::sys::fs::create_directories(llvm::sys::path::parent_path(path))) {
        return false;
    }
    std::error_code error;
    llvm::raw_fd_ostream out(path, error);
    if (error) {
        return false;
    }
    out << llvm::StringRef(bytes);
    return true;
}

} // namespace ironlaw::fixtures
