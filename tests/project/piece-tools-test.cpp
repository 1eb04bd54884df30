// Tools that send a script in pieces: Drizzle, go-pg, bun and Supabase.
#include "analyzer/rule/history-replay.h"
#include "tests/project/runs.h"
#include "tests/temporary-folder.h"

using namespace ironlaw;
using fixtures::TemporaryFolder;

namespace {

std::string journalOf(std::string_view dialect, const Lines& tags) {
    std::string entries;
    for (const std::string& tag : tags) {
        entries += fmt::format(R"({}{{"idx": 0, "tag": "{}"}})", entries.empty() ? "" : ", ", tag);
    }
    return fmt::format(R"({{"version": "7", "dialect": "{}", "entries": [{}]}})", dialect, entries);
}

/// How many statements are in each message of the first way up.
std::vector<size_t> messagesOfFirst(const Project& project) {
    const History& history = project.histories.at(0);
    const ParsedHistory parsed(project.sources, history, 1);
    const SectionView& view = parsed.migrations().at(0).up[0];
    std::vector<size_t> result;
    for (const SentMessage& message : messagesOf(view, executionOf(history, view))) {
        result.push_back(message.statements);
    }
    return result;
}

} // namespace

TEST_CASE("Drizzle's journal orders its scripts, and others do not run") {
    TemporaryFolder folder;
    folder.write("out/meta/_journal.json", journalOf("postgresql", {"0001_b", "0000_a", "0002_c"}));
    folder.write("out/0000_a.sql", "SELECT 1;--> statement-breakpoint\nSELECT 2;\n");
    folder.write("out/0000_a.down.sql", "SELECT 2;");
    folder.write("out/0001_b.sql", "SELECT 1; -- > statement-breakpoint\nSELECT 2;\n");
    folder.write("out/0001_b_down.sql", "SELECT 2;");
    folder.write("out/0003_d.sql", "SELECT 1;");
    folder.write("out/seed.sql", "SELECT 1;");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    const History& history = project.histories[0];
    CHECK(history.tool->name == "drizzle");
    CHECK(runs(history) == Lines{"0001_b, up wrapped, down wrapped",
                                 "0000_a, up wrapped in 2 pieces, down wrapped"});
    CHECK(history.migrations[0].wayBackPlace.ends_with("/out/0001_b.down.sql"));
    CHECK(leftOut(project) == Lines{"0003_d.sql: meta/_journal.json does not name it",
                                    "seed.sql: meta/_journal.json does not name it"});
    CHECK(std::ranges::count(history.files, true, &ProjectFile::unlisted) == 1);
    const Project alone = load({folder.path("out/0001_b.sql")});
    CHECK(alone.histories.at(0).tool->name == "drizzle");
    CHECK(outline(alone.histories[0]) == Lines{"0001_b 1+1"});
}

TEST_CASE("Drizzle folders of other servers are not read") {
    TemporaryFolder folder;
    folder.write("a/meta/_journal.json", journalOf("sqlite", {"0000_a"}));
    folder.write("a/0000_a.sql", "SELECT 1;");
    folder.write("b/meta/_journal.json", journalOf("pg", {"0000_a"}));
    folder.write("b/0000_a.sql", "SELECT 1;");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    CHECK(outline(project.histories[0]) == Lines{"0000_a 1+0"});
    CHECK(project.remarks ==
          Lines{folder.path("a") + " is not read: Drizzle's dialect is \"sqlite\""});
}

TEST_CASE("Drizzle 1.0 keeps a folder for each migration") {
    TemporaryFolder folder;
    for (std::string_view name : {"20250903081500_a", "20250917190000_b"}) {
        folder.write(fmt::format("out/{}/migration.sql", name),
                     "COMMIT;\n--> statement-breakpoint\nSELECT 2;");
        folder.write(fmt::format("out/{}/snapshot.json", name), "{}");
    }
    folder.write("out/20250903081500_a/down.sql", "SELECT 2;");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    CHECK(project.histories[0].tool->name == "drizzle");
    CHECK(runs(project.histories[0]) ==
          Lines{"20250903081500_a, up wrapped in 2 pieces, down wrapped",
                "20250917190000_b, up wrapped in 2 pieces"});
    CHECK(messagesOfFirst(project) == std::vector<size_t>{1, 1});
    const Project alone = load({folder.path("out/20250917190000_b/migration.sql")});
    CHECK(alone.histories.at(0).tool->name == "drizzle");
    CHECK(outline(alone.histories[0]) == Lines{"20250903081500_a 1+1", "20250917190000_b 1+0"});
    CHECK(!alone.histories[0].migrations[0].reported);
}

