// Two migrations that the tool takes for one, because it knows them by their versions.
#include "analyzer/rule/context.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <tuple>
#include <vector>

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

/// "1_users" of "1_users.postgres.autocommit": the words say for which server a text is, and how it
/// runs. A number is a part of the name: "2_release_v1.2".
llvm::StringRef withoutWords(llvm::StringRef name) {
    auto [before, word] = name.rsplit('.');
    while (!before.empty() && !word.empty() && llvm::all_of(word, llvm::isAlpha)) {
        name = before;
        std::tie(before, word) = name.rsplit('.');
    }
    return name;
}

/// The text for one server beside the one for all.
bool isVariant(llvm::StringRef one, llvm::StringRef other) {
    return one != other && withoutWords(one) == withoutWords(other);
}

void check(const HistoryEnd& end, Context& context) {
    const Tool& tool = *end.history.tool;
    if (tool.compareVersions == nullptr) {
        return;
    }
    std::vector<const Migration*> migrations;
    for (const Migration& migration : end.history.migrations) {
        if (isVersioned(migration)) {
            migrations.push_back(&migration);
        }
    }
    std::ranges::stable_sort(migrations, [&](const Migration* a, const Migration* b) {
        return tool.compareVersions(a->version, b->version) < 0;
    });
    for (size_t i = 1; i < migrations.size(); ++i) {
        const Migration& before = *migrations[i - 1];
        const Migration& migration = *migrations[i];
        if (tool.compareVersions(before.version, migration.version) == 0 &&
            !isVariant(before.name, migration.name)) {
            context
                .report(startOf(migration), "\"{}\" has the version of \"{}\": to {} they are one",
                        migration.name, before.name, tool.title)
                .note(startOf(before), "the other migration with version {} is here",
                      before.version)
                .help("give the later one the next free version");
        }
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
