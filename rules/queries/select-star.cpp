// SELECT * in a migration: what it gives changes with the table.
#include "analyzer/rule/context.h"
#include "analyzer/rule/open-star.h"

namespace ironlaw::rules {

namespace {

/// From `begin` to the star behind the qualifier that begins there.
Range withQualifier(uint32_t begin, const Context& context) {
    Range range = context.tokenAt(begin);
    for (Range token = range; !token.empty() && context.text(token) != "*";) {
        token = context.tokenAt(token.end);
        range.end = token.end;
    }
    return range;
}

void check(const QueryUse& use, Context& context) {
    if (use.query.kind != QueryKind::Select || use.place == QueryPlace::Exists) {
        return;
    }
    for (const Target& target : use.query.targets) {
        const Expression* found = openStar(target, use);
        if (found == nullptr) {
            continue;
        }
        auto names = found->names;
        Range star = names.empty() ? context.tokenAt(target.location)
                                   : withQualifier(target.location, context);
        auto diagnostic =
            names.empty()
                ? context.report(star, "SELECT * takes whatever columns the table has at that time")
                : context.report(star, "\"{}.*\" takes whatever columns \"{}\" has at that time",
                                 names.back().text, names.back().text);
        diagnostic.help("name the columns");
    }
}

} // namespace

extern constinit const Rule select_star = {
    .summary = "* in an output list",
    .severity = Severity::Error,
    .since = "0.1",
    .check = on<&check>(),
};

} // namespace ironlaw::rules
