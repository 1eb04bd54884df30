// Effects: what a statement does, before it is applied.
#include "analyzer/replay/effects.h"

#include "analyzer/replay/effect-sink.h"
#include "analyzer/replay/facts/facts.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// Functions of PostgreSQL whose call leaves nothing behind for a way back to undo.
constexpr std::array<std::string_view, 10> harmlessFunctions = {
    "current_setting",       "now",       "pg_advisory_lock", "pg_advisory_unlock",
    "pg_advisory_xact_lock", "pg_notify", "pg_sleep",         "pg_stat_reset",
    "pg_terminate_backend",  "set_config"};

bool isIn(const auto& list, std::string_view word) {
    return std::ranges::find(list, word) != list.end();
}

class EffectsOf {
public:
    /// Where a `reading` is given, it gets the calls, and what they change is left out.
    explicit EffectsOf(const Replay& replay, BodyReading* reading = nullptr)
        : replay_(replay), reading_(reading) {}

    Effects of(const Statement& statement) {
        changes(statement);
        effects_.blockRefusal = blockRefusalOf(statement, replay_);
        effects_.mayChangeDatabase |= effects_.changesDatabase;
        locksAndWork(statement);
        return std::move(effects_);
    }

    /// Whether a statement of the body changes something that lasts.
    bool changes(const Body& body) {
        this->body(body);
        return effects_.changesDatabase;
    }

private:
    static QueryStage stageOf(const QueryStatement& statement) {
        return statement.executes   ? QueryStage::Executed
               : statement.prepares ? QueryStage::Rewritten
                                    : QueryStage::Planned;
    }

    void locksAndWork(const Statement& statement) {
        EffectSink sink(replay_, effects_);
        if (const auto* alter = as<AlterTable>(statement)) {
            alterTableEffects(*alter, sink);
        } else if (const auto* drop = as<Drop>(statement)) {
            dropEffects(*drop, sink);
        } else if (const auto* query = as<QueryStatement>(statement)) {
            queryEffects(*query->query, stageOf(*query), sink);
        } else if (const auto* copy = as<Copy>(statement)) {
            if (copy->query != nullptr) {
                queryEffects(*copy->query, QueryStage::Executed, sink);
            } else if (copy->from) {
                copyEffects(*copy, sink);
            } else {
                sink.lock(sink.use(copy->table), LockMode::AccessShare);
            }
        } else {
            tableEffects(statement, sink);
            objectEffects(statement, sink);
            listEffects(statement, sink);
        }
    }

    bool isTemporary(const QualifiedName& name) const { return replay_.isTemporary(name); }

    /// Not if one of its name is there: "already exists, skipping".
    bool makesIndex(const CreateIndex& statement) const {
        const Lookup<CatalogObject> table = replay_.catalog().relation(statement.table);
        const bool exists =
            statement.ifNotExists && !statement.name.empty() && table &&
            replay_.catalog().relationIn(table->schema, statement.name.text) != nullptr;
        return !exists && !isTemporary(statement.table);
    }

    bool allTemporary(const Drop& statement) const {
        return std::ranges::all_of(statement.objects, [&](const ObjectReference& object) {
            return isTemporary(object.name);
        });
    }

