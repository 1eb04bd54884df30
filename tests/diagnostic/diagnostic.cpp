// Severities' words and the order of diagnostics.
#include "analyzer/diagnostic/diagnostic.h"

#include <doctest/doctest.h>

using namespace ironlaw;

namespace {

Diagnostic diagnosticAt(uint32_t order, uint32_t begin, std::string_view rule) {
    Diagnostic diagnostic;
    diagnostic.rule = rule;
    diagnostic.location = {order, {begin, begin + 1}};
    diagnostic.order = order;
    return diagnostic;
}

} // namespace

TEST_CASE("each severity has a word and is found by it") {
    for (const Severity severity :
         {Severity::Off, Severity::Note, Severity::Warning, Severity::Error}) {
        CHECK(severityOf(wordOf(severity)) == severity);
    }
    CHECK(wordOf(Severity::Error) == "error");
    CHECK_FALSE(severityOf("Error"));
    CHECK_FALSE(severityOf(""));
}

TEST_CASE("diagnostics stand in history order, then by position, then by rule") {
    std::vector<Diagnostic> diagnostics = {
        diagnosticAt(2, 0, "a"), diagnosticAt(1, 7, "a"), diagnosticAt(1, 3, "b"),
        diagnosticAt(1, 3, "a"), diagnosticAt(0, 9, "z"),
    };
    diagnostics[3].location.range.end = 90;
    const std::vector<Diagnostic> expected = {diagnostics[4], diagnostics[3], diagnostics[2],
                                              diagnostics[1], diagnostics[0]};
    sortDiagnostics(diagnostics);
    CHECK(diagnostics == expected);
}

TEST_CASE("exact repetitions are dropped, near ones are not") {
    Diagnostic first = diagnosticAt(0, 0, "a");
    first.notes.push_back({"one", std::nullopt});
    Diagnostic second = first;
    second.notes[0].message = "two";
    std::vector<Diagnostic> diagnostics = {second, first, second, first};
    sortDiagnostics(diagnostics);
    CHECK(diagnostics == std::vector{first, second});
}

TEST_CASE("the order in which diagnostics arrive does not matter") {
    Diagnostic up = diagnosticAt(0, 4, "a");
    Diagnostic down = up;
    down.direction = Direction::Down;
    Diagnostic other = up;
    other.message = "other";
    std::vector<Diagnostic> one = {up, down, other};
    std::vector<Diagnostic> two = {other, down, up};
    sortDiagnostics(one);
    sortDiagnostics(two);
    CHECK(one == two);
}