TEST_CASE("go-pg and bun wrap what says .tx, and cut at lines of their own") {
    for (auto [name, module, split] :
         {std::tuple{"go-pg", "github.com/go-pg/migrations/v8", "--gopg:split"},
          {"bun", "github.com/uptrace/bun", "--bun:split"}}) {
        CAPTURE(name);
        TemporaryFolder folder;
        folder.write("go.mod", fmt::format("module a\n\nrequire {} v1.0.0\n", module));
        const std::string cut = fmt::format("SELECT 1;\n{}\nSELECT 2;\n", split);
        folder.write("m/9_b.up.sql", cut + split + " \n" + " " + split + "\nSELECT 3;");
        folder.write("m/9_b.tx.down.sql", "SELECT 1;");
        folder.write("m/10_c.tx.up.sql", cut);
        folder.write("m/1_a.tx.up.sql", "SELECT 1;");
        folder.write("m/1_a.down.sql", "SELECT 1;");
        folder.write("m/11_d.up.go", "package m\n");
        folder.write("m/2.sql", "SELECT 1;");
        const Project project = load({folder.path()});
        REQUIRE(project.histories.size() == 1);
        const History& history = project.histories[0];
        CHECK(history.tool->name == name);
        CHECK(runs(history) == Lines{"1_a, up wrapped, down bare",
                                     "9_b, up bare in 2 pieces, down wrapped",
                                     "10_c, up wrapped in 2 pieces"});
        const std::vector<SectionProblem>& problems = history.migrations[1].problems;
        REQUIRE(problems.size() == 2);
        CHECK(problems[0].kind == SectionProblem::Kind::UnknownMarker);
        CHECK(problems[1].kind == SectionProblem::Kind::IgnoredMarker);
        CHECK(problems[1].meant == split);
        CHECK(history.migrations[2].problems.empty());
        CHECK(history.programs == Lines{"11"});
        CHECK(leftOut(project).size() == 1);
    }
}

TEST_CASE("bun's cutting line is no line of go-pg's") {
    TemporaryFolder folder;
    folder.write("a/1_a.up.sql", "SELECT 1;\n--bun:split\nSELECT 2;\n");
    folder.write("b/1_a.up.sql", "SELECT 1;\n--gopg:split\nSELECT 2;\n");
    CHECK(toolsOf(folder.path("a")) == Lines{"bun"});
    CHECK(toolsOf(folder.path("b")) == Lines{"go-pg"});
    CHECK(messagesOfFirst(load({folder.path("a/1_a.up.sql")})) == std::vector<size_t>{1, 1});
}

TEST_CASE("Supabase sends what cannot run in a transaction on its own") {
    TemporaryFolder folder;
    const std::string script =
        folder.write("supabase/migrations/20240111170000_a.sql",
                     "SET lock_timeout = 0;\nCREATE INDEX CONCURRENTLY i ON t (a);\nSELECT 1;\n"
                     "SELECT 2;\nDROP INDEX CONCURRENTLY j;\nVACUUM t;\nCREATE INDEX k ON t (a);\n"
                     "REINDEX INDEX CONCURRENTLY k;\nALTER SYSTEM SET a.b = 1;\n");
    const Project project = load({folder.path()});
    CHECK(project.histories.at(0).tool->name == "supabase");
    std::vector<size_t> full = messagesOfFirst(project);
    std::erase(full, 0U);
    CHECK(full == std::vector<size_t>{1, 1, 2, 1, 1, 1, 1, 1});
    CHECK(toolsOf(script) == Lines{"supabase"});
}

TEST_CASE("Supabase reads one folder, in the order of names, and skips an init script of its own") {
    TemporaryFolder folder;
    folder.write("supabase/config.toml", "project_id = \"a\"\n");
    folder.write("supabase/seed.sql", "SELECT 1;");
    folder.write("supabase/migrations/20211103080000_init.sql", "SELECT 1;");
    folder.write("supabase/migrations/20240111170000_b.sql", "SELECT 1;");
    folder.write("supabase/migrations/9_c.sql", "SELECT 1;");
    folder.write("supabase/migrations/20240111170001-d.sql", "SELECT 1;");
    folder.write("supabase/migrations/old/20230111170000_a.sql", "SELECT 1;");
    folder.write("own/supabase/migrations/20220101000000_init.sql", "SELECT 1;");
    const Project project = load({folder.path("supabase/migrations")});
    const History& history = project.histories.at(0);
    CHECK(outline(history) == Lines{"20240111170000_b 1+0", "9_c 1+0"});
    CHECK(
        leftOut(project) ==
        Lines{
            "20211103080000_init.sql: the tool passes over an init script of before December 2021",
            "20240111170001-d.sql: its name is not TIMESTAMP_title.sql"});
    CHECK(outline(load({folder.path("own")}).histories.at(0)) == Lines{"20220101000000_init 1+0"});
}
