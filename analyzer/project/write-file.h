// How files are written.
#pragma once

#include <llvm/Support/FileSystem.h>

#include <string>
#include <string_view>

namespace ironlaw {

/// Writes `text` to a file; the reason why not, else empty. `how` says whether the file may be
/// there already; one that is only opened keeps what lies behind the text.
std::string writeFile(const std::string& path, std::string_view text,
                      llvm::sys::fs::CreationDisposition how = llvm::sys::fs::CD_CreateAlways);

} // namespace ironlaw
