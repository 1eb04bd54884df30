// What each statement of a history locks and works on, transaction by transaction: for people as a
// timeline, for programs as JSON.
#pragma once

#include "analyzer/rule/history-replay.h"

#include <llvm/Support/raw_ostream.h>

#include <optional>
#include <string>
#include <vector>

namespace ironlaw {

struct TimelineLock {
    std::string relation; ///< with its schema
    RelationKind kind = RelationKind::Table;
    LockMode mode = LockMode::None;
    bool isNew = false; ///< nobody else sees the relation yet, or it holds no rows
    std::optional<uint64_t> rows;
};

struct TimelineWork {
    std::string relation;
    WorkKind kind = WorkKind::Scan;
    LockMode under = LockMode::None;
    bool certain = true;
    std::optional<uint64_t> rows;
};

struct TimelineStatement {
    Location location;
    std::string command; ///< "ALTER TABLE"
    std::string migration;
    Direction direction = Direction::Up;
    uint32_t transaction = 0; ///< within the migration's way; 0: outside of any
    TransactionSource source = TransactionSource::None;
    bool blockForbidden = false; ///< PostgreSQL refuses it in a transaction block
    std::vector<TimelineLock> locks;
    std::vector<TimelineWork> work;
};

struct Timeline {
    std::vector<TimelineStatement> statements; ///< in the order in which the history runs them
};

/// Replays `history` up to and with the migration `last` (empty: all of it), each migration up and
/// then down, and appends what its statements do.
void recordTimeline(const History& history, const ParsedHistory& parsed, std::string_view last,
                    Timeline& timeline);

struct TimelineInput {
    const Timeline& timeline;
    const Sources& sources;
};

void printTimelineText(const TimelineInput& input, llvm::raw_ostream& out);
void printTimelineJson(const TimelineInput& input, llvm::raw_ostream& out);

} // namespace ironlaw
