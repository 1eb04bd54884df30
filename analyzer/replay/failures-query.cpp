// Queries that fail: relations and columns that are not there.
#include "analyzer/replay/failure-sink.h"
#include "grammar/query-scope.h"

#include <llvm/ADT/StringSet.h>

namespace ironlaw {

namespace {

class QueryFailures {
public:
    QueryFailures(Range statement, FailureSink& sink) : statement_(statement), sink_(sink) {}

    void run(const Query& root) {
        walkQueries(root, QueryPlace::TopLevel, [&](const Query& one, QueryPlace) { query(one); });
        eachRelationRead(root,
                         [&](const FromItem& entry, const Query&) { relation(entry.relation); });
    }

private:
    /// What is changed is a relation, also where a common table expression has its name
    /// (setTargetTable, src/backend/parser/parse_clause.c).
    void query(const Query& query) {
        switch (query.kind) {
        case QueryKind::Insert: changed(query, query.targets); break;
        case QueryKind::Update: changed(query, query.targets); break;
        case QueryKind::Delete:
        case QueryKind::Merge: relation(query.relation); break;
        default: break;
        }
    }

    bool relation(const QualifiedName& name) {
        return told_.insert(name.name.text.view()).second &&
               sink_.relationMissing(name, statement_);
    }

    void changed(const Query& query, std::span<const Target> columns) {
        if (relation(query.relation)) {
            return;
        }
        const Table* table = sink_.seenTable(query.relation);
        for (const Target& target : columns) {
            if (table != nullptr && !target.name.empty() &&
                sink_.lacksColumn(*table, target.name.text)) {
                sink_.columnMissing(*table, target.name.text, {target.location, target.location});
            }
        }
    }

    Range statement_;
    FailureSink& sink_;
    llvm::StringSet<> told_;
};

} // namespace

void queryFailures(const Query& query, Range statement, FailureSink& sink) {
    QueryFailures(statement, sink).run(query);
}

} // namespace ironlaw
