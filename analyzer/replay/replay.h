// Replay of a history: what each statement does, and the schema after it.
#pragma once

#include "analyzer/replay/body-changes.h"
#include "analyzer/replay/doubts.h"
#include "analyzer/replay/effects.h"
#include "analyzer/replay/missing-values.h"
#include "analyzer/replay/session.h"
#include "analyzer/replay/transaction.h"

#include <llvm/ADT/DenseMap.h>

namespace ironlaw {

/// The newest server whose behaviour is known, which is taken where none is named.
inline constexpr int newestServer = 18;

/// A piece of a section that reaches the server as one simple-protocol message.
struct SentMessage {
    uint32_t end = 0; ///< just behind it, as an offset of the file
    size_t statements = 0;
};

/// Replays statements one after the other into a catalog. The order of calls is: beginMigration,
/// then for each section beginSection, for each statement enter, effectsOf and apply, endSection.
class Replay {
public:
    /// `settings` are in force at the begin of each migration.
    Replay(Catalog& catalog, int serverVersion, Session::Settings settings = {})
        : catalog_(catalog), serverVersion_(serverVersion), session_(std::move(settings)) {}

    /// A migration, or its way back, begins; what earlier ones made is no longer new.
    void beginMigration();
    /// `messages` are those of a section that is not sent statement by statement, in order.
    void beginSection(const Section& section, Execution execution,
                      std::vector<SentMessage> messages);
    void endSection();

    /// The turn is on `statement`: a message of several statements may begin with it.
    void enter(const Statement& statement);
    /// What `statement` of `file` does now. The pointers in it hold until the next apply().
    Effects effectsOf(const Statement& statement) const;
    /// Changes the catalog and the transaction. `effects` are those of the statement.
    void apply(const Statement& statement, const Effects& effects);

    /// The statements within a DO or CREATE SCHEMA are about to be applied one by one. Outside of a
    /// transaction block they have one to themselves, which SET LOCAL ends with.
    void beginInner();
    void endInner();
    /// The statement at hand is one of a DO block or CREATE SCHEMA.
    bool isInner() const { return innerDepth_ > 0; }

    /// What the history hides; failures are silent about it.
    const Doubts& doubts() const { return doubts_; }
    Doubts& doubts() { return doubts_; }

    /// Whether calling the routine changes something that lasts, as far as its body shows and
    /// those of the routines that it calls.
    bool bodyChanges(const CreateRoutine& routine) const;

    /// How many statements were applied so far.
    size_t applied() const { return applied_; }
    /// If the last statement was a rollback: what was applied behind the first that many statements
    /// is undone.
    std::optional<size_t> undoneBehind() const { return undoneBehind_; }

    const TransactionState& transaction() const { return transaction_; }
    const Session& session() const { return session_; }
    const Catalog& catalog() const { return catalog_; }
    int serverVersion() const { return serverVersion_; }

    /// Nobody else can see it, or its locks hurt nobody: made by this migration and not filled
    /// since, or made in the transaction that is still open.
    bool isNew(const Table& table) const;
    /// Likewise; indexes and sequences are as new as their table.
    bool isNew(const RelationUse& relation) const;
    /// It cannot hold rows: made by this migration, or truncated in the transaction that is still
    /// open, and not filled since.
    bool isEmpty(const Table& table) const;
    /// The open migration has added the column, and nothing has given the rows of the table values
    /// for it since.
    bool lacksValues(const Table& table, const Column& column) const {
        return !isInner() && missingValues_.areIn(table.id, column.number);
    }
    /// A temporary table, also one that nobody saw made.
    bool isTemporary(const QualifiedName& table) const;
    /// A statement before the current one has ended a wrapping transaction with COMMIT.
    bool endedToolTransaction() const { return endedToolTransaction_; }
    uint32_t migration() const { return migration_; }
    /// What is replayed is a way back, and its way up has made this.
    bool isOfWayUp(const Origin& origin) const { return origin.migration + 1 == migration_; }
    FileId file() const { return file_; }

    Origin originAt(Range range) const { return {{file_, range}, migration_, transaction_.number}; }

private:
    friend class Applier;
    void applyTransaction(const TransactionStatement& statement);
    void hold(const Effects& effects, Range statement);
    void openTransaction(TransactionSource source, Location begin);
    void closeTransaction(bool commit);
    void dropTemporaries(bool onCommit);
    /// The message at hand has several statements.
    bool isJoined() const {
        return message_ < messages_.size() && messages_[message_].statements > 1;
    }
    void beginMessage();
    void enterMessageOf(const Statement& statement);

    struct Savepoint {
        std::string_view name;
        Catalog::Frame frame;
        size_t locks = 0;   ///< how many were held when it was made
        size_t applied = 0; ///< how many statements were applied then
    };

    Catalog& catalog_;
    int serverVersion_;
    uint32_t migration_ = 0;
    uint32_t transactions_ = 0;
    FileId file_ = 0;
    Location section_;
    std::vector<SentMessage> messages_; ///< of the section
    size_t message_ = 0;                ///< the one at hand
    size_t applied_ = 0;
    size_t appliedBefore_ = 0; ///< the open transaction
    std::optional<size_t> undoneBehind_;
    TransactionState transaction_;
    Session session_;
    Doubts doubts_;
    MissingValues missingValues_;
    /// Objects whose names something was to take in vain, with the migration that tried last: later
    /// attempts, of which nothing is told, leave them there as well.
    llvm::DenseMap<ObjectId, uint32_t> inTheWay_;
    int innerDepth_ = 0;
    bool endedToolTransaction_ = false;
    bool inJoinedMessage_ = false; ///< whose statements `\;` separates
    std::optional<Catalog::Frame> frame_;
    std::vector<Savepoint> savepoints_;
    std::vector<ObjectId> temporaries_; ///< made in this session; some may be gone
    /// What SET LOCAL will give back.
    std::optional<std::vector<std::string_view>> pathAfterTransaction_;
    mutable BodyChanges bodyChanges_;
};

} // namespace ironlaw
