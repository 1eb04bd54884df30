// A CONCURRENTLY form under a lock_timeout that ends its waiting for other transactions.
#include "analyzer/rule/context.h"

namespace ironlaw::rules {

namespace {

/// Longer ones are taken for a decision.
constexpr double shortTimeout = 60'000;

std::string_view remainderOf(std::string_view words) {
    return words.find("DETACH") == std::string_view::npos ? "an invalid index"
                                                          : "the partition half detached";
}

void check(const BlockRefused& event, Context& context) {
    const std::string_view timeout = context.replay().session().value("lock_timeout").value_or("0");
    const double duration = milliseconds(timeout).value_or(0);
    if (!event.refusal.concurrently || context.transaction().isBlock() || duration <= 0 ||
        duration > shortTimeout) {
        return;
    }
    auto diagnostic = context.report(
        event.refusal.anchor,
        "{} fails when it has waited for other transactions as long as lock_timeout ({}), "
        "and leaves {}",
        event.refusal.words, timeout, remainderOf(event.refusal.words));
    if (context.execution().singleMessage) {
        diagnostic.help("let the deploy run this migration with lock_timeout = 0: a SET beside it "
                        "would make a transaction of the two");
    } else {
        diagnostic.help(
            "put SET lock_timeout = 0 in front of it, and RESET lock_timeout behind it");
    }
}

} // namespace

extern constinit const Rule lock_timeout_during_concurrent_build = {
    .summary = "short lock_timeout over a CONCURRENTLY form",
    .severity = Severity::Warning,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
