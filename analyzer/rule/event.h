// What rules can hear, beyond statements and actions of ALTER TABLE.
#pragma once

#include "analyzer/project/migration.h"
#include "analyzer/replay/beyond-sql.h"
#include "analyzer/replay/effects.h"
#include "analyzer/replay/session.h"
#include "grammar/statements.h"

#include <optional>
#include <span>

namespace ironlaw {

struct Difference;
struct ObjectDescription;

/// A query wherever it stands: top level, view, CREATE TABLE AS, INSERT … SELECT, CTE, subquery,
/// body of a routine.
struct QueryUse {
    const Query& query;
    QueryPlace place;
    const QueryUse* outer; ///< null for the outermost query of the statement
};

/// Besides these, a rule may hear three effects as they are: Lock, once for each relation that the
/// statement locks, Work, once for each scan, rewrite and index build, and Failure, once for each
/// reason why the statement cannot succeed. One that has to compare the locks or the work of a
/// statement hears Effects, all of them at once.

/// The statement's effect: PostgreSQL refuses it in a transaction block.
struct BlockRefused {
    const BlockRefusal& refusal;
    bool inBody; ///< the statement is one of a routine or DO block: it fails in any case
};

/// One way of a migration was replayed, and leaves settings to the session.
struct SettingsLeft {
    const std::vector<SettingLeft>& settings; ///< at least one
};

/// A text was replayed, in one direction. A transaction that it has opened and not ended is still
/// the context's; the catalog is that after it.
struct SectionEnd {
    /// The statements that changed the database outside of any transaction block, in their order:
    /// each has committed on its own.
    std::span<const Statement* const> commits;
    bool complete; ///< all of it could be parsed
};

/// A migration was replayed, up and down.
struct MigrationEnd {
    const Migration& migration;
    /// Statements of the way up that change schema or data, without those that are rolled back.
    size_t upEffects;
    size_t upStatements;   ///< all statements of the way up, also those that could not be parsed
    size_t downEffects;    ///< likewise of the way back
    size_t downStatements; ///< all statements of the way back, also those that change nothing
    size_t downErrors;     ///< statements of the way back that could not be parsed
    bool downRaises;       ///< the way back raises an exception in any case
    bool hasWayBack;       ///< in any form
    Location up;           ///< where the way up begins, if there is one
    Location firstEffect;  ///< the first statement of the way up that changes something
    Location wayBack;      ///< where the way back begins, if there is one
    bool irreversible;     ///< annotated as such, with a reason
    /// What the way up does that no SQL undoes.
    std::span<const BeyondSql> beyondSql;
};

/// A statement of the way back that nearly undoes something.
struct CauseAttempt {
    Location place;
    std::string_view mistaken; ///< what it drops IF EXISTS and is not there; may be empty
};

/// A migration was replayed up, then down, and something is not as it was before. Not heard where
/// the way back changes nothing, nor where the migration says that it is irreversible.
struct RollbackDifference {
    enum class Kind : uint8_t {
        Schema,     ///< `difference`
        EnumValue,  ///< the enum keeps the value `name`, which no SQL removes
        LostRows,   ///< the table is made again without its rows
        LostValues, ///< likewise the column
    };
    Kind kind = Kind::Schema;
    const Difference* difference = nullptr;    ///< null for what is lost
    const ObjectDescription* object = nullptr; ///< before the migration; null if left over
    Location place;         ///< the statement, or its part, that makes the difference
    bool byWayBack = false; ///< that is one of the way back: the way up does not touch the object
    std::string_view name = {};
    std::optional<CauseAttempt> attempt = {};
};

/// The history is at its end; the catalog of the context is the finished schema.
struct HistoryEnd {
    const History& history;
};

/// The schema after a history and that of a dump differ. Heard only where there is a dump:
/// `ironlaw schema --diff`.
struct SchemaDrift {
    const Difference& difference;
    std::string_view dump; ///< its path
};

struct SyntaxErrorFound {
    const SyntaxError& error;
};

struct TextProblemFound {
    const TextProblem& problem;
};

/// The tool refuses the file of a migration for its sections.
struct SectionProblemFound {
    const SectionProblem& problem;
};

/// Something is wrong with a suppression comment.
struct SuppressionProblem {
    enum class Kind : uint8_t {
        UnknownRule,
        UnknownWord,  ///< behind `ironlaw:`
        NoWord,       ///< nothing stands behind `ironlaw:`
        NoRule,       ///< nothing stands behind `allow`
        MissingComma, ///< a rule stands behind a rule
        WithoutReason,
        TooLate, ///< `allow-file` behind the first statement
        Unused,
        NothingToUndo, ///< `irreversible` in a migration that changes nothing
        HasWayBack,    ///< `irreversible` in one that only makes things, and has a way back
    };
    Kind kind;
    Range range;              ///< of the word that is wrong, or of the comment
    std::string_view word;    ///< as written
    std::string_view nearest; ///< the nearest known rule or word, if any
};

enum class EventKind : uint8_t {
    None,
    Statement,
    Action,
    QueryUse,
    BlockRefused,
    Effects,
    Lock,
    Work,
    Failure,
    SettingsLeft,
    SectionEnd,
    MigrationEnd,
    RollbackDifference,
    HistoryEnd,
    SchemaDrift,
    SyntaxErrorFound,
    TextProblemFound,
    SectionProblemFound,
    SuppressionProblem,
};

/// Event kind and, for statements and actions, which one.
struct EventKey {
    EventKind kind = EventKind::None;
    uint8_t detail = 0;
    friend constexpr bool operator==(EventKey, EventKey) = default;
};

template <typename Event> consteval EventKey eventKeyOf() {
    if constexpr (requires { Event::statementKind; }) {
        return {EventKind::Statement, static_cast<uint8_t>(Event::statementKind)};
    } else if constexpr (requires { Event::actionKind; }) {
        return {EventKind::Action, static_cast<uint8_t>(Event::actionKind)};
    } else if constexpr (std::is_same_v<Event, QueryUse>) {
        return {EventKind::QueryUse, 0};
    } else if constexpr (std::is_same_v<Event, BlockRefused>) {
        return {EventKind::BlockRefused, 0};
    } else if constexpr (std::is_same_v<Event, Effects>) {
        return {EventKind::Effects, 0};
    } else if constexpr (std::is_same_v<Event, Lock>) {
        return {EventKind::Lock, 0};
    } else if constexpr (std::is_same_v<Event, Work>) {
        return {EventKind::Work, 0};
    } else if constexpr (std::is_same_v<Event, Failure>) {
        return {EventKind::Failure, 0};
    } else if constexpr (std::is_same_v<Event, SettingsLeft>) {
        return {EventKind::SettingsLeft, 0};
    } else if constexpr (std::is_same_v<Event, SectionEnd>) {
        return {EventKind::SectionEnd, 0};
    } else if constexpr (std::is_same_v<Event, MigrationEnd>) {
        return {EventKind::MigrationEnd, 0};
    } else if constexpr (std::is_same_v<Event, RollbackDifference>) {
        return {EventKind::RollbackDifference, 0};
    } else if constexpr (std::is_same_v<Event, HistoryEnd>) {
        return {EventKind::HistoryEnd, 0};
    } else if constexpr (std::is_same_v<Event, SchemaDrift>) {
        return {EventKind::SchemaDrift, 0};
    } else if constexpr (std::is_same_v<Event, SyntaxErrorFound>) {
        return {EventKind::SyntaxErrorFound, 0};
    } else if constexpr (std::is_same_v<Event, TextProblemFound>) {
        return {EventKind::TextProblemFound, 0};
    } else if constexpr (std::is_same_v<Event, SectionProblemFound>) {
        return {EventKind::SectionProblemFound, 0};
    } else {
        static_assert(std::is_same_v<Event, SuppressionProblem>, "no rule can hear this");
        return {EventKind::SuppressionProblem, 0};
    }
}

} // namespace ironlaw
