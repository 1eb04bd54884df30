// CREATE OR REPLACE that fails: of a view with other columns, and of a routine that callers would
// not know again (checkViewColumns in src/backend/commands/view.c, ProcedureCreate in
// src/backend/catalog/pg_proc.c).
#include "analyzer/replay/failure-sink.h"
#include "analyzer/replay/output-columns.h"

#include <fmt/format.h>

#include <algorithm>

namespace ironlaw {

namespace {

/// Told by their own names: a schema may be written in one place and left out in the other.
bool isOtherType(const TypeName& a, const TypeName& b) {
    return !a.columnType && !b.columnType && !a.name.empty() && !b.name.empty() &&
           (a.name.name.text != b.name.name.text || (a.dimensions > 0) != (b.dimensions > 0) ||
            a.setOf != b.setOf);
}

bool isInput(const RoutineArgument& one) {
    return one.mode == 'i' || one.mode == 'b' || one.mode == 'v';
}
bool isOutput(const RoutineArgument& one) {
    return one.mode == 'o' || one.mode == 'b' || one.mode == 't';
}

std::vector<const RoutineArgument*> argumentsOf(const CreateRoutine& routine,
                                                bool (*counts)(const RoutineArgument&)) {
    std::vector<const RoutineArgument*> result;
    for (const RoutineArgument& one : routine.arguments) {
        if (counts(one)) {
            result.push_back(&one);
        }
    }
    return result;
}

/// The columns of the result, where several arguments make it.
bool hasOtherOutputs(const CreateRoutine& before, const CreateRoutine& now) {
    const auto old = argumentsOf(before, isOutput);
    const auto given = argumentsOf(now, isOutput);
    return !std::ranges::equal(old, given, [](const auto* a, const auto* b) {
        return a->name.text == b->name.text && !isOtherType(a->type, b->type);
    });
}

std::string replacementError(const CreateRoutine& before, const CreateRoutine& now) {
    if (before.kindOfRoutine != now.kindOfRoutine) {
        return "cannot change routine kind";
    }
    if (isOtherType(before.result, now.result) || hasOtherOutputs(before, now)) {
        return "cannot change return type of existing function";
    }
    const auto old = argumentsOf(before, isInput);
    const auto given = argumentsOf(now, isInput);
    for (size_t i = 0; i < old.size() && i < given.size(); ++i) {
        if (!old[i]->name.empty() && old[i]->name != given[i]->name) {
            return fmt::format("cannot change name of input parameter \"{}\"",
                               old[i]->name.text.view());
        }
        if (old[i]->hasDefault && !given[i]->hasDefault) {
            return "cannot remove parameter defaults from existing function";
        }
    }
    return {};
}

} // namespace

void replaceViewFailures(const CreateView& statement, const View& existing, FailureSink& sink) {
    const OutputColumns output = outputColumns(statement.query, sink.catalog());
    if (!existing.columnsComplete || !output.complete || !sink.isCertain(existing) ||
        existing.materialized) {
        return;
    }
    const std::vector<std::string_view> now = output.names(statement.columns);
    std::string error;
    if (now.size() < existing.columns.size()) {
        error = "cannot drop columns from view";
    } else {
        const auto [old, other] = std::ranges::mismatch(existing.columns, now);
        if (old != existing.columns.end()) {
            error = fmt::format("cannot change name of view column \"{}\" to \"{}\"", *old, *other);
        }
    }
    if (!error.empty()) {
        sink.add({FailureKind::InvalidDefinition,
                  std::move(error),
                  placeOf(statement.name, statement.range),
                  existing.name,
                  {obstacleOf(existing)}});
    }
}

void replaceRoutineFailures(const CreateRoutine& statement, const Routine& existing,
                            FailureSink& sink) {
    if (existing.definition == nullptr || !sink.isCertain(existing)) {
        return;
    }
    std::string error = replacementError(*existing.definition, statement);
    if (!error.empty()) {
        sink.add({FailureKind::InvalidDefinition,
                  std::move(error),
                  placeOf(statement.name, statement.range),
                  existing.name,
                  {obstacleOf(existing)}});
    }
}

} // namespace ironlaw
