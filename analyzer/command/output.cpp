// See output.h.
#include "analyzer/command/output.h"

#include "analyzer/diagnostic/sanitise.h"
#include "analyzer/project/write-file.h"

namespace ironlaw {

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
