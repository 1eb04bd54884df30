// Several data changes, each of which commits on its own.
#include "rules/transactions/commits.h"

namespace ironlaw::rules {

namespace {

void check(const SectionEnd& end, Context& context) {
    if (!isExecutionKnown(context)) {
        return;
    }
    const Statement* first = nullptr;
    for (const Statement* one : end.commits) {
        if (!changesData(*one)) {
            continue;
        }
        if (first == nullptr) {
            first = one;
            continue;
        }
        context
            .report(one->range, "this data change runs outside of a transaction: if it fails, the "
                                "ones before it stay")
            .note(context.here(first->range), "this one has committed by then")
            .help("put the data changes between BEGIN and COMMIT, or each into a migration of its "
                  "own");
        return;
    }
}

} // namespace

extern constinit const Rule writes_without_transaction = {
    .summary = "several data changes outside of a transaction",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
