// Two migrations that the tool takes for one, because it knows them by their versions.
#include "analyzer/rule/context.h"

#include <llvm/ADT/StringRef.h>

namespace ironlaw::rules {

namespace {

Location startOf(const Migration& migration) {
    const Section& section = migration.up.front();
    return {section.file, {section.range.begin, section.range.begin}};
}

bool isVersioned(const Migration& migration) {
    return !migration.up.empty() && !migration.repeatable && !migration.schemaDump &&
           !migration.version.empty();
}

/// "1_users.postgres" beside "1_users": the text for one server, instead of the one for all.
bool isVariant(llvm::StringRef one, llvm::StringRef other) {
    return one.split('.').first == other.split('.').first;
}

void check(const HistoryEnd& end, Context& context) {
    const Tool& tool = *end.history.tool;
    if (tool.isSameVersion == nullptr) {
        return;
    }
    // They are in the order of their versions.
    const Migration* before = nullptr;
    for (const Migration& migration : end.history.migrations) {
        if (!isVersioned(migration)) {
            continue;
        }
        if (before != nullptr && tool.isSameVersion(before->version, migration.version) &&
            !isVariant(before->name, migration.name)) {
            context
                .report(startOf(migration), "\"{}\" has the version of \"{}\": to {} they are one",
                        migration.name, before->name, tool.title)
                .note(startOf(*before), "the other migration with version {} is here",
                      before->version)
                .help("give the later one the next free version");
        }
        before = &migration;
    }
}

} // namespace

extern constinit const Rule duplicate_version = {
    .summary = "two migrations with one version",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
