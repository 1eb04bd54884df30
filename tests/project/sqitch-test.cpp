// Sqitch: the plan orders, scripts of one name pair, and old texts of reworked changes have tags.
#include "tests/project/outline.h"
#include "tests/temporary-folder.h"

using namespace ironlaw;
using fixtures::TemporaryFolder;

namespace {

constexpr std::string_view planHead = "%syntax-version=1.0.0\n%project=p\n\n";
constexpr std::string_view by = " 2024-01-08T09:00:00Z A <a@b.c> # note\n";

std::string planOf(const std::vector<std::string_view>& lines) {
    std::string result(planHead);
    for (const std::string_view line : lines) {
        result += line;
        result += by;
    }
    return result;
}

Lines ignored(const Project& project) {
    Lines result;
    for (const ProjectFile& file : project.histories.at(0).files) {
        if (file.role == FileRole::Ignored) {
            const std::string_view path = project.sources[file.file].path;
            result.push_back(fmt::format("{}{}", path.substr(path.rfind('/') + 1),
                                         file.unlisted ? " unlisted" : ""));
        }
    }
    return result;
}

} // namespace

TEST_CASE("sqitch.plan says what runs, in which order") {
    TemporaryFolder folder;
    folder.write("sqitch.plan", planOf({"z_first", "a/second [z_first]", "+third"}));
    for (std::string_view name : {"z_first", "a/second", "third"}) {
        folder.write(fmt::format("deploy/{}.sql", name), "SELECT 1;");
        folder.write(fmt::format("verify/{}.sql", name), "SELECT 1;");
    }
    folder.write("revert/a/second.sql", "SELECT 1;");
    folder.write("deploy/unplanned.sql", "SELECT 1;");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    const History& history = project.histories[0];
    CHECK(history.tool->name == "sqitch");
    CHECK(outline(history) == Lines{"z_first 1+0", "a/second 1+1", "third 1+0"});
    CHECK(history.migrations[0].wayBackPlace.ends_with("/revert/z_first.sql"));
    CHECK(ignored(project) ==
          Lines{"unplanned.sql unlisted", "second.sql", "third.sql", "z_first.sql"});
}

TEST_CASE("a reworked change keeps its old scripts under the tag that follows it") {
    TemporaryFolder folder;
    folder.write("sqitch.plan", planOf({"f", "g", "@v1", "@v1.1", "f", "@v2", "f"}));
    for (std::string_view name : {"f@v1.1", "f@v2", "f", "g"}) {
        folder.write(fmt::format("deploy/{}.sql", name), "SELECT 1;");
        folder.write(fmt::format("revert/{}.sql", name), "SELECT 1;");
    }
    const Project project = load({folder.path()});
    CHECK(outline(project.histories.at(0)) == Lines{"f@v1.1 1+1", "g 1+1", "f@v2 1+1", "f 1+1"});
    CHECK(ignored(project).empty());
}

TEST_CASE("sqitch.conf moves the plan and the scripts, and names the server") {
    TemporaryFolder folder;
    folder.write("a/sqitch.conf", "[core]\n  engine = pg\n  top_dir = ./db # here\n");
    folder.write("a/sqitch.plan", planOf({"stale"}));
    folder.write("a/db/sqitch.plan", planOf({"x"}));
    folder.write("a/db/deploy/x.sql", "SELECT 1;");
    folder.write("b/sqitch.conf", "[core]\nplan_file = my.plan\ndeploy_dir = other\n"
                                  "[engine \"pg\"]\ndeploy_dir = \"up\"\nextension = ddl\n");
    folder.write("b/my.plan", planOf({"y"}));
    folder.write("b/up/y.ddl", "SELECT 1;");
    folder.write("c/sqitch.conf", "[core]\nengine = mysql\n");
    folder.write("c/sqitch.plan", planOf({"x"}));
    folder.write("c/deploy/x.sql", "SELECT 1;");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 2);
    CHECK(outline(project.histories[0]) == Lines{"x 1+0"});
    CHECK(outline(project.histories[1]) == Lines{"y 1+0"});
    CHECK(project.remarks ==
          Lines{folder.path("c") + " is not read: Sqitch's engine is \"mysql\""});
}

TEST_CASE("a script or a folder of scripts is judged with the plan around it") {
    TemporaryFolder folder;
    folder.write("sqitch.plan", planOf({"b", "sub/a", "c"}));
    for (std::string_view name : {"b", "sub/a", "c"}) {
        folder.write(fmt::format("deploy/{}.sql", name), "SELECT 1;");
        folder.write(fmt::format("revert/{}.sql", name), "SELECT 1;");
    }
    const auto reported = [&](std::string_view path) {
        const Project project = load({folder.path(path)});
        REQUIRE(project.histories.size() == 1);
        CHECK(project.histories[0].tool->name == "sqitch");
        Lines result;
        for (const Migration& migration : project.histories[0].migrations) {
            result.push_back(migration.name + (migration.reported ? "!" : ""));
        }
        return result;
    };
    CHECK(reported("deploy/sub/a.sql") == Lines{"b", "sub/a!"});
    CHECK(reported("revert/c.sql") == Lines{"b", "sub/a", "c!"});
    CHECK(reported("deploy/sub") == Lines{"b", "sub/a!"});
    CHECK(reported("revert") == Lines{"b!", "sub/a!", "c!"});
}
