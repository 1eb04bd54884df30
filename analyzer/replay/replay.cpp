// Migrations, sections and transactions of a replay.
#include "analyzer/replay/replay.h"

#include "analyzer/replay/apply.h"

#include <algorithm>

namespace ironlaw {

void Replay::beginMigration() {
    ++migration_;
    session_.begin();
    missingValues_.beginMigration();
    // Migration tools and psql start a session of their own, or reset it.
    catalog_.setSearchPath({catalog_.defaultSchema()});
    dropTemporaries(false);
    temporaries_.clear();
}

void Replay::dropTemporaries(bool onCommit) {
    // The one that was made last may depend on others.
    for (size_t i = temporaries_.size(); i-- > 0;) {
        const Table* table = catalog_.get<Table>(temporaries_[i]);
        if (!onCommit || (table != nullptr && table->dropsOnCommit)) {
            Applier(*this).dropTemporary(temporaries_[i]);
        }
    }
}

void Replay::beginSection(const Section& section, Execution execution,
                          std::vector<SentMessage> messages) {
    file_ = section.file;
    section_ = {section.file, section.range};
    messages_ = std::move(messages);
    message_ = 0;
    endedToolTransaction_ = false;
    inJoinedMessage_ = false;
    if (execution.transaction) {
        openTransaction(TransactionSource::Tool, {section.file, section.marker});
    } else {
        beginMessage();
    }
}

void Replay::beginMessage() {
    if (isJoined() && transaction_.source == TransactionSource::None) {
        openTransaction(TransactionSource::Message, section_);
    }
}

void Replay::enterMessageOf(const Statement& statement) {
    const size_t before = message_;
    while (message_ + 1 < messages_.size() && statement.range.begin >= messages_[message_].end) {
        ++message_;
    }
    if (message_ != before) {
        if (transaction_.source == TransactionSource::Message) {
            closeTransaction(true);
        }
        beginMessage();
    }
}

void Replay::endSection() { closeTransaction(true); }

void Replay::openTransaction(TransactionSource source, Location begin) {
    transaction_ = {};
    transaction_.source = source;
    transaction_.number = ++transactions_;
    transaction_.begin = begin;
    appliedBefore_ = applied_;
    frame_ = catalog_.openFrame();
    session_.beginTransaction();
}

void Replay::closeTransaction(bool commit) {
    savepoints_.clear();
    session_.endTransaction(commit);
    if (commit) {
        dropTemporaries(true);
    }
    if (frame_) {
        if (commit) {
            catalog_.keep(*frame_);
        } else {
            catalog_.undo(*frame_);
            missingValues_.rolledBack(catalog_);
        }
        frame_.reset();
    }
    if (pathAfterTransaction_ && commit) {
        catalog_.setSearchPath(*pathAfterTransaction_);
    }
    pathAfterTransaction_.reset();
    transaction_ = {};
}

void Replay::applyTransaction(const TransactionStatement& statement) {
    // Of several with the same name the last one is meant.
    auto savepoint = savepoints_.end();
    for (auto one = savepoints_.begin(); one != savepoints_.end(); ++one) {
        savepoint = one->name == statement.savepoint.text ? one : savepoint;
    }
    switch (statement.action) {
    case TransactionAction::Begin:
        // BEGIN within the tool's transaction is a warning of the server and changes nothing. In a
        // message it turns the implicit block into an explicit one.
        if (transaction_.source == TransactionSource::None) {
            openTransaction(TransactionSource::Begin, {file_, statement.range});
        } else if (transaction_.source == TransactionSource::Message) {
            transaction_.source = TransactionSource::Begin;
            transaction_.begin = {file_, statement.range};
        } else if (transaction_.source == TransactionSource::Tool) {
            transaction_.innerBegin = true;
        }
        break;
    case TransactionAction::Commit:
    case TransactionAction::Rollback:
    case TransactionAction::Prepare:
        endedToolTransaction_ |= transaction_.source == TransactionSource::Tool;
        if (transaction_.isBlock() && statement.action == TransactionAction::Rollback) {
            undoneBehind_ = appliedBefore_;
        }
        closeTransaction(statement.action != TransactionAction::Rollback);
        if (statement.chain) {
            openTransaction(TransactionSource::Begin, {file_, statement.range});
        } else if (isJoined() || statement.joined) {
            // What follows in the same message is in an implicit block again.
            openTransaction(TransactionSource::Message, {file_, statement.range});
        }
        break;
    case TransactionAction::Savepoint:
        if (transaction_.isBlock()) {
            savepoints_.push_back({statement.savepoint.text, catalog_.openFrame(),
                                   transaction_.locks.size(), applied_});
        }
        break;
    case TransactionAction::ReleaseSavepoint:
        if (savepoint != savepoints_.end()) {
            catalog_.keep(savepoint->frame);
            savepoints_.erase(savepoint, savepoints_.end());
        }
        break;
    case TransactionAction::RollbackToSavepoint:
        if (savepoint != savepoints_.end()) {
            undoneBehind_ = savepoint->applied;
            catalog_.undo(savepoint->frame);
            missingValues_.rolledBack(catalog_);
            savepoint->frame = catalog_.openFrame();
            transaction_.locks.truncate(savepoint->locks);
            savepoints_.erase(savepoint + 1, savepoints_.end());
        }
        break;
    case TransactionAction::CommitPrepared:
    case TransactionAction::RollbackPrepared: break;
    }
}

void Replay::beginInner() {
    ++innerDepth_;
    if (!transaction_.isBlock()) {
        transaction_.isWithinStatement = true;
        session_.beginTransaction();
    }
}

void Replay::endInner() {
    --innerDepth_;
    if (transaction_.isWithinStatement) {
        session_.endTransaction(true);
        transaction_ = {};
    }
}

void Replay::hold(const Effects& effects, Range statement) {
    if (!transaction_.keepsLocks()) {
        return;
    }
    for (const Lock& lock : effects.locks) {
        const HeldLock* held = transaction_.locks.strongestOn(lock.relation);
        const bool isOwn =
            held != nullptr && held->mode == lock.mode && held->passedOn && !lock.passedOn;
        if (held == nullptr || held->mode < lock.mode || isOwn) {
            const RelationUse& relation = lock.relation;
            transaction_.locks.add({relation.object == nullptr ? 0 : relation.object->id,
                                    relation.schema,
                                    relation.name,
                                    relation.kind,
                                    lock.mode,
                                    {file_, statement},
                                    lock.passedOn,
                                    isNew(relation)});
        }
    }
    for (const Work& work : effects.work) {
        PastWork& past =
            transaction_.work.emplace_back(work, Location{file_, statement}, isNew(work.relation));
        past.work.relation.object = nullptr;
    }
}

void Replay::enter(const Statement& statement) {
    enterMessageOf(statement);
    if (statement.joined && !transaction_.isBlock()) {
        openTransaction(TransactionSource::Message, {file_, statement.range});
        inJoinedMessage_ = true;
    }
}

void Replay::apply(const Statement& statement, const Effects& effects) {
    ++applied_;
    undoneBehind_.reset();
    if (const auto* transaction = as<TransactionStatement>(statement)) {
        applyTransaction(*transaction);
    } else {
        hold(effects, statement.range);
        doubts_.statement(statement, catalog_, serverVersion_);
        for (const Failure& failure : effects.failures) {
            if (!failure.name.empty()) {
                doubts_.name(failure.name);
            }
            for (const Obstacle& obstacle : failure.obstacles) {
                doubts_.name(obstacle.name);
            }
        }
        Applier(*this, effects.failures).apply(statement);
        missingValues_.statement(statement, effects, catalog_);
        if (!transaction_.isBlock()) {
            dropTemporaries(true);
        }
    }
    if (inJoinedMessage_ && !statement.joined) {
        inJoinedMessage_ = false;
        if (transaction_.source == TransactionSource::Message) {
            closeTransaction(true);
        }
    }
}

bool Replay::isTemporary(const QualifiedName& name) const {
    const Lookup<Table> table = catalog_.table(name);
    return table ? table->persistence == Persistence::Temporary
                 : name.schema.text == temporarySchema;
}

bool Replay::isNew(const Table& table) const {
    if (!table.complete) {
        return table.persistence == Persistence::Temporary;
    }
    // The statements behind a CREATE TABLE that has failed mean the table that it was to make.
    const auto inTheWay = inTheWay_.find(table.id);
    if (inTheWay != inTheWay_.end() && inTheWay->second == migration_) {
        return true;
    }
    bool inOpenTransaction =
        transaction_.number != 0 && table.origin.transaction == transaction_.number;
    const bool isMade = table.origin.migration == migration_ && !table.filled;
    return inOpenTransaction || isMade || table.persistence == Persistence::Temporary;
}

bool Replay::isNew(const RelationUse& relation) const {
    ObjectId owner = 0;
    if (const auto* index = as<Index>(relation.object)) {
        owner = index->table;
    } else if (const auto* sequence = as<Sequence>(relation.object)) {
        owner = sequence->ownerTable;
    }
    const CatalogObject* object = owner == 0 ? relation.object : catalog_.find(owner);
    if (const auto* table = as<Table>(object)) {
        return isNew(*table);
    }
    return object != nullptr ? object->origin.migration == migration_ : relation.isTemporary();
}

bool Replay::isEmpty(const Table& table) const {
    const bool isMade = table.complete && table.origin.migration == migration_;
    // Until the transaction ends nobody else can fill what it has truncated.
    const bool isTruncated = transaction_.number != 0 && table.truncatedIn == transaction_.number;
    return (isMade || isTruncated) && !table.filled;
}

} // namespace ironlaw
