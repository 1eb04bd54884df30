// See read-file.h.
#include "analyzer/project/read-file.h"

#include <fmt/format.h>
#include <llvm/Support/FileSystem.h>

namespace ironlaw {

namespace {

constexpr size_t maxFileBytes = 0x7FFF'FFFF;

llvm::Error failure(const std::string& path, std::string_view why) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   fmt::format("{}: {}", path, why).c_str());
}

} // namespace

llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> readWholeFile(const std::string& path) {
    llvm::sys::fs::file_status status;
    if (std::error_code error = llvm::sys::fs::status(path, status)) {
        return failure(path, error.message());
    }
    if (llvm::sys::fs::is_directory(status)) {
        return failure(path, "is a folder");
    }
    if (!llvm::sys::fs::is_regular_file(status)) {
        return failure(path, "not a regular file");
    }
    if (status.getSize() > maxFileBytes) {
        return failure(path, "larger than 2 GiB");
    }
    llvm::Expected<llvm::sys::fs::file_t> file = llvm::sys::fs::openNativeFileForRead(path);
    if (!file) {
        return failure(path, llvm::toString(file.takeError()));
    }
    // Volatile: the bytes are read, not mapped, so that a file that shrinks meanwhile cannot hurt.
    // It has no name of its own: that would be one more copy of the path of each file.
    auto buffer = llvm::MemoryBuffer::getOpenFile(*file, "", status.getSize(), true, true);
    const std::error_code notClosed = llvm::sys::fs::closeFile(*file);
    if (notClosed) {
        return failure(path, notClosed.message());
    }
    if (!buffer) {
        return failure(path, buffer.getError().message());
    }
    if ((*buffer)->getBufferSize() > maxFileBytes) {
        return failure(path, "larger than 2 GiB");
    }
    return std::move(*buffer);
}

} // namespace ironlaw
