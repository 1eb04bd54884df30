// Recording a timeline.
#include "analyzer/timeline/timeline.h"

#include "grammar/command-words.h"

#include "analyzer/rule/completeness.h"

#include <fmt/format.h>

namespace ironlaw {

namespace {

class Recorder {
public:
    Recorder(const Config& config, const Replay& replay, Timeline& timeline)
        : config_(config), replay_(replay), timeline_(timeline) {}

    void see(const ReplayedStatement& replayed) {
        if (replayed.migration != migration_ || replayed.view.section->direction != direction_) {
            migration_ = replayed.migration;
            direction_ = replayed.view.section->direction;
            seen_ = 0;
            transaction_ = 0;
        }
        const TransactionState& open = replay_.transaction();
        if (open.number != 0 && open.number != seen_) {
            seen_ = open.number;
            ++transaction_;
        }
        const Effects& effects = replayed.effects;
        if (effects.locks.empty() && effects.work.empty() && !effects.blockRefusal) {
            return;
        }
        TimelineStatement& statement = timeline_.statements.emplace_back();
        statement.location = {replayed.view.section->file, replayed.statement.range};
        statement.command = commandOf(replayed.statement);
        statement.migration = migration_->version;
        statement.direction = direction_;
        statement.transaction = open.number == 0 ? 0 : transaction_;
        statement.source = open.source;
        statement.blockForbidden = effects.blockRefusal.has_value();
        for (const Lock& lock : effects.locks) {
            statement.locks.push_back({nameOf(lock.relation), lock.relation.kind, lock.mode,
                                       replay_.isNew(lock.relation), rowsOf(lock.relation)});
        }
        for (const Work& work : effects.work) {
            statement.work.push_back({nameOf(work.relation), work.kind, work.under, work.certain,
                                      rowsOf(work.relation)});
        }
    }

private:
    static std::string nameOf(const RelationUse& relation) {
        return relation.schema.empty() ? std::string(relation.name)
                                       : fmt::format("{}.{}", relation.schema, relation.name);
    }
    std::optional<uint64_t> rowsOf(const RelationUse& relation) const {
        return config_.sizeOf(relation.schema, relation.name).rows;
    }

    const Config& config_;
    const Replay& replay_;
    Timeline& timeline_;
    const Migration* migration_ = nullptr;
    Direction direction_ = Direction::Up;
    uint32_t seen_ = 0; ///< the number of the last open transaction within the run
    uint32_t transaction_ = 0;
};

} // namespace

void recordTimeline(const History& history, const ParsedHistory& parsed, std::string_view last,
                    Timeline& timeline) {
    const Config& config = *history.config;
    Catalog catalog(startsFromNothing(parsed, config.complete), config.defaultSchema);
    Replay replay(catalog, serverVersionOf(config), config.sessionSettings());
    Recorder recorder(config, replay, timeline);
    replayBothWays(history, parsed, last, catalog, replay, [&](const ReplayedStatement& statement) {
        // A start schema was there before the first lock.
        const Migration& migration = *statement.migration;
        if (migration.reported || !migration.schemaDump) {
            recorder.see(statement);
        }
    });
}

} // namespace ironlaw
