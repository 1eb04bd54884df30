// See history-script.h.
#include "analyzer/rule/history-script.h"

#include "analyzer/rule/history-replay.h"

namespace ironlaw {

namespace {

/// The statements of a section. `replay` knows whether a transaction is open.
std::string scriptOf(const SectionView& view, bool transaction, Replay& replay) {
    const ParsedSection& section = *view.parsed;
    std::string script = transaction ? "BEGIN;\n" : "";
    replay.beginSection(*view.section, {.transaction = transaction}, {});
    for (const Statement* statement : section.statements) {
        // Replay takes every statement to have succeeded, also one that the transaction does not
        // allow.
        const bool refused =
            replay.transaction().isBlock() && replay.effectsOf(*statement).blockRefusal;
        const auto* copy = as<Copy>(*statement);
        const bool readsData = copy != nullptr && copy->from && copy->standardStream;
        const Range range = statement->range;
        script += refused ? "COMMIT;\n" : "";
        script += section.prepared.text.substr(range.begin, range.size());
        script += readsData ? ";\n\\.\n" : ";\n";
        script += refused ? "BEGIN;\n" : "";
        replay.apply(*statement, {});
    }
    script += replay.transaction().isBlock() ? "COMMIT;\n" : "";
    replay.endSection();
    return script;
}

} // namespace

std::string scriptOf(const History& history, const ParsedHistory& parsed, std::string_view last) {
    Catalog catalog;
    Replay replay(catalog, serverVersionOf(*history.config));
    std::string script;
    for (const ParsedMigration& migration : parsed.migrations()) {
        script += "\\connect\n";
        replay.beginMigration();
        for (const SectionView& view : migration.up) {
            script += scriptOf(view, executionOf(history, view).transaction, replay);
        }
        if (!last.empty() && migration.migration->version == last) {
            break;
        }
    }
    return script;
}

} // namespace ironlaw
