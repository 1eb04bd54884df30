// What a run found, and the formats in which it can be told. A reporter only writes: it selects,
// sorts and counts nothing, and the same input gives the same bytes.
#pragma once

#include "analyzer/project/project.h"

#include <llvm/Support/raw_ostream.h>

#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

/// What the command knows about one file that it looked at.
struct FileSummary {
    std::string path;
    std::string_view tool; ///< as `--tool` names it
    FileRole role = FileRole::Migration;
    std::string migration; ///< empty outside of one
    uint32_t statements = 0;
    uint32_t unanalysed = 0;
};

struct Summary {
    uint32_t files = 0;
    uint32_t statements = 0;
    uint32_t unanalysed = 0; ///< of the statements
    uint32_t errors = 0;
    uint32_t warnings = 0;
    uint32_t notes = 0; ///< diagnostics of severity note
};

struct ReportInput {
    const Project& project;
    const std::vector<Diagnostic>& diagnostics; ///< sorted
    Summary summary;
    std::vector<FileSummary> files; ///< in history order
    bool colour = false;            ///< `text` only, like the next two
    bool quiet = false;             ///< no summary when there are no diagnostics
    bool statistics = false;        ///< counts by rule
};

using Reporter = void (*)(const ReportInput& input, llvm::raw_ostream& out);

/// The reporter for `--format FORMAT`; null if there is no such format.
Reporter findReporter(std::string_view format);
/// All formats, in the order in which help lists them.
std::vector<std::string_view> formats();

void reportText(const ReportInput& input, llvm::raw_ostream& out);
void reportShort(const ReportInput& input, llvm::raw_ostream& out);
void reportJson(const ReportInput& input, llvm::raw_ostream& out);
void reportSarif(const ReportInput& input, llvm::raw_ostream& out);
void reportGithub(const ReportInput& input, llvm::raw_ostream& out);
void reportGitlab(const ReportInput& input, llvm::raw_ostream& out);
void reportJunit(const ReportInput& input, llvm::raw_ostream& out);

} // namespace ironlaw
