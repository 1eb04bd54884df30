// Making, filling and removing temporary folders.
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/raw_ostream.h>

namespace ironlaw::fixtures {

TemporaryFolder::TemporaryFolder() {
    REQUIRE(!llvm::sys::fs::createUniqueDirectory("ironlaw-test", path_));
}

TemporaryFolder::~TemporaryFolder() {
    // What cannot be removed is left to the system; the test has its result.
    [[maybe_unused]] std::error_code error = llvm::sys::fs::remove_directories(path_);
}

std::string TemporaryFolder::path(std::string_view name) const {
    return name.empty() ? path_.str().str() : fmt::format("{}/{}", path_.str().str(), name);
}

std::string TemporaryFolder::write(std::string_view name, std::string_view bytes) const {
    std::string path = this->path(name);
    REQUIRE(!llvm::sys::fs::create_directories(llvm::sys::path::parent_path(path)));
    std::error_code error;
    llvm::raw_fd_ostream out(path, error);
    REQUIRE(!error);
    out << llvm::StringRef(bytes);
    return path;
}

} // namespace ironlaw::fixtures
