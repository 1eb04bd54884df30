// What a rule may ask, and how it speaks.
#pragma once

#include "analyzer/diagnostic/message.h"
#include "analyzer/project/config.h"
#include "analyzer/replay/replay.h"
#include "analyzer/rule/registry.h"
#include "analyzer/rule/rule.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace ironlaw {

/// Adds to a diagnostic that was just reported. Valid until the next report.
class DiagnosticBuilder {
public:
    explicit DiagnosticBuilder(Diagnostic& diagnostic) : diagnostic_(diagnostic) {}

    template <typename... Arguments>
    DiagnosticBuilder& note(Location location, Message<Arguments...> message,
                            Arguments&&... arguments) {
        diagnostic_.notes.push_back(
            {fmt::format(message.format, std::forward<Arguments>(arguments)...), location});
        return *this;
    }
    template <typename... Arguments>
    DiagnosticBuilder& note(Message<Arguments...> message, Arguments&&... arguments) {
        diagnostic_.notes.push_back(
            {fmt::format(message.format, std::forward<Arguments>(arguments)...), std::nullopt});
        return *this;
    }
    template <typename... Arguments>
    DiagnosticBuilder& help(Message<Arguments...> message, Arguments&&... arguments) {
        diagnostic_.help = fmt::format(message.format, std::forward<Arguments>(arguments)...);
        return *this;
    }
    /// What this one says counts for less than the rule's other diagnostics.
    DiagnosticBuilder& atMost(Severity severity) {
        diagnostic_.severity = std::min(diagnostic_.severity, severity);
        return *this;
    }
    /// For help texts that are not a literal: what the migration tool has to say.
    DiagnosticBuilder& helpText(std::string text) {
        diagnostic_.help = std::move(text);
        return *this;
    }

private:
    Diagnostic& diagnostic_;
};

/// The state around an event. The catalog is that before the statement; at the end of a migration
/// or of the history it is that after it.
class Context {
public:
    Context(const Config& config, const Sources& sources, const Replay& replay)
        : config_(config), sources_(sources), replay_(replay) {}

    const Catalog& catalog() const { return replay_.catalog(); }
    const Config& config() const { return config_; }
    const Replay& replay() const { return replay_; }
    const TransactionState& transaction() const { return replay_.transaction(); }
    int serverVersion() const { return replay_.serverVersion(); }
    const History& history() const { return *history_; }
    const Migration& migration() const { return *migration_; }
    Direction direction() const { return direction_; }
    /// The statement being judged; null for events that belong to none.
    const Statement* statement() const { return statement_; }
    /// The ALTER TABLE around an action; null elsewhere.
    const AlterTable* alterTable() const {
        return statement_ == nullptr ? nullptr : as<AlterTable>(*statement_);
    }
    const Effects& effects() const { return *effects_; }
    const Section& section() const { return *section_; }
    const Execution& execution() const { return execution_; }

    /// The table's size as the configuration knows it.
    TableSize sizeOf(const Table& table) const { return config_.sizeOf(table.schema, table.name); }
    TableSize sizeOf(const RelationUse& relation) const {
        return config_.sizeOf(relation.schema, relation.name);
    }
    TableSize sizeOf(const QualifiedName& name) const {
        return config_.sizeOf(name.schema.empty() ? catalog().creationSchema()
                                                  : name.schema.text.view(),
                              name.name.text);
    }

    /// As messages say it: with its schema unless that is the default one.
    std::string nameOf(std::string_view schema, std::string_view name) const;
    std::string nameOf(const RelationUse& relation) const {
        return nameOf(relation.schema, relation.name);
    }
    std::string nameOf(const CatalogObject& object) const {
        return nameOf(object.schema, object.name);
    }
    std::string nameOf(const HeldLock& lock) const { return nameOf(lock.schema, lock.name); }
    std::string nameOf(const QualifiedName& name) const {
        return nameOf(name.schema.text, name.name.text);
    }

    /// Others use the relation already: locks on it are felt. Nobody uses what a schema dump makes.
    bool isExisting(const RelationUse& relation) const {
        return !migration_->schemaDump && !replay_.isNew(relation);
    }
    /// Likewise, and it counts as large: work on it takes long.
    bool isLargeExisting(const RelationUse& relation) const {
        const Table* table = relation.table();
        return isExisting(relation) && (table == nullptr || !replay_.isEmpty(*table)) &&
               sizeOf(relation).countsAsLarge;
    }
    /// The first work for `cause` that `anchor` asks for on a large table that others use; null if
    /// there is none.
    const Work* costlyWork(WorkCause cause, Range anchor) const;
    /// Whether the relation of a held lock is still there: nobody is expected to use a dropped one.
    bool isThere(const HeldLock& lock) const;
    /// Whether the rule asks this for the first time of the relation in the open transaction, or
    /// outside of one in this way of the migration.
    bool isFirst(const RelationUse& relation);
    /// Says where the relation is created, if the history does, and how large it is.
    void noteRelation(DiagnosticBuilder& diagnostic, const RelationUse& relation) const;

    /// The text of a place in the current file, or in any file.
    std::string_view text(Range range) const { return text({file_, range}); }
    std::string_view text(Location location) const {
        return sources_[location.file].text().substr(location.range.begin, location.range.size());
    }
    /// The token that starts at `offset` of the current file.
    Range tokenAt(uint32_t offset) const;
    const std::string& pathOf(FileId file) const { return sources_[file].path; }
    Location here(Range range) const { return {file_, range}; }

    /// Speaks of a place in the current file.
    template <typename... Arguments>
    DiagnosticBuilder report(Range range, Message<Arguments...> message, Arguments&&... arguments) {
        return add({file_, range},
                   fmt::format(message.format, std::forward<Arguments>(arguments)...));
    }
    /// Speaks of a place anywhere: things that only the end of the history shows.
    template <typename... Arguments>
    DiagnosticBuilder report(Location location, Message<Arguments...> message,
                             Arguments&&... arguments) {
        return add(location, fmt::format(message.format, std::forward<Arguments>(arguments)...));
    }
    /// Speaks in words that are not a literal of the rule: PostgreSQL's own error messages.
    DiagnosticBuilder reportText(Range range, std::string message) {
        return add({file_, range}, std::move(message));
    }

private:
    friend class Runner;
    friend class DriftJudge;
    DiagnosticBuilder add(Location location, std::string message);

    const Config& config_;
    const Sources& sources_;
    const Replay& replay_;
    const History* history_ = nullptr;
    const Migration* migration_ = nullptr;
    const Section* section_ = nullptr;
    Execution execution_;
    Direction direction_ = Direction::Up;
    FileId file_ = 0;
    const Statement* statement_ = nullptr;
    const Effects* effects_ = nullptr;
    const RegisteredRule* rule_ = nullptr;
    std::vector<Diagnostic>* diagnostics_ = nullptr;
    /// By rule and transaction; for isFirst().
    std::set<std::tuple<const RegisteredRule*, uint32_t, std::string_view, std::string_view>> met_;
};

} // namespace ironlaw
