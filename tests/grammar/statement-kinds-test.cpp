// Every statement of PostgreSQL's grammar has its place in statement-kinds.def, and every kind that
// is lowered is seen in a fixture.
#include "grammar/parser.h"
#include "grammar/statements.h"
#include "tests/golden.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <sstream>

using namespace ironlaw;

namespace {

/// The header of the libpg_query that the build uses, found where tools/cmake/FindPgQuery.cmake
/// looks.
std::string parseNodesHeader() {
    const std::string unpacked = std::string(IRONLAW_ROOT) + "/build/libpg_query/usr";
    for (const std::string& prefix : {std::string("/usr/local"), std::string("/usr"), unpacked}) {
        const std::string version = "#define PG_MAJORVERSION \"" + std::to_string(grammarVersion());
        if (test::readFile(prefix + "/include/pg_query.h").find(version) == std::string::npos) {
            continue;
        }
        std::string header =
            test::readFile(prefix + "/include/pg_query/postgres/nodes/parsenodes.h");
        if (!header.empty()) {
            return header;
        }
    }
    return "";
}

/// The names X of all `typedef struct XStmt` in `header`, with Stmt.
std::vector<std::string> statementNodes(const std::string& header) {
    std::vector<std::string> result;
    std::istringstream lines(header);
    const std::string start = "typedef struct ";
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(start) && line.ends_with("Stmt")) {
            result.push_back(line.substr(start.size()));
        }
    }
    return result;
}

/// Nodes that are no statement of the user's: the wrapper around one, what the analysis of UNION
/// makes, and an action of ALTER TABLE.
constexpr std::string_view notStatements[] = {"RawStmt", "SetOperationStmt", "ReplicaIdentityStmt"};

constexpr std::string_view named[] = {
#define FROM(NodeTag, Kind) #NodeTag,
#define IGNORED(NodeTag, words, refused, changes, reason) #NodeTag,
#define UNMODELLED(NodeTag, words, changes) #NodeTag,
#include "grammar/statement-kinds.def"
};

void collect(std::span<const Statement* const> statements, std::set<StatementKind>& kinds) {
    for (const Statement* statement : statements) {
        kinds.insert(statement->kind);
        if (const auto* block = as<Do>(*statement)) {
            collect(block->body.statements, kinds);
        }
    }
}

} // namespace

TEST_CASE("every statement of PostgreSQL's grammar has its place") {
    const std::vector<std::string> nodes = statementNodes(parseNodesHeader());
    REQUIRE(nodes.size() > 100);
    for (const std::string& node : nodes) {
        const bool known = std::ranges::find(named, node) != std::end(named);
        const bool exempt = std::ranges::find(notStatements, node) != std::end(notStatements);
        CHECK_MESSAGE((known || exempt), node << " stands nowhere in grammar/statement-kinds.def");
    }
    for (std::string_view name : named) {
        const bool exists = std::ranges::find(nodes, name) != nodes.end();
        CHECK_MESSAGE(exists, name << " in grammar/statement-kinds.def is no node of PostgreSQL");
    }
    std::vector<std::string_view> sorted(std::begin(named), std::end(named));
    std::ranges::sort(sorted);
    const auto twice = std::ranges::adjacent_find(sorted);
    CHECK_MESSAGE(twice == sorted.end(), *twice << " stands twice in grammar/statement-kinds.def");
}

TEST_CASE("every kind of statement that is lowered is in a fixture") {
    std::set<StatementKind> kinds;
    for (const auto& path : test::filesOf("fixtures/statements", ".sql")) {
        const std::string text = test::readFile(path);
        Arena arena;
        const ParsedSection parsed =
            parse(text, {0, static_cast<uint32_t>(text.size())}, {}, arena);
        collect(parsed.statements, kinds);
    }
    static constexpr StatementKind all[] = {
#define LOWERED(Kind, words) StatementKind::Kind,
#include "grammar/statement-kinds.def"
    };
    for (StatementKind kind : all) {
        CHECK_MESSAGE(kinds.contains(kind), wordsOf(kind)
                                                << " is in no file of fixtures/statements");
    }
}

TEST_CASE("words of objects follow the order of the enumeration") {
    CHECK(wordsOf(ObjectKind::Table) == "TABLE");
    CHECK(wordsOf(ObjectKind::Routine) == "ROUTINE");
    CHECK(wordsOf(ObjectKind::DomainConstraint) == "CONSTRAINT");
    CHECK(wordsOf(ObjectKind::Attribute) == "ATTRIBUTE");
    CHECK(wordsOf(ObjectKind::Other) == "OBJECT");
}
