// How the rules about certain failures speak: what PostgreSQL answers, and what is in the way.
#pragma once

#include "analyzer/rule/context.h"

namespace ironlaw::rules {

inline DiagnosticBuilder reportFailure(const Failure& failure, Context& context) {
    const Range anchor =
        failure.anchor.empty() ? context.tokenAt(failure.anchor.begin) : failure.anchor;
    DiagnosticBuilder diagnostic =
        context.report(anchor, "{} fails: {}", wordsOf(context.statement()->kind), failure.error);
    for (const Obstacle& obstacle : failure.obstacles) {
        diagnostic.note(obstacle.place, "{} is created here", obstacle.name);
    }
    return diagnostic;
}

} // namespace ironlaw::rules
