// The program: sub-commands, output and exit status.
#include "analyzer/command/command.h"
#include "analyzer/rule/registry.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/MemoryBuffer.h>

#include <algorithm>
#include <cstdlib>
#include <sys/wait.h>
#include <vector>

using namespace ironlaw;
using fixtures::TemporaryFolder;

namespace {

CommandResult program(std::vector<std::string_view> arguments) { return runProgram(arguments, {}); }

constexpr std::string_view good = "CREATE TABLE t (id bigint PRIMARY KEY);\n";

/// The exit status of the real program behind a shell.
int shell(const std::string& arguments) {
    std::string command = fmt::format("'{}' {} 2>/dev/null", IRONLAW_PROGRAM, arguments);
    int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

TEST_CASE("help and version") {
    CommandResult none = program({});
    CHECK(none.status == ExitStatus::Impossible);
    CHECK(none.out.empty());
    CHECK(none.err == "ironlaw: no command is given; \"ironlaw --help\" lists them\n");
    CommandResult help = program({"--help"});
    CHECK(help.status == ExitStatus::Passed);
    CHECK(help.out.starts_with("ironlaw judges"));
    CHECK(help.err.empty());
    for (std::string_view command : {"check", "locks", "schema", "rules", "explain"}) {
        CHECK(help.out.find(command) != std::string::npos);
        CommandResult own = program({command, "--help"});
        CHECK(own.status == ExitStatus::Passed);
        CHECK(own.out.find("Usage: ironlaw " + std::string(command)) != std::string::npos);
    }
    CHECK(program({"--version"}).out.starts_with("ironlaw 0."));
    CHECK(program({"chekc"}).err ==
          "ironlaw: unknown command \"chekc\"; did you mean \"check\"?\n");
    CHECK(program({"--versoin"}).err ==
          "ironlaw: unknown option \"--versoin\"; did you mean \"--version\"?\n");
    CHECK(program({"chekc"}).status == ExitStatus::Impossible);
}

TEST_CASE("the exit status says what was found") {
    TemporaryFolder folder;
    folder.write("ironlaw.toml", "tool = \"plain\"\n");
    std::string path = folder.write("01_t.sql", good);
    CommandResult result = program({"check", path});
    CHECK(result.status == ExitStatus::Failed);
    CHECK(result.out.find("[missing-rollback]") != std::string::npos);
    CHECK(result.err.empty());
    CHECK(program({"check", path, "--ignore=missing-rollback"}).status == ExitStatus::Passed);
    CHECK(program({"check", path, "--fail-on", "never"}).status == ExitStatus::Passed);
    CHECK(program({"check", path, "--severity", "missing-rollback=warning"}).status ==
          ExitStatus::Passed);
    CHECK(program({"check", path, "--severity", "missing-rollback=warning", "--fail-on=warning"})
              .status == ExitStatus::Failed);
    CHECK(program({"check", path, "--severity=missing-rollback=off", "--fail-on", "note"}).status ==
          ExitStatus::Passed);
}

TEST_CASE("what --select names runs whatever the configuration ignores") {
    TemporaryFolder folder;
    const std::string path = folder.write("01_t.sql", "CREATE VIEW v AS SELECT * FROM t;");
    auto finds = [&](std::string_view config, std::string_view selected) {
        folder.write("ironlaw.toml", config);
        return program({"check", path, "--select", selected}).status == ExitStatus::Failed;
    };
    CHECK(finds("ignore = [\"select-star\"]", "select-star"));
    CHECK(finds("ignore = [\"queries\"]", "select-star"));
    CHECK(finds("ignore = [\"queries\"]", "queries"));
    CHECK(finds("[rules.select-star]\nseverity = \"off\"", "select-star"));
    CHECK_FALSE(finds("ignore = [\"select-star\"]", "queries"));
    CHECK_FALSE(finds("[rules.select-star]\nseverity = \"off\"", "queries"));
}

TEST_CASE("a run that is impossible ends with one line") {
    TemporaryFolder folder;
    std::string path = folder.write("01_t.sql", good);
    CommandResult missing = program({"check", folder.path("no-such.sql")});
    CHECK(missing.status == ExitStatus::Impossible);
    CHECK(missing.out.empty());
    CHECK(missing.err.starts_with("ironlaw: "));
    CHECK(std::ranges::count(missing.err, '\n') == 1);
    CommandResult option = program({"check", path, "--nope"});
    CHECK(option.status == ExitStatus::Impossible);
    CHECK(std::ranges::count(option.err, '\n') == 1);
    folder.write("ironlaw.toml", "selct = []\n");
    CommandResult config = program({"check", path});
    CHECK(config.status == ExitStatus::Impossible);
    CHECK(config.err.find("ironlaw.toml:1: ") != std::string::npos);
    CHECK(std::ranges::count(config.err, '\n') == 1);
    folder.write("ironlaw.toml", "tool = \"plain\"\n");
    folder.write("a/notes.txt", "");
    folder.write("b/notes.txt", "");
    const std::string a = folder.path("a");
    const std::string b = folder.path("b");
    CommandResult several = program({"check", a, path, b, "--output", folder.path("no/x.txt")});
    CHECK(several.status == ExitStatus::Impossible);
    CHECK(several.err.starts_with("ironlaw: cannot write "));
    CHECK(several.err.find("/a: no SQL migrations found; ") != std::string::npos);
    CHECK(several.err.ends_with("/b: no SQL migrations found\n"));
    CHECK(std::ranges::count(several.err, '\n') == 1);
    std::string part = folder.write("c/01_t.sql", "CREATE TABEL t ();");
    CommandResult schema = program({"schema", part, "--output", folder.path("no/x.txt")});
    CHECK(schema.err.starts_with("ironlaw: 1 statement was not analysed"));
    CHECK(std::ranges::count(schema.err, '\n') == 1);
}

TEST_CASE("a history starts from the schema that is given") {
    TemporaryFolder folder;
    folder.write("db/base.sql", "SELECT pg_catalog.set_config('search_path', '', false);\n"
                                "CREATE TABLE public.account (id bigint PRIMARY KEY);\n");
    folder.write("m/0001_a.up.sql", "ALTER TABLE account ADD COLUMN mail text NOT NULL;");
    folder.write("m/0001_a.down.sql", "ALTER TABLE account DROP COLUMN mail;");
    const std::string migrations = folder.path("m");
    const std::string base = folder.path("db/base.sql");
    auto hasBase = [](const CommandResult& result) {
        return result.out.find("public.account (\n    id bigint") != std::string::npos;
    };
    CHECK_FALSE(hasBase(program({"schema", migrations})));
    CHECK(hasBase(program({"schema", migrations, "--schema", base})));
    CommandResult option = program({"check", migrations, "--schema", base});
    CHECK(option.status == ExitStatus::Failed);
    CHECK(option.out.find("base.sql:2:1: note: ") != std::string::npos);
    CHECK(option.out.find("error: ADD COLUMN") != std::string::npos);
    CHECK(option.out.find("base.sql:1:1") == std::string::npos);
    CHECK(program({"locks", migrations, "--schema", base, "--format=json"}).out.find("base.sql") ==
          std::string::npos);

    folder.write("ironlaw.toml", "start-schema = \"db/base.sql\"\n");
    CHECK(hasBase(program({"schema", migrations})));
    CommandResult both = program({"check", folder.path(), "--format=json"});
    CHECK(both.out.find("\"files\": 3,") != std::string::npos); // the dump is named as well
    folder.write("ironlaw.toml", "start-schema = \"db/bse.sql\"\n");
    CommandResult missing = program({"check", migrations});
    CHECK(missing.status == ExitStatus::Impossible);
    CHECK(missing.err.find("db/bse.sql: ") != std::string::npos);
    CHECK(std::ranges::count(missing.err, '\n') == 1);
    folder.write("ironlaw.toml", "");
    folder.write("m/0000_base.sql", "CREATE TABLE account (id bigint PRIMARY KEY);");
    const std::string within = folder.path("m/0000_base.sql");
    CommandResult own = program({"schema", migrations, "--schema", within, "--tool=plain"});
    CHECK(own.out.find("CREATE TABLE public.account") == own.out.rfind("CREATE TABLE"));
}

TEST_CASE("reports go to their files") {
    TemporaryFolder folder;
    std::string path = folder.write("01_t.sql", good);
    std::string report = folder.path("report.json");
    CommandResult result = program({"check", path, "--format", "json", "--output", report});
    CHECK(result.status == ExitStatus::Failed);
    CHECK(result.out.empty());
    auto written = llvm::MemoryBuffer::getFile(report);
    REQUIRE(static_cast<bool>(written));
    CHECK(llvm::toString(llvm::json::parse((*written)->getBuffer()).takeError()).empty());
    CommandResult both =
        program({"check", path, "--format=short", "--format=json", "--output", report});
    CHECK(both.out.find("[missing-rollback]") != std::string::npos);
    CommandResult nowhere =
        program({"check", path, "--format=json", "--output", folder.path("no/folder/x.json")});
    CHECK(nowhere.status == ExitStatus::Impossible);
    CHECK(std::ranges::count(nowhere.err, '\n') == 1);
}

TEST_CASE("colours are for terminals") {
    TemporaryFolder folder;
    std::string path = folder.write("01_t.sql", good);
    std::vector<std::string_view> arguments = {"check", path};
    auto coloured = [&](bool isTerminal) {
        return runProgram(arguments, {isTerminal}).out.find('\x1b') != std::string::npos;
    };
    CHECK(coloured(true));
    CHECK_FALSE(coloured(false));
    arguments.push_back("--color=never");
    CHECK_FALSE(coloured(true));
    arguments.back() = "--color=always";
    CHECK(coloured(false));
}

TEST_CASE("schema prints what the migrations make, up to the one that is asked for") {
    TemporaryFolder folder;
    folder.write("go.mod", "require github.com/golang-migrate/migrate/v4 v4.17.0\n");
    folder.write("m/0001_t.up.sql", good);
    folder.write("m/0001_t.down.sql", "DROP TABLE t;");
    folder.write("m/0002_u.up.sql", "CREATE TABLE u (t_id bigint REFERENCES t);");
    const std::string path = folder.path("m");
    CommandResult sql = program({"schema", path});
    CHECK(sql.status == ExitStatus::Passed);
    CHECK(sql.err.empty());
    CHECK(sql.out.find("CREATE TABLE public.t (") != std::string::npos);
    CHECK(sql.out.find("REFERENCES public.t (id)") != std::string::npos);
    CommandResult first = program({"schema", path, "--at", "0001", "--format=json"});
    llvm::Expected<llvm::json::Value> json = llvm::json::parse(first.out);
    REQUIRE(static_cast<bool>(json));
    CHECK(json->getAsObject()->getArray("tables")->size() == 1);
    const std::string file = folder.path("schema.dot");
    CHECK(program({"schema", path, "--format", "dot", "--output", file}).out.empty());
    auto written = llvm::MemoryBuffer::getFile(file);
    REQUIRE(static_cast<bool>(written));
    CHECK((*written)->getBuffer().starts_with("digraph"));
}

TEST_CASE("schema prints the migrations there and back for psql") {
    TemporaryFolder folder;
    folder.write("m/0001_t.up.sql", good);
    folder.write("m/0002_it's.up.sql", "CREATE INDEX CONCURRENTLY i ON t (id);\n");
    folder.write("m/0002_it's.down.sql", "DROP INDEX i;\n");
    folder.write("m/0003_drop.up.sql", "-- ironlaw: irreversible: gone\nDROP INDEX i;\n");
    folder.write("m/0003_drop.down.sql", "SELECT 1;\n");
    folder.write("ironlaw.toml", "tool = \"plain\"\ntransaction = \"per-file\"\n");
    CommandResult both = program({"schema", folder.path("m"), "--format", "round-trips"});
    CHECK(both.out == "\\echo 'up 0001'\n\\connect\n"
                      "BEGIN;\nCREATE TABLE t (id bigint PRIMARY KEY);\nCOMMIT;\n"
                      "\\echo 'up 0002'\n\\connect\n"
                      "BEGIN;\nCOMMIT;\nCREATE INDEX CONCURRENTLY i ON t (id);\nBEGIN;\nCOMMIT;\n"
                      "\\echo 'down 0002'\n\\connect\nBEGIN;\nDROP INDEX i;\nCOMMIT;\n"
                      "\\echo 'again 0002'\n\\connect\n"
                      "BEGIN;\nCOMMIT;\nCREATE INDEX CONCURRENTLY i ON t (id);\nBEGIN;\nCOMMIT;\n"
                      "\\echo 'up 0003'\n\\connect\nBEGIN;\nDROP INDEX i;\nCOMMIT;\n");
    CommandResult first =
        program({"schema", folder.path("m"), "--format", "round-trips", "--at", "0001"});
    CHECK(first.out == both.out.substr(0, first.out.size()));
    CHECK(first.out.ends_with("COMMIT;\n"));
    CHECK(first.out.find("0002") == std::string::npos);
}

TEST_CASE("schema says what it cannot show, and refuses to mix schemas") {
    TemporaryFolder folder;
    folder.write("a/0001_t.up.sql", "CREATE TABLE t (id int);\nCREATE TABEL u (id int);");
    folder.write("b/0001_t.up.sql", good);
    CommandResult part = program({"schema", folder.path("a")});
    CHECK(part.status == ExitStatus::Passed);
    CHECK(part.err.starts_with("ironlaw: 1 statement was not analysed"));
    CommandResult several = program({"schema", folder.path()});
    CHECK(several.status == ExitStatus::Impossible);
    CHECK(several.err.starts_with("ironlaw: 2 migrations folders are several schemas; name one"));
    CHECK(program({"schema", folder.path("a"), folder.path("b")}).status == ExitStatus::Passed);
    CHECK(program({"schema", folder.path("b"), "--at", "0002"}).err ==
          "ironlaw: unknown version \"0002\"; did you mean \"0001\"?\n");
    CHECK(program({"schema", folder.path("b"), "--format", "jsn"}).err ==
          "ironlaw: unknown format \"jsn\"; did you mean \"json\"?\n");
    folder.write("c/notes.txt", "");
    CHECK(program({"schema", folder.path("c")}).err == "ironlaw: no migrations found\n");
}

TEST_CASE("rules lists every rule, explain shows its manual") {
    CommandResult text = program({"rules"});
    CHECK(text.status == ExitStatus::Passed);
    CHECK(static_cast<size_t>(std::ranges::count(text.out, '\n')) == registeredRules().size());
    llvm::Expected<llvm::json::Value> json =
        llvm::json::parse(program({"rules", "--format=json"}).out);
    REQUIRE(static_cast<bool>(json));
    CHECK(json->getAsObject()->getArray("rules")->size() == registeredRules().size());
    for (const RegisteredRule& rule : registeredRules()) {
        CommandResult manual = program({"explain", rule.id});
        CHECK(manual.status == ExitStatus::Passed);
        CHECK(std::string_view(manual.out).starts_with(rule.manual));
    }
    CHECK(program({"explain", "select-stars"}).err ==
          "ironlaw: unknown rule \"select-stars\"; did you mean \"select-star\"?\n");
    CHECK(program({"explain"}).status == ExitStatus::Impossible);
    CHECK(program({"explain", "a", "b"}).status == ExitStatus::Impossible);
    CHECK(program({"rules", "x"}).status == ExitStatus::Impossible);
    CHECK(program({"rules", "--format", "xml"}).status == ExitStatus::Impossible);
}

TEST_CASE("the program says when its output went nowhere") {
    TemporaryFolder folder;
    folder.write("01_t.sql", good);
    CHECK(shell("rules > /dev/null") == 0);
    CHECK(shell("check " + folder.path() + " > /dev/null") == 1);
    CHECK(shell("rules > /dev/full") == 2);
    CHECK(shell("rules >&-") == 2);
    CHECK(shell("nothing") == 2);
}
