// Effects of queries: what they read, and what stands behind views; lock-model.md, section 9.
// What they change is in row-effects.cpp.
#include "analyzer/replay/row-effects.h"
#include "grammar/query-scope.h"

#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/SetVector.h>

#include <algorithm>

namespace ironlaw {

namespace {

using enum LockMode;

const View* plainView(const CatalogObject* object) {
    const View* view = as<View>(object);
    return view != nullptr && !view->materialized ? view : nullptr;
}

/// Calls `visit` for each subquery that stands in the FROM itself.
template <typename Visit> void eachSubqueryIn(const FromItem* item, const Visit& visit) {
    if (item == nullptr) {
        return;
    }
    eachSubqueryIn(item->left, visit);
    eachSubqueryIn(item->right, visit);
    if (item->subquery != nullptr) {
        visit(*item);
    }
}

class QueryEffects {
public:
    QueryEffects(QueryStage stage, EffectSink& sink) : stage_(stage), sink_(sink) {}

    void run(const Query& root) {
        walkQueries(root, QueryPlace::TopLevel, [&](const Query& one, QueryPlace) {
            if (writes(one)) {
                changeEffects(one, stage_, sink_);
            }
            for (const FromItem* item : one.from) {
                eachSubqueryIn(item, [&](const FromItem& entry) {
                    if (isLocked(entry, one)) {
                        locked_.insert(entry.subquery);
                    }
                });
            }
            if (stage_ == QueryStage::Executed) {
                eachExpression(one, [&](const Expression* expression) {
                    sink_.lockCalledSequences(expression);
                });
            }
        });
        eachRelationRead(root, [&](const FromItem& entry, const Query& one) {
            read(sink_.use(entry.relation), isLocked(entry, one) ? RowShare : AccessShare,
                 entry.only);
        });
    }

private:
    /// FOR UPDATE and its like reach the subqueries of a FROM as well (transformLockingClause,
    /// src/backend/parser/analyze.c).
    bool isLocked(const FromItem& entry, const Query& query) const {
        const std::span<const Name> named = query.clauses->lockedNames;
        const Name& name = entry.alias.empty() ? entry.relation.name : entry.alias;
        return locked_.contains(&query) ||
               (query.locking && (named.empty() || std::ranges::find(named, name) != named.end()));
    }

    void read(const RelationUse& relation, LockMode mode, bool only) {
        sink_.lock(relation, mode);
        const View* view = plainView(relation.object);
        if (stage_ == QueryStage::Analysed) {
            return;
        }
        if (view == nullptr) {
            sink_.eachNamed(relation, only || stage_ < QueryStage::Planned,
                            [&](const RelationUse& one) { sink_.lock(one, mode); });
        } else if (mode == RowShare) {
            lockRows(*view);
        } else {
            lockBehind(*view, mode, stage_, sink_);
        }
    }

    /// What the view has in its FROM; it only reads the rest (markQueryForLocking,
    /// src/backend/rewrite/rewriteHandler.c).
    void lockRows(const View& view) {
        llvm::SetVector<const View*> views;
        views.insert(&view);
        for (size_t i = 0; i < views.size(); ++i) {
            const llvm::DenseSet<ObjectId> rows = relationsInFrom(*views[i]);
            for (const ObjectId id : views[i]->uses) {
                const CatalogObject* object = sink_.catalog().find(id);
                const View* inner = plainView(object);
                if (object == nullptr) {
                    continue;
                }
                if (inner != nullptr && rows.contains(id)) {
                    sink_.lock(id, RowShare);
                    views.insert(inner);
                } else {
                    read(sink_.use(*object), rows.contains(id) ? RowShare : AccessShare, false);
                }
            }
        }
    }

    llvm::DenseSet<ObjectId> relationsInFrom(const View& view) const {
        llvm::DenseSet<ObjectId> result;
        llvm::DenseSet<const Query*> reached{view.query};
        walkQueries(*view.query, QueryPlace::TopLevel, [&](const Query& one, QueryPlace) {
            if (!reached.contains(&one)) {
                return;
            }
            for (const FromItem* item : one.from) {
                eachSubqueryIn(item,
                               [&](const FromItem& entry) { reached.insert(entry.subquery); });
            }
        });
        eachRelationRead(*view.query, [&](const FromItem& entry, const Query& one) {
            const Lookup<CatalogObject> relation = sink_.catalog().relation(entry.relation);
            if (relation && reached.contains(&one)) {
                result.insert(relation->id);
            }
        });
        return result;
    }

    QueryStage stage_;
    EffectSink& sink_;
    llvm::DenseSet<const Query*> locked_; ///< subqueries that the lock of an outer one reaches
};

} // namespace

void queryEffects(const Query& query, QueryStage stage, EffectSink& sink) {
    QueryEffects(stage, sink).run(query);
}

void expressionEffects(const Expression* expression, EffectSink& sink) {
    walkExpression(expression, [&](const Expression& node) {
        if (node.subquery() != nullptr) {
            queryEffects(*node.subquery(), QueryStage::Analysed, sink);
        }
        return true;
    });
}

void lockBehind(const View& view, LockMode mode, QueryStage stage, EffectSink& sink) {
    llvm::SetVector<const View*> views;
    views.insert(&view);
    for (size_t i = 0; i < views.size(); ++i) {
        for (const ObjectId id : views[i]->uses) {
            const CatalogObject* object = sink.catalog().find(id);
            if (const View* inner = plainView(object)) {
                views.insert(inner);
                sink.lock(id, mode);
            } else if (object != nullptr) {
                sink.eachNamed(sink.use(*object), stage < QueryStage::Planned,
                               [&](const RelationUse& one) { sink.lock(one, mode); });
            }
        }
    }
}

} // namespace ironlaw
