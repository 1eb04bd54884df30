// Queries that fail: relations and columns that are not there.
#include "analyzer/replay/failure-sink.h"
#include "grammar/query-scope.h"

#include <fmt/format.h>
#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/StringSet.h>

#include <algorithm>

namespace ironlaw {

namespace {

class QueryFailures {
public:
    QueryFailures(Range statement, FailureSink& sink) : statement_(statement), sink_(sink) {}

    void run(const Query& root) {
        walkQueries(root, QueryPlace::TopLevel, [&](const Query& one, QueryPlace) { query(one); });
        eachRelationRead(root, [&](const FromItem& entry, const Query&) {
            relation(entry.relation);
            relations_.insert(&entry);
        });
        columns(root.kind == QueryKind::Insert && root.source != nullptr ? *root.source : root);
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
                sink_.lacksColumn(*table, target.name.text) &&
                missing_.insert(target.name.text.view()).second) {
                sink_.columnMissing(*table, target.name.text, {target.location, target.location});
            }
            const Column* column = table == nullptr ? nullptr : table->column(target.name.text);
            if (column != nullptr && query.kind == QueryKind::Update &&
                !sink_.isInDoubt(column->name)) {
                computed(*column, target);
            }
        }
    }

    /// A table whose columns a query can name, and what the query calls it.
    struct Source {
        const Table* table = nullptr;
        std::string_view name;
    };

    /// Columns that the outermost query names outside of its subqueries, where all that they can
    /// come from was seen. Names in GROUP BY and ORDER BY may be those of outputs.
    void columns(const Query& query) {
        const bool isChange = query.kind == QueryKind::Update || query.kind == QueryKind::Delete;
        if (query.kind != QueryKind::Select && !isChange) {
            return;
        }
        std::vector<Source> sources;
        bool areSeen = std::ranges::all_of(
            query.from, [&](const FromItem* item) { return addSource(*item, sources); });
        if (isChange) {
            const Name& alias = query.clauses->relationAlias;
            sources.push_back(
                {sink_.seenTable(query.relation),
                 alias.empty() ? query.relation.name.text.view() : alias.text.view()});
        }
        areSeen = areSeen && std::ranges::find(sources, nullptr, &Source::table) == sources.end();
        if (!areSeen || sources.empty()) {
            return;
        }
        for (const Target& target : query.targets) {
            expression(target.value, sources);
        }
        expression(query.where, sources);
    }

    bool addSource(const FromItem& item, std::vector<Source>& sources) {
        if (item.kind == FromKind::Join) {
            return addSource(*item.left, sources) && addSource(*item.right, sources);
        }
        if (!relations_.contains(&item) || !item.columns.empty()) {
            return false;
        }
        sources.push_back({sink_.seenTable(item.relation), item.alias.empty()
                                                               ? item.relation.name.text.view()
                                                               : item.alias.text.view()});
        return true;
    }

    void expression(const Expression* root, const std::vector<Source>& sources) {
        walkExpression(root, [&](const Expression& node) {
            if (node.kind == ExpressionKind::ColumnReference && node.names.size() <= 2 &&
                isMissing(node, sources) && missing_.insert(node.names.back().text.view()).second) {
                const std::string_view name = node.names.back().text;
                sink_.add(FailureKind::UnknownColumn,
                          node.names.size() == 1
                              ? fmt::format("column \"{}\" does not exist", name)
                              : fmt::format("column {}.{} does not exist",
                                            node.names.front().text.view(), name),
                          {node.location, node.location}, name);
            }
            return true;
        });
    }

    bool isMissing(const Expression& node, const std::vector<Source>& sources) const {
        const Name& name = node.names.back();
        bool isKnownSource = false;
        for (const Source& source : sources) {
            const bool isMeant = node.names.size() == 1 || node.names.front().text == source.name;
            isKnownSource |= isMeant;
            if (name.text == source.name ||
                (isMeant && !sink_.lacksColumn(*source.table, name.text))) {
                return false;
            }
        }
        // A function of the row may be written like a column.
        return isKnownSource && sink_.catalog().routines({{}, name, {}}).empty() &&
               !sink_.isBuiltinRoutine({{}, name, {}});
    }

    /// UPDATE of a column that PostgreSQL itself gives values.
    void computed(const Column& column, const Target& target) {
        const bool isComputed =
            column.generated != GeneratedKind::None || column.identity == IdentityKind::Always;
        if (isComputed && target.value != nullptr &&
            target.value->kind != ExpressionKind::Default) {
            sink_.add(FailureKind::InvalidDefinition,
                      fmt::format("column \"{}\" can only be updated to DEFAULT", column.name),
                      {target.location, target.location}, column.name);
        }
    }

    Range statement_;
    FailureSink& sink_;
    llvm::StringSet<> told_;
    llvm::StringSet<> missing_;                 ///< columns that were told of
    llvm::DenseSet<const FromItem*> relations_; ///< that are no common table expressions
};

} // namespace

void queryFailures(const Query& query, Range statement, FailureSink& sink) {
    QueryFailures(statement, sink).run(query);
}

} // namespace ironlaw