    /// Whether something lasting is different after the statement.
    void changes(const Statement& statement) {
        switch (statement.kind) {
        case StatementKind::Transaction:
        case StatementKind::SetVariable:
        case StatementKind::Discard:
        case StatementKind::Reindex:
        case StatementKind::RefreshMaterializedView:
        case StatementKind::Vacuum:
        case StatementKind::Cluster:
        case StatementKind::LockTable: break;
        case StatementKind::CreateTable:
            effects_.changesDatabase =
                as<CreateTable>(statement)->persistence != Persistence::Temporary;
            break;
        case StatementKind::CreateTableAs:
            effects_.changesDatabase =
                as<CreateTableAs>(statement)->persistence != Persistence::Temporary;
            break;
        case StatementKind::AlterTable:
            effects_.changesDatabase = !isTemporary(as<AlterTable>(statement)->name);
            break;
        case StatementKind::CreateIndex:
            effects_.changesDatabase = makesIndex(*as<CreateIndex>(statement));
            break;
        case StatementKind::Truncate:
            effects_.changesDatabase =
                !std::ranges::all_of(as<Truncate>(statement)->tables,
                                     [&](const QualifiedName& name) { return isTemporary(name); });
            break;
        case StatementKind::Drop:
            effects_.changesDatabase = !allTemporary(*as<Drop>(statement));
            break;
        case StatementKind::Copy: {
            const auto& copy = *as<Copy>(statement);
            effects_.changesDatabase = copy.from && !isTemporary(copy.table);
            break;
        }
        case StatementKind::Query:
            if (as<QueryStatement>(statement)->executes) {
                query(*as<QueryStatement>(statement)->query);
            }
            break;
        case StatementKind::Call:
            effects_.mayChangeDatabase = true;
            effects_.changesDatabase = calledBodyChanges(*as<Call>(statement)->call);
            break;
        case StatementKind::Do: body(as<Do>(statement)->body); break;
        case StatementKind::Other:
            effects_.changesDatabase = as<OtherStatement>(statement)->changesDatabase;
            break;
        default: effects_.changesDatabase = true; break;
        }
    }

    void body(const Body& body) {
        EffectSink sink(replay_, effects_);
        for (const Statement* inner : body.statements) {
            Effects one = EffectsOf(replay_, reading_).of(*inner);
            for (const Lock& lock : one.locks) {
                sink.lock(lock.relation, lock.mode);
            }
            effects_.changesDatabase |= one.changesDatabase;
            effects_.mayChangeDatabase |= one.mayChangeDatabase;
        }
        effects_.changesDatabase |= body.executesDynamicSql;
        effects_.mayChangeDatabase |= !body.readable;
    }

    void query(const Query& root) {
        walkQueries(root, QueryPlace::TopLevel, [&](const Query& one, QueryPlace place) {
            if (writes(one) && !isTemporary(one.relation)) {
                effects_.changesDatabase = true;
            }
            if (place == QueryPlace::TopLevel && one.kind == QueryKind::Select) {
                calls(one);
            }
        });
    }

    /// SELECT f() is how migrations call functions for what they do.
    void calls(const Query& query) {
        auto call = [&](const Expression& node) {
            if (node.kind != ExpressionKind::FunctionCall) {
                return true;
            }
            if (isChangingBuiltin(node.text) || calledBodyChanges(node)) {
                effects_.changesDatabase = true;
            } else if (!isIn(harmlessFunctions, node.text)) {
                effects_.mayChangeDatabase = true;
            }
            return true;
        };
        for (const Target& target : query.targets) {
            walkExpression(target.value, call);
        }
        for (const FromItem* item : query.from) {
            walkExpression(item->function, call);
        }
    }

    /// Whether the history knows the routine that is called, and statements of its body change
    /// something; with several of the name, all of them do.
    bool calledBodyChanges(const Expression& call) const {
        if (call.names.empty()) {
            return false;
        }
        std::vector<const CreateRoutine*> meant;
        for (const Routine* one : replay_.catalog().routines(qualifiedName(call.names))) {
            meant.push_back(one->definition);
        }
        if (meant.empty() || std::ranges::find(meant, nullptr) != meant.end()) {
            return false;
        }
        if (reading_ != nullptr) {
            reading_->calls.push_back(std::move(meant));
            return false;
        }
        return std::ranges::all_of(
            meant, [&](const CreateRoutine* one) { return replay_.bodyChanges(*one); });
    }

    const Replay& replay_;
    BodyReading* reading_;
    Effects effects_;
};

} // namespace

bool Effects::surelyRewrites(const RelationUse& relation) const {
    return std::ranges::any_of(work, [&](const Work& one) {
        return one.kind == WorkKind::Rewrite && one.certain && one.relation == relation;
    });
}

bool Replay::bodyChanges(const CreateRoutine& routine) const {
    return bodyChanges_.of(routine, catalog_.namesVersion(), [this](const CreateRoutine& one) {
        BodyReading reading;
        reading.changes = EffectsOf(*this, &reading).changes(one.body);
        return reading;
    });
}

Effects Replay::effectsOf(const Statement& statement) const {
    Effects effects = EffectsOf(*this).of(statement);
    failuresOf(statement, *this, effects);
    return effects;
}

} // namespace ironlaw
