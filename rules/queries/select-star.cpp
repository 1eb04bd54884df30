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

/// What NEW and OLD belong to in the statement; empty where they are no rows.
std::string_view ownerOfRows(const Statement& statement) {
    const auto* routine = as<CreateRoutine>(statement);
    if (routine != nullptr && routine->result.name.name.text == "trigger") {
        return "trigger";
    }
    return statement.kind == StatementKind::CreateRule ? "rule" : "";
}

/// `begin`: where the value is written.
void checkValue(const Expression* value, uint32_t begin, const QueryUse& use, Context& context) {
    const std::string_view owner = ownerOfRows(*context.statement());
    const OpenStar found = openStar(value, use, !owner.empty());
    if (found.star == nullptr) {
        return;
    }
    auto names = found.star->names;
    const Range range = names.empty() ? context.tokenAt(begin) : withQualifier(begin, context);
    auto diagnostic =
        names.empty()
            ? context.report(range, "SELECT * takes whatever columns the table has at that time")
        : found.ofTriggerRow
            ? context.report(range,
                             "\"{}.*\" takes whatever columns the {}'s table has at that time",
                             names.back().text == "new" ? "NEW" : "OLD", owner)
            : context.report(range, "\"{}.*\" takes whatever columns \"{}\" has at that time",
                             names.back().text, names.back().text);
    diagnostic.help("name the columns");
}

void check(const QueryUse& use, Context& context) {
    if (use.place == QueryPlace::Exists) {
        return;
    }
    if (use.query.kind == QueryKind::Select) {
        for (const Target& target : use.query.targets) {
            checkValue(target.value, target.location, use, context);
        }
    }
    for (const Expression* row : use.query.rows) {
        for (const Expression* value : row->operands) {
            const bool isField = value->kind == ExpressionKind::Subscript;
            const Expression* first = isField ? value->operands.front() : value;
            checkValue(value, first->location, use, context);
        }
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
