// A file that looks like a migration and that the tool skips because of its name, or because its
// list of migrations does not have it.
#include "analyzer/project/layout.h"
#include "analyzer/rule/context.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/Path.h>

namespace ironlaw::rules {

namespace {

/// A number in front, or one behind the tool's letter for a version.
bool looksLikeMigration(llvm::StringRef name, const Tool& tool) {
    const llvm::StringRef prefixes = tool.versionPrefixes;
    if (!prefixes.empty()) {
        if (name.empty() || !prefixes.contains_insensitive(name.front())) {
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
        if (file.misnamed && (file.marked || looksLikeMigration(name, tool))) {
            context
                .report(Location{file.file, {}}, "{} does not run \"{}\": {}", tool.title, name,
                        file.reason)
                .help("rename it, or move it out of the migrations folder");
        } else if (file.unlisted) {
            context
                .report(Location{file.file, {}}, "{} never runs \"{}\": {}", tool.title, name,
                        file.reason)
                .help("add it to what the tool runs, or remove it");
        }
    }
}

} // namespace

extern constinit const Rule misnamed_migration = {
    .summary = "file that the migration tool never runs",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
