// Statements whose relation is there, but of a kind that they do not work on: CREATE INDEX on a
// view, ALTER SEQUENCE of a table.
#include "analyzer/replay/failure-sink.h"

#include <fmt/format.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// Kinds of relations, as bits.
enum Kinds : uint8_t {
    Tables = 1,
    Views = 2,
    MaterializedViews = 4,
    Sequences = 8,
    Indexes = 16,
    Everything = 31,
};

uint8_t kindOf(const CatalogObject& object) {
    switch (object.kind) {
    case CatalogKind::Table: return Tables;
    case CatalogKind::View: return as<View>(&object)->materialized ? MaterializedViews : Views;
    case CatalogKind::Sequence: return Sequences;
    default: return Indexes;
    }
}

/// The kinds in the words of PostgreSQL's messages: "table or view".
std::string wordsOfKinds(uint8_t kinds) {
    std::vector<std::string_view> words;
    const auto add = [&](Kinds kind, std::string_view word) {
        if ((kinds & kind) != 0) {
            words.push_back(word);
        }
    };
    add(Tables, "table");
    add(Views, "view");
    add(MaterializedViews, "materialized view");
    add(Sequences, "sequence");
    add(Indexes, "index");
    return fmt::format("{} {}", words.front() == "index" ? "an" : "a", fmt::join(words, " or "));
}

/// What an action of ALTER TABLE works on (ATPrepCmd in src/backend/commands/tablecmds.c).
uint8_t kindsOf(AlterActionKind action, int serverVersion) {
    switch (action) {
    case AlterActionKind::SetDefault: return Tables | Views;
    case AlterActionKind::SetStatistics: return Tables | MaterializedViews | Indexes;
    case AlterActionKind::SetPersistence:
        return serverVersion >= 15 ? Tables | Sequences : uint8_t(Tables);
    case AlterActionKind::SetStorage:
    case AlterActionKind::ClusterOn:
    case AlterActionKind::ReplicaIdentity: return Tables | MaterializedViews;
    case AlterActionKind::AttachPartition:
    case AlterActionKind::DetachPartition: return Tables | Indexes;
    case AlterActionKind::ChangeOwner:
    case AlterActionKind::SetTablespace:
    case AlterActionKind::SetAccessMethod:
    case AlterActionKind::SetOptions:
    case AlterActionKind::Other: return Everything;
    default: return Tables;
    }
}

/// What `ALTER VIEW` and its like are said of; 0 for other kinds of objects.
uint8_t kindsOf(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::Table: return Tables;
    case ObjectKind::View: return Views;
    case ObjectKind::MaterializedView: return MaterializedViews;
    case ObjectKind::Sequence: return Sequences;
    case ObjectKind::Index: return Indexes;
    default: return 0;
    }
}

class KindFailures {
public:
    KindFailures(Range statement, FailureSink& sink) : statement_(statement), sink_(sink) {}

    void need(const QualifiedName& name, uint8_t kinds, Range anchor) {
        const Lookup<CatalogObject> found = sink_.catalog().relation(name);
        if (!found || (kindOf(*found) & kinds) != 0 || !sink_.isCertain(*found)) {
            return;
        }
        sink_.add({FailureKind::UnknownObject,
                   fmt::format("\"{}\" is not {}", found->name, wordsOfKinds(kinds)),
                   anchor,
                   found->name,
                   {obstacleOf(*found)}});
    }
    void need(const QualifiedName& name, uint8_t kinds) {
        need(name, kinds, placeOf(name, statement_));
    }

    void of(const AlterTable& statement) {
        // ALTER TABLE is also said of other relations, where the action works on them.
        const uint8_t said = statement.objectKind == ObjectKind::Table
                                 ? uint8_t(Everything)
                                 : kindsOf(statement.objectKind);
        if (said == 0) {
            return;
        }
        for (const AlterAction* action : statement.actions) {
            const uint8_t kinds = kindsOf(action->kind, sink_.serverVersion());
            need(statement.name, (kinds & said) != 0 ? kinds & said : kinds, action->range);
        }
    }

    /// ALTER TABLE and ALTER INDEX rename relations of every kind.
    void of(const Rename& statement) {
        const bool isOfAny =
            statement.objectKind == ObjectKind::Table || statement.objectKind == ObjectKind::Index;
        if (!isOfAny && kindsOf(statement.objectKind) != 0) {
            need(statement.object.name, kindsOf(statement.objectKind));
        }
    }

    void of(const SetSchema& statement) {
        const uint8_t kinds = kindsOf(statement.objectKind);
        if (kinds != 0) {
            need(statement.object.name,
                 kinds == Tables ? Tables | Views | MaterializedViews | Sequences : kinds);
        }
    }

    void of(const CommentOn& statement) {
        if (kindsOf(statement.objectKind) != 0) {
            need(statement.object.name, kindsOf(statement.objectKind));
        }
    }

    void of(const Reindex& statement) {
        if (statement.target == ReindexTarget::Index) {
            need(statement.name, Indexes);
        } else if (statement.target == ReindexTarget::Table) {
            need(statement.name, Tables | MaterializedViews);
        }
    }

    void of(const LockTable& statement) {
        for (const QualifiedName& name : statement.tables) {
            need(name, Tables | Views);
        }
    }

    void of(const Truncate& statement) {
        for (const QualifiedName& name : statement.tables) {
            need(name, Tables);
        }
    }

    void of(const CreateTable& statement) {
        for (const QualifiedName& parent : statement.inherits) {
            need(parent, Tables);
        }
        for (const LikeClause& like : statement.likes) {
            need(like.source, Tables | Views | MaterializedViews | Sequences);
        }
    }

private:
    Range statement_;
    FailureSink& sink_;
};

} // namespace

void kindFailures(const Statement& statement, FailureSink& sink) {
    KindFailures failures(statement.range, sink);
    switch (statement.kind) {
    case StatementKind::AlterTable: failures.of(*as<AlterTable>(statement)); break;
    case StatementKind::CreateTable: failures.of(*as<CreateTable>(statement)); break;
    case StatementKind::CreateIndex:
        failures.need(as<CreateIndex>(statement)->table, Tables | MaterializedViews);
        break;
    case StatementKind::CreateTrigger:
        failures.need(as<CreateTrigger>(statement)->table, Tables | Views);
        break;
    case StatementKind::CreatePolicy:
        failures.need(as<CreatePolicy>(statement)->table, Tables);
        break;
    case StatementKind::AlterSequence:
        failures.need(as<AlterSequence>(statement)->name, Sequences);
        break;
    case StatementKind::RefreshMaterializedView:
        failures.need(as<RefreshMaterializedView>(statement)->name, MaterializedViews);
        break;
    case StatementKind::Cluster:
        failures.need(as<Cluster>(statement)->table, Tables | MaterializedViews);
        break;
    case StatementKind::Rename: failures.of(*as<Rename>(statement)); break;
    case StatementKind::SetSchema: failures.of(*as<SetSchema>(statement)); break;
    case StatementKind::CommentOn: failures.of(*as<CommentOn>(statement)); break;
    case StatementKind::Reindex: failures.of(*as<Reindex>(statement)); break;
    case StatementKind::LockTable: failures.of(*as<LockTable>(statement)); break;
    case StatementKind::Truncate: failures.of(*as<Truncate>(statement)); break;
    default: break;
    }
}

} // namespace ironlaw
