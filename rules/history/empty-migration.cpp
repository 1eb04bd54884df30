// A migration whose way up holds nothing: the tool counts it as done.
#include "analyzer/rule/context.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Path.h>

#include <algorithm>

namespace ironlaw::rules {

namespace {

bool isBlankText(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Beside texts for other servers an empty one says that there is nothing to do on PostgreSQL.
bool isForOneOfSeveral(const History& history) {
    const llvm::StringRef name = llvm::sys::path::filename(history.folder);
    return name.starts_with_insensitive("postgres") || name.equals_insensitive("pg") ||
           history.tool->readsVariants;
}

void check(const MigrationEnd& end, Context& context) {
    const Migration& migration = end.migration;
    if (migration.up.empty() || end.upStatements > 0 || context.history().tool->refusesEmpty ||
        isForOneOfSeveral(context.history())) {
        return; // what the tool refuses is refused-migration's
    }
    // Who leaves a comment, also above the first marker, knows that nothing else is in it.
    const bool isBlank = std::ranges::all_of(migration.up, [&](const Section& section) {
        return isBlankText(context.text(section.range)) &&
               isBlankText(context.text(Range{0, section.marker.begin}));
    });
    if (isBlank) {
        context
            .report(end.up,
                    "the way up of migration \"{}\" is empty, and the migration counts as "
                    "done when it has run",
                    migration.name)
            .help("write what it does, or remove the migration");
    }
}

} // namespace

extern constinit const Rule empty_migration = {
    .summary = "migration without a statement",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
