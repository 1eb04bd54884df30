// See write-file.h.
#include "analyzer/project/write-file.h"

#include <fmt/format.h>
#include <llvm/Support/raw_ostream.h>

namespace ironlaw {

std::string writeFile(const std::string& path, std::string_view text,
                      llvm::sys::fs::CreationDisposition how) {
    std::error_code error;
    llvm::raw_fd_ostream out(path, error, how, llvm::sys::fs::FA_Write, llvm::sys::fs::OF_None);
    if (!error) {
        out << text;
        out.close();
        error = out.error();
        out.clear_error();
    }
    return error ? fmt::format("cannot write {}: {}", path, error.message()) : "";
}

} // namespace ironlaw
