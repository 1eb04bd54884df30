// Reading a whole file, whatever lies under its name. Within project/ only.
#pragma once

#include <llvm/Support/Error.h>
#include <llvm/Support/MemoryBuffer.h>

#include <memory>
#include <string>

namespace ironlaw {

/// The bytes of a regular file, or "path: why not". A pipe or device could block or never end, and
/// offsets are 32 bits wide.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> readWholeFile(const std::string& path);

} // namespace ironlaw
