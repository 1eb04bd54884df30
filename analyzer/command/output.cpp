// See output.h.
#include "analyzer/command/output.h"

#include "analyzer/diagnostic/sanitise.h"

#include <fmt/format.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/raw_ostream.h>

namespace ironlaw {

std::string writeFile(const std::string& path, std::string_view text) {
    std::error_code error;
    llvm::raw_fd_ostream out(path, error, llvm::sys::fs::OF_None);
    if (!error) {
        out << text;
        out.close();
        error = out.error();
        out.clear_error();
    }
    return error ? fmt::format("cannot write {}: {}", path, error.message()) : "";
}

CommandResult withOutput(CommandResult result, const Project& project, const std::string& path) {
    for (const std::string& remark : project.remarks) {
        addRemark(result, remark);
    }
    for (const std::string& guess : project.guesses) {
        addRemark(result, guess);
    }
    std::vector<std::string> all = project.failures;
    if (path.empty()) {
        result.out = sanitiseLines(result.out);
    } else {
        const std::string failure = writeFile(path, result.out);
        result.out.clear();
        if (!failure.empty()) {
            all.push_back(failure);
        }
    }
    addFailures(result, all);
    return result;
}

} // namespace ironlaw
