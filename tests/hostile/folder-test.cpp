// What lies in a folder instead of readable files: said in one line each, and the rest is analysed.
#include "tests/hostile/output.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <sys/stat.h>
#include <unistd.h>

using namespace ironlaw;
using fixtures::TemporaryFolder;
using hostile::checkSeen;

namespace {

constexpr std::string_view before = "CREATE INDEX before_idx ON seen (a);\n";
constexpr std::string_view after = "CREATE INDEX after_idx ON seen (a);\n";

/// A migrations folder `m` whose first and last files are sound.
struct Migrations : TemporaryFolder {
    Migrations() {
        write("m/0001_before.up.sql", before);
        write("m/0009_after.up.sql", after);
        write("go.mod", "require github.com/golang-migrate/migrate/v4 v4.17.0\n");
    }
    void link(const std::string& target, std::string_view name) const {
        REQUIRE(symlink(target.c_str(), path(name).c_str()) == 0);
    }
    void pipe(std::string_view name) const { REQUIRE(mkfifo(path(name).c_str(), 0600) == 0); }
    void folder(std::string_view name) const { REQUIRE(mkdir(path(name).c_str(), 0700) == 0); }

    /// Both sound files are reported, and standard error has exactly these reasons, without the
    /// path of the folder.
    void check(const std::vector<std::string>& reasons) const {
        const CommandResult result = checkSeen(path("m"), {"before_idx", "after_idx"});
        CHECK(result.status == (reasons.empty() ? ExitStatus::Failed : ExitStatus::Impossible));
        std::string expected;
        for (const std::string& reason : reasons) {
            expected +=
                fmt::format("{}{}/{}", expected.empty() ? "ironlaw: " : "; ", path(), reason);
        }
        CHECK(result.err == (expected.empty() ? "" : expected + "\n"));
    }
};

} // namespace

TEST_CASE("names that are no readable files do not hide their neighbours") {
    const Migrations migrations;
    migrations.link("nowhere", "m/0002_dangling.up.sql");
    migrations.link("0003_itself.up.sql", "m/0003_itself.up.sql");
    migrations.link("/dev/zero", "m/0004_endless.up.sql");
    migrations.pipe("m/0005_pipe.up.sql");
    migrations.folder("m/0006_folder.up.sql");
    migrations.check({"m/0002_dangling.up.sql: No such file or directory",
                      "m/0003_itself.up.sql: Too many levels of symbolic links",
                      "m/0004_endless.up.sql: not a regular file",
                      "m/0005_pipe.up.sql: not a regular file"});
}

TEST_CASE("a file without permission does not hide its neighbours") {
    const Migrations migrations;
    const std::string path = migrations.write("m/0002_closed.up.sql", before);
    REQUIRE(chmod(path.c_str(), 0) == 0);
    if (access(path.c_str(), R_OK) != 0) { // root may read it
        migrations.check({"m/0002_closed.up.sql: Permission denied"});
    }
}

TEST_CASE("links that lead back are followed once") {
    const Migrations migrations;
    for (const char* name : {"m/a", "m/b", "m/c"}) {
        migrations.link("..", name);
        migrations.link("../m", std::string(name) + "2");
    }
    migrations.check({});
}

TEST_CASE("links that lead back are followed once by a tool that looks for scripts itself") {
    const TemporaryFolder folder;
    folder.write("sql/V1__before.sql", before);
    folder.write("sql/deep/V2__after.sql", after);
    for (const char* name : {"sql/a", "sql/b", "sql/c", "sql/deep/d"}) {
        REQUIRE(symlink(folder.path("sql").c_str(), folder.path(name).c_str()) == 0);
    }
    const CommandResult result = checkSeen(folder.path("sql"), {"before_idx", "after_idx"});
    CHECK(std::ranges::count(result.out, '\n') == 2);
}

TEST_CASE("files that are asked for hints may be anything") {
    const Migrations migrations;
    for (const char* name :
         {"Cargo.toml", "package.json", "flyway.conf", "m/0001_before.up.sql.conf"}) {
        migrations.pipe(name);
    }
    migrations.check({});
}

TEST_CASE("a configuration that is no file ends the run with one line") {
    for (const bool pipe : {true, false}) {
        const Migrations migrations;
        pipe ? migrations.pipe("ironlaw.toml") : migrations.link("/dev/zero", "ironlaw.toml");
        const CommandResult result = hostile::check(migrations.path("m"), "short");
        CHECK(result.status == ExitStatus::Impossible);
        CHECK(result.out.empty());
        CHECK(result.err ==
              fmt::format("ironlaw: {}/ironlaw.toml: not a regular file\n", migrations.path()));
    }
}

TEST_CASE("a folder 300 levels deep is searched") {
    const Migrations migrations;
    std::string name = "m/";
    for (int level = 0; level < 300; ++level) {
        name += "d/";
    }
    migrations.write(name + "0001_deep.up.sql", "CREATE INDEX deep_idx ON seen (a);\n");
    checkSeen(migrations.path("m"), {"before_idx", "after_idx", "deep_idx"});
}

TEST_CASE("names of files inject nothing") {
    for (const std::string_view name :
         {"0002_\n::error::owned.up.sql", "0002_\x1b]0;owned\a.up.sql", "0002_\xff\xc0.up.sql",
          "0002_##[error]owned.up.sql", "0002_\r##vso[task.complete]\x7f.up.sql",
          "0002_\u202E\u009B31m.up.sql", "0002_\"<&]]>%0A,:.up.sql"}) {
        const Migrations migrations;
        migrations.write("m/" + std::string(name), "CREATE INDEX odd_idx ON seen (a);\nSELEC 1;\n");
        checkSeen(migrations.path("m"), {"before_idx", "odd_idx", "after_idx"});
        hostile::checkReports(migrations.path("m"));
    }
}

TEST_CASE("what the command line names injects nothing") {
    const TemporaryFolder folder;
    const std::string odd = "\x1b[31m\n::error::owned ##[error]owned \xff";
    const std::string absent = folder.path(odd);
    const std::string option = "--" + odd;
    const std::string path = folder.path();
    folder.write("1.up.sql", "SELECT 1;\n");
    const std::vector<std::vector<std::string_view>> commandLines = {
        {"check", absent},
        {"check", option},
        {odd},
        {"check", "--sizes", absent, path},
        {"explain", odd},
        {"check", "--config", absent, path},
        {"schema", absent},
        {"check", "--select", odd, path},
        {"check", "--format", odd},
    };
    for (const std::vector<std::string_view>& arguments : commandLines) {
        const CommandResult result = runProgram(arguments, {});
        CHECK(result.status == ExitStatus::Impossible);
        CHECK(result.out.empty());
        CHECK(std::ranges::count(result.err, '\n') == 1);
        CHECK(hostile::harmIn("text", result.err).empty());
    }
}
