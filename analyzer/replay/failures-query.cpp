// Queries that fail: relations and columns that are not there.
#include "analyzer/replay/failure-sink.h"

#include <llvm/ADT/StringSet.h>

namespace ironlaw {

namespace {

class QueryFailures {
public:
    QueryFailures(Range statement, FailureSink& sink) : statement_(statement), sink_(sink) {}

    void run(const Query& root) {
        // Whether a common table is in sight is not asked: its name is no table's in all of the
        // statement.
        walkQueries(root, QueryPlace::TopLevel, [&](const Query& one, QueryPlace) {
            for (const CommonTableExpression& common : one.clauses->with) {
                common_.insert(common.name.text.view());
            }
        });
        walkQueries(root, QueryPlace::TopLevel, [&](const Query& one, QueryPlace) { query(one); });
    }

private:
    void query(const Query& query) {
        for (const FromItem* item : query.from) {
            from(item);
        }
        switch (query.kind) {
        case QueryKind::Insert: changed(query, query.targets); break;
        case QueryKind::Update: changed(query, query.targets); break;
        case QueryKind::Delete:
        case QueryKind::Merge: relation(query.relation); break;
        default: break;
        }
    }

    void from(const FromItem* item) {
        for (; item != nullptr; item = item->left) {
            if (item->kind == FromKind::Relation) {
                relation(item->relation);
            }
            from(item->right);
        }
    }

    bool relation(const QualifiedName& name) {
        const std::string_view bare = name.name.text;
        if (name.schema.empty() && common_.contains(bare)) {
            return false;
        }
        return told_.insert(bare).second && sink_.relationMissing(name, statement_);
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
    llvm::StringSet<> common_;
    llvm::StringSet<> told_;
};

} // namespace

void queryFailures(const Query& query, Range statement, FailureSink& sink) {
    QueryFailures(statement, sink).run(query);
}

} // namespace ironlaw
