// CREATE INDEX CONCURRENTLY IF NOT EXISTS: what a failed build has left counts as the index.
#include "analyzer/rule/context.h"

#include <algorithm>

namespace ironlaw::rules {

namespace {

/// Whether the statement drops the index if it is there, or may do so by way of EXECUTE.
bool drops(const Statement& statement, const Name& index) {
    if (const auto* block = as<Do>(statement)) {
        return block->body.executesDynamicSql || !block->body.readable ||
               std::ranges::any_of(block->body.statements,
                                   [&](const Statement* inner) { return drops(*inner, index); });
    }
    const auto* drop = as<Drop>(statement);
    return drop != nullptr && drop->objectKind == ObjectKind::Index &&
           std::ranges::any_of(drop->objects, [&](const ObjectReference& object) {
               return object.name.name == index;
           });
}

void check(const SectionEnd& end, Context& context) {
    for (size_t i = 0; i < end.commits.size(); ++i) {
        const auto* index = as<CreateIndex>(*end.commits[i]);
        if (index == nullptr || !index->concurrently || !index->ifNotExists) {
            continue;
        }
        const auto earlier = end.commits.first(i);
        const Lookup<Table> table = context.catalog().table(index->table);
        if ((table && context.replay().isNew(*table)) ||
            std::ranges::any_of(earlier,
                                [&](const Statement* one) { return drops(*one, index->name); })) {
            continue;
        }
        auto diagnostic = context.report(
            Range{index->range.begin, index->table.range.end},
            "after a failed build, CREATE INDEX CONCURRENTLY IF NOT EXISTS keeps the invalid index "
            "\"{}\" and reports success",
            index->name.text.view());
        if (context.execution().singleMessage) {
            diagnostic.help(
                "leave out IF NOT EXISTS, so that a retry fails until the invalid index "
                "is dropped");
        } else {
            diagnostic.help("put DROP INDEX CONCURRENTLY IF EXISTS \"{}\" in front of it",
                            index->name.text.view());
        }
    }
}

} // namespace

extern constinit const Rule concurrent_index_retry = {
    .summary = "CREATE INDEX CONCURRENTLY IF NOT EXISTS that keeps an invalid index",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
