// A file that looks like a migration and that the tool skips because of its name.
#include "analyzer/project/layout.h"
#include "analyzer/rule/context.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/Path.h>

namespace ironlaw::rules {

namespace {

/// A number in front, or for Flyway one behind the letter of a script.
bool looksLikeMigration(llvm::StringRef name, const Tool& tool) {
    if (tool.name == "flyway") {
        if (name.empty() || !llvm::StringRef("VUBvub").contains(name.front())) {
            return false;
        }
        name = name.drop_front();
    }
    return !name.empty() && llvm::isDigit(name.front()) && otherDialect(name).empty();
}

void check(const HistoryEnd& end, Context& context) {
    const Tool& tool = *end.history.tool;
    if (end.history.toolAssumed) {
        return; // nobody knows what the tool wants
    }
    for (const ProjectFile& file : end.history.files) {
        const llvm::StringRef name = llvm::sys::path::filename(context.pathOf(file.file));
        // One with a version is left out for another reason than its name.
        const bool isMisnamed = file.role == FileRole::Ignored && file.migration.empty();
        if (isMisnamed && looksLikeMigration(name, tool)) {
            context
                .report(Location{file.file, {}}, "{} does not run \"{}\": {}", tool.title, name,
                        file.reason)
                .help("rename it, or move it out of the migrations folder");
        }
    }
}

} // namespace

extern constinit const Rule misnamed_migration = {
    .summary = "file that the migration tool skips because of its name",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
