// The bytes of a file and the path under which the user knows it.
#pragma once

#include "grammar/columns.h"

#include <llvm/Support/MemoryBuffer.h>

#include <memory>
#include <string>
#include <vector>

namespace ironlaw {

/// Index of a file in `Sources`.
using FileId = uint32_t;

/// A place in one of the files of a run.
struct Location {
    FileId file = 0;
    Range range;

    friend bool operator==(Location, Location) = default;
};

struct SourceFile {
    std::string path; ///< as the user gave it or as it was found below what the user gave
    std::unique_ptr<llvm::MemoryBuffer> buffer; ///< NUL-terminated; owned

    std::string_view text() const {
        return buffer == nullptr
                   ? std::string_view()
                   : std::string_view(buffer->getBufferStart(), buffer->getBufferSize());
    }
};

/// All files of a run, in the order in which they were found. Files are never removed, so that
/// views of their text hold until the end of the run.
class Sources {
public:
    FileId add(std::string path, std::unique_ptr<llvm::MemoryBuffer> buffer) {
        files_.push_back({std::move(path), std::move(buffer)});
        return static_cast<FileId>(files_.size() - 1);
    }
    const SourceFile& operator[](FileId id) const { return files_[id]; }
    size_t size() const { return files_.size(); }

private:
    std::vector<SourceFile> files_;
};

} // namespace ironlaw
