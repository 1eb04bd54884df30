// REFRESH MATERIALIZED VIEW that blocks readers, or that asks for CONCURRENTLY and cannot have it.
#include "analyzer/rule/context.h"

#include <algorithm>

namespace ironlaw::rules {

namespace {

/// is_usable_unique_index in src/backend/commands/matview.c.
bool hasUsableIndex(const View& view, const Catalog& catalog) {
    return std::ranges::any_of(catalog.indexesOf(view.id), [](const Index* index) {
        return index->unique && index->valid && index->predicate == nullptr &&
               std::ranges::none_of(index->keys, [](const IndexColumn& one) {
                   return one.key != nullptr && one.key->expression != nullptr;
               });
    });
}

/// Says why CONCURRENTLY fails, if it does.
void checkConcurrently(const RefreshMaterializedView& refresh, const View& view, Context& context) {
    const bool isNew = view.origin.migration == context.replay().migration();
    if (!view.populated && isNew) {
        context
            .report(refresh.range,
                    "REFRESH MATERIALIZED VIEW CONCURRENTLY fails: \"{}\" holds no data yet",
                    context.nameOf(view))
            .note(view.origin.location, "\"{}\" is created here, WITH NO DATA",
                  context.nameOf(view))
            .help("leave CONCURRENTLY out of the first refresh, which nobody has to wait for");
    } else if (!hasUsableIndex(view, context.catalog())) {
        context
            .report(refresh.range,
                    "REFRESH MATERIALIZED VIEW CONCURRENTLY fails: \"{}\" has no unique index over "
                    "plain columns and without WHERE",
                    context.nameOf(view))
            .note(view.origin.location, "the materialized view is created here")
            .help("create such an index first");
    }
}

void check(const RefreshMaterializedView& refresh, Context& context) {
    const RelationUse& relation = context.effects().locks.front().relation;
    const auto* view = as<View>(relation.object);
    if (refresh.concurrently) {
        if (view != nullptr) {
            checkConcurrently(refresh, *view, context);
        }
        return;
    }
    const bool readable = view == nullptr || view->populated;
    if (!refresh.withData || !readable || !context.isLargeExisting(relation)) {
        return;
    }
    auto diagnostic = context.report(
        refresh.range,
        "REFRESH MATERIALIZED VIEW \"{}\" blocks reads of it until its query is done",
        context.nameOf(relation));
    context.noteRelation(diagnostic, relation);
    if (view == nullptr || hasUsableIndex(*view, context.catalog())) {
        diagnostic.help("use REFRESH MATERIALIZED VIEW CONCURRENTLY");
    } else {
        diagnostic.help("create a unique index over plain columns of \"{}\" and without WHERE, and "
                        "use REFRESH MATERIALIZED VIEW CONCURRENTLY",
                        context.nameOf(relation));
    }
}

} // namespace

extern constinit const Rule materialized_view_refresh = {
    .summary = "REFRESH MATERIALIZED VIEW that blocks readers, or cannot be CONCURRENTLY",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
