// A finding keeps its fingerprint while only its surroundings change.
#include "analyzer/report/fingerprint.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace ironlaw;

namespace {

struct Finding {
    std::string_view rule = "table-dropped";
    std::string message = "DROP TABLE \"t1\" loses 12 rows";
    std::string path = "db/0001.sql";
};

/// The fingerprints of findings at each occurrence of `part`.
std::vector<std::string> printsOf(std::string_view text, std::string_view part,
                                  const Finding& finding = {}) {
    Sources sources;
    const FileId file = sources.add(finding.path, llvm::MemoryBuffer::getMemBufferCopy(text));
    std::vector<Diagnostic> diagnostics;
    for (size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
        Diagnostic diagnostic;
        diagnostic.rule = finding.rule;
        diagnostic.message = finding.message;
        diagnostic.location = {
            file, {static_cast<uint32_t>(at), static_cast<uint32_t>(at + part.size())}};
        diagnostics.push_back(diagnostic);
    }
    return fingerprints(sources, diagnostics);
}

std::string printOf(std::string_view text, std::string_view part, const Finding& finding = {}) {
    const std::vector<std::string> prints = printsOf(text, part, finding);
    REQUIRE(prints.size() == 1);
    return prints[0];
}

constexpr std::string_view plain = "fc4f40a892219ccb";

} // namespace

TEST_CASE("the algorithm does not change by itself") {
    CHECK(printOf("DROP TABLE t1;", "DROP TABLE t1") == plain);
}

TEST_CASE("moving, indenting and rewrapping a statement keeps its fingerprint") {
    CHECK(printOf("SELECT 1;\n\n  DROP TABLE t1; -- bye", "DROP TABLE t1") == plain);
    CHECK(printOf("DROP\r\n\tTABLE  t1;", "DROP\r\n\tTABLE  t1") == plain);
}

TEST_CASE("numbers in a message do not matter, those in names do") {
    CHECK(printOf("DROP TABLE t1;", "DROP TABLE t1",
                  {.message = "DROP TABLE \"t1\" loses 13 rows"}) == plain);
    CHECK(printOf("DROP TABLE t1;", "DROP TABLE t1",
                  {.message = "DROP TABLE \"t2\" loses 12 rows"}) != plain);
}

TEST_CASE("rule, path and text each matter") {
    CHECK(printOf("DROP TABLE t1;", "DROP TABLE t1", {.rule = "other"}) != plain);
    CHECK(printOf("DROP TABLE t1;", "DROP TABLE t1", {.path = "db/0002.sql"}) != plain);
    CHECK(printOf("DROP TABLE t2;", "DROP TABLE t2") != plain);
}

TEST_CASE("a path written in another way is the same path") {
    CHECK(printOf("DROP TABLE t1;", "DROP TABLE t1", {.path = "./db//x/../0001.sql"}) == plain);
}

TEST_CASE("equal findings are counted") {
    std::vector<std::string> prints = printsOf("DROP TABLE t1; DROP TABLE t1;", "DROP TABLE t1");
    REQUIRE(prints.size() == 2);
    CHECK(prints[0] == plain);
    CHECK(prints[1] != plain);
}

TEST_CASE("an empty range stands for its line") {
    Sources sources;
    const FileId file = sources.add("a.sql", llvm::MemoryBuffer::getMemBufferCopy("one\ntwo\n"));
    const FileId empty = sources.add("b.sql", nullptr);
    std::vector<Diagnostic> diagnostics(3);
    diagnostics[0].location = {file, {0, 0}};
    diagnostics[1].location = {file, {5, 5}};
    diagnostics[2].location = {empty, {0, 0}};
    std::vector<std::string> prints = fingerprints(sources, diagnostics);
    std::sort(prints.begin(), prints.end());
    CHECK(std::unique(prints.begin(), prints.end()) == prints.end());
}
