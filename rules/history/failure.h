// How the rules about certain failures speak: what PostgreSQL answers, and what is in the way.
#pragma once

#include "analyzer/rule/context.h"
#include "grammar/command-words.h"

#include <string>

namespace ironlaw::rules {

inline std::string_view helpOnWayUp(FailureKind kind) {
    switch (kind) {
    case FailureKind::UnknownTable:
        return "create the table in an earlier migration, or correct its name";
    case FailureKind::UnknownColumn:
        return "add the column in an earlier migration, or correct its name";
    case FailureKind::UnknownObject:
        return "create the object in an earlier migration, or correct its name";
    case FailureKind::DuplicateObject:
        return "drop the one that is there first, or choose another name";
    case FailureKind::DependentObject:
        return "drop what depends on it first, and make it again afterwards if it is still needed";
    case FailureKind::UnsupportedSyntax:
        return "write it in the server's own language, or set server-version to the servers that "
               "you run";
    case FailureKind::InvalidDefinition:
        return "change the definition to one that PostgreSQL takes";
    case FailureKind::ForeignKeyTargetNotUnique: break;
    }
    return "add a primary key or a UNIQUE constraint to the referenced columns first";
}

inline std::string_view helpOnWayBack(FailureKind kind) {
    switch (kind) {
    case FailureKind::UnknownTable:
    case FailureKind::UnknownColumn:
    case FailureKind::UnknownObject:
        return "correct the name, or leave the statement out if the way up made no such thing";
    case FailureKind::DuplicateObject:
        return "leave the statement out: the way up leaves this where it was";
    case FailureKind::UnsupportedSyntax: return helpOnWayUp(kind);
    case FailureKind::InvalidDefinition: return "define it as it was before the way up";
    case FailureKind::DependentObject:
    case FailureKind::ForeignKeyTargetNotUnique: break;
    }
    return "undo the statements of the way up in their reverse order, and nothing else";
}

inline DiagnosticBuilder reportFailure(const Failure& failure, Context& context) {
    const Range anchor =
        failure.anchor.empty() ? context.tokenAt(failure.anchor.begin) : failure.anchor;
    DiagnosticBuilder diagnostic =
        context.report(anchor, "{} fails: {}", commandOf(*context.statement()), failure.error);
    for (const Obstacle& obstacle : failure.obstacles) {
        diagnostic.note(obstacle.place, "{} is created here", obstacle.description);
    }
    return diagnostic;
}

/// Reports a failure of the way up if it is of this kind: each kind is a rule of its own.
inline void reportOnWayUp(const Failure& failure, FailureKind kind, Context& context) {
    if (failure.kind == kind && context.direction() == Direction::Up) {
        reportFailure(failure, context).helpText(std::string(helpOnWayUp(kind)));
    }
}

} // namespace ironlaw::rules
