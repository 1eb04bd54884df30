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

/// The ways of a history as scripts, each in a session of its own. Those who call it go through the
/// migrations in order, and take back the catalog's changes of a way back.
class WayScripts {
public:
    explicit WayScripts(const History& history)
        : history_(history), replay_(catalog_, serverVersionOf(*history.config)) {}

    std::string of(std::span<const SectionView> way) {
        std::string script = "\\connect\n";
        replay_.beginMigration();
        for (const SectionView& view : way) {
            script += scriptOf(view, executionOf(history_, view).transaction, replay_);
        }
        return script;
    }

    std::string ofWayBack(std::span<const SectionView> way) {
        const Catalog::Frame frame = catalog_.openFrame();
        std::string script = of(way);
        catalog_.undo(frame);
        return script;
    }

private:
    const History& history_;
    Catalog catalog_;
    Replay replay_;
};

/// A line that has psql print which way of a migration comes.
std::string heading(std::string_view way, std::string_view version) {
    std::string line = fmt::format("\\echo '{} ", way);
    for (const char one : version) {
        line += one == '\'' || one == '\\' ? std::string{'\\', one} : std::string{one};
    }
    return line + "'\n";
}

} // namespace

std::string scriptOf(const History& history, const ParsedHistory& parsed, std::string_view last) {
    WayScripts scripts(history);
    std::string script;
    for (const ParsedMigration& one : parsed.migrations()) {
        script += scripts.of(one.up);
        if (!last.empty() && one.migration->version == last) {
            break;
        }
    }
    return script;
}

std::string roundTripsOf(const History& history, const ParsedHistory& parsed,
                         std::string_view last) {
    WayScripts scripts(history);
    std::string script;
    for (const ParsedMigration& one : parsed.migrations()) {
        const std::string_view version = one.migration->version;
        const std::string up = scripts.of(one.up);
        script += heading("up", version) + up;
        if (!one.up.empty() && !one.down.empty() && !parsed.saysIrreversible(one)) {
            script += heading("down", version) + scripts.ofWayBack(one.down);
            script += heading("again", version) + up;
        }
        if (!last.empty() && version == last) {
            break;
        }
    }
    return script;
}

} // namespace ironlaw
