// Liquibase: changelogs order, changesets of formatted SQL are migrations of their own.
#include "analyzer/project/tools/changelog.h"
#include "analyzer/project/tools/formatted-sql.h"
#include "tests/project/runs.h"
#include "tests/temporary-folder.h"

#include <algorithm>

using namespace ironlaw;
using fixtures::TemporaryFolder;

namespace {

constexpr std::string_view head = "--liquibase formatted sql\n";

/// The tree on one line: name(key=value …)[children …].
std::string shown(const ChangelogNode& node, std::string_view text) {
    std::string result = node.name;
    for (const auto& [key, value] : node.values) {
        result += fmt::format(" {}={}", key, value);
    }
    for (const ChangelogNode& child : node.children) {
        if (!child.children.empty() || !child.values.empty()) {
            result += fmt::format(" [{}]", shown(child, text));
        } else if (!child.text.empty() && child.name == "sql") {
            result += fmt::format(" <{}>", text.substr(child.text.begin, child.text.size()));
        }
    }
    return result;
}

std::string shown(std::string_view name, std::string_view text) {
    return shown(readChangelog(name, text), text);
}

std::vector<std::string> textsOf(const std::vector<Section>& sections, std::string_view text) {
    std::vector<std::string> result;
    for (const Section& section : sections) {
        std::string one(text.substr(section.range.begin, section.range.size()));
        for (const Range unsent : section.unsent) {
            const size_t at = unsent.begin - section.range.begin;
            one.replace(at, unsent.size(), std::string(unsent.size(), '~'));
        }
        result.push_back(one);
    }
    return result;
}

} // namespace

TEST_CASE("changelogs are one tree, whatever they are written in") {
    constexpr std::string_view tree = "databaseChangeLog [include file=a/b.sql] "
                                      "[changeSet author=x id=1 [sqlFile path=c.sql]]";
    CHECK(shown("c.xml", "<?xml version=\"1.0\"?>\n<db:databaseChangeLog xmlns='x'>\n"
                         "<!-- <include file='no'/> --><include file=\"a/b.sql\"/>"
                         "<changeSet id='1' author='x'><sqlFile path='c.sql'/></changeSet>"
                         "</db:databaseChangeLog>")
              .starts_with("databaseChangeLog xmlns=x [include"));
    CHECK(shown("c.yaml", "databaseChangeLog:\n- include: # here\n    file: a/b.sql\n"
                          "#  - include: {file: no}\n- changeSet:\n    id: 1\n    author: \"x\"\n"
                          "    changes:\n      - sqlFile:\n          path: c.sql\n") ==
          "databaseChangeLog [include file=a/b.sql] "
          "[changeSet author=x id=1 [changes [sqlFile path=c.sql]]]");
    CHECK(shown("c.yml", "databaseChangeLog:\n  - include: { file: a/b.sql }\n"
                         "  - changeSet:\n      id: 1\n      author: x\n      sqlFile:\n"
                         "        path: c.sql\n") == tree);
    CHECK(shown("c.json", "{\"databaseChangeLog\": [{\"include\": {\"file\": \"a/b.sql\"}},\n"
                          "{\"changeSet\": {\"id\": \"1\", \"author\": \"x\"}}]}") ==
          "databaseChangeLog [ [include file=a/b.sql]] [ [changeSet author=x id=1]]");
    CHECK(shown("c.yaml", "databaseChangeLog:\n - sql: |\n     SELECT 1;\n     SELECT 2;\n"
                          " - sql: SELECT a,\n     b\n - sql: \"x\\ny\"\n")
              .find("<     SELECT 1;\n     SELECT 2;\n> <SELECT a,\n     b\n>") !=
          std::string::npos);
    for (std::string_view broken : {"", "{", "{[}", "]}", "<a", "<a b", "<a b='", "</", ":", "- ",
                                    "{\"a", "a: {b: [", "<![CDATA[", "<!--", "a: 'x"}) {
        CAPTURE(broken);
        CHECK(readChangelog("c.xml", broken).children.empty());
        CHECK(readChangelog("c.json", broken).children.empty());
    }
}

TEST_CASE("a changeset has its own options and its own way back") {
    const std::string text = std::string(head) +
                             "--changeset ann:1 runInTransaction:false dbms:postgresql,h2\n"
                             "SELECT 1;\n--rollback SELECT -1;\n--rollback SELECT -2;\n"
                             "-- ChangeSet \"a b\":x splitStatements:false runOnChange:true\n"
                             "--ignoreLines:1\nno sql\nSELECT 2;\n"
                             "/* liquibase rollback\nSELECT -3;\n*/\n"
                             "--changeset ann:3 endDelimiter:GO dbms:!postgresql\nSELECT 3\nGO\n"
                             "--preconditions onFail:MARK_RAN\n--rollback empty\n";
    const FormattedSql sql = readFormattedSql(0, text);
    REQUIRE(sql.changesets.size() == 3);
    CHECK(sql.problems.empty());
    const Changeset& first = sql.changesets[0];
    CHECK(first.id == "1");
    CHECK(first.up.optsOutOfTransaction);
    CHECK(!first.up.keptWhole);
    CHECK(first.options.runs());
    CHECK(textsOf(first.down, text) == Lines{"~~~~~~~~~~ SELECT -1;\n~~~~~~~~~~ SELECT -2;\n"});
    CHECK(first.down[0].optsOutOfTransaction);
    const Changeset& second = sql.changesets[1];
    CHECK(second.author == "a b");
    CHECK(second.up.keptWhole);
    CHECK(second.options.repeatable);
    CHECK(second.up.unsent.size() == 2);
    CHECK(textsOf(second.down, text) == Lines{"SELECT -3;\n"});
    const Changeset& third = sql.changesets[2];
    CHECK(!third.options.runs());
    CHECK(third.up.cuts.size() == 1);
    CHECK(!first.options.conditional);
    CHECK(third.options.conditional);
    CHECK(textsOf(third.down, text) == Lines{"~~~~~~~~~~~~~~~~~"});
}

TEST_CASE("the master changelog says what runs, in which order") {
    TemporaryFolder folder;
    folder.write("res/db/master.xml",
                 "<databaseChangeLog><include file='db/z/one.sql'/>"
                 "<include file='x/sub.yaml' relativeToChangelogFile='true'/>"
                 "<changeSet id='7' author='bo' runInTransaction='false'>"
                 "<sqlFile path='raw.sql' relativeToChangelogFile='true'/>"
                 "<rollback>DROP TABLE t;</rollback></changeSet>"
                 "<changeSet id='8' author='bo'><createTable tableName='t'/></changeSet>"
                 "</databaseChangeLog>");
    folder.write("res/db/z/one.sql", std::string(head) +
                                         "--changeset ann:1\nSELECT 1;\n--rollback SELECT 2;\n"
                                         "--changeset ann:2\nSELECT 1;\n");
    folder.write("res/db/z/lost.sql", std::string(head) + "--changeset ann:1\nSELECT 1;\n");
    folder.write("res/db/x/sub.yaml", "databaseChangeLog:\n  - includeAll:\n      path: all\n"
                                      "      relativeToChangelogFile: true\n");
    folder.write("res/db/x/all/b.sql", "SELECT 1; SELECT 2;");
    folder.write("res/db/x/all/a/c.sql", "SELECT 1;");
    folder.write("res/db/raw.sql", "SELECT 1;");
    const Project project = load({folder.path()});
    REQUIRE(project.histories.size() == 1);
    const History& history = project.histories[0];
    CHECK(history.tool->name == "liquibase");
    CHECK(outline(history) == Lines{"ann:1 1+1", "ann:2 1+0", "c 1+0", "b 1+0", "bo:7 1+1"});
    CHECK(history.migrations[3].up[0].keptWhole);
    CHECK(history.migrations[4].up[0].optsOutOfTransaction);
    CHECK(std::ranges::count(history.files, true, &ProjectFile::unlisted) == 1);

    const Project file = load({folder.path("res/db/z/one.sql")});
    CHECK(outline(file.histories.at(0)) == Lines{"ann:1 1+1", "ann:2 1+0"});
    CHECK(file.histories[0].migrations[0].reported);
    CHECK(file.histories[0].migrations[1].reported);
}

TEST_CASE("formatted SQL needs no changelog to be known, and a changelog may include itself") {
    TemporaryFolder folder;
    folder.write("a/b.sql", std::string(head) + "--changeset ann:1\nSELECT 1;\n--changeset ann:2");
    folder.write("b/changelog.yaml",
                 "databaseChangeLog:\n  - include:\n      file: changelog.yaml\n"
                 "  - include:\n      file: one.sql\n");
    folder.write("b/one.sql", "SELECT 1;");
    folder.write("b/changelog-two.yaml",
                 "databaseChangeLog:\n  - include:\n      file: changelog-two.yaml\n");
    const Project project = load({folder.path()});
    REQUIRE(!project.histories.empty());
    CHECK(project.histories[0].tool->name == "liquibase");
    CHECK(outline(project.histories[0]) == Lines{"ann:1 1+0", "ann:2 1+0"});
}

TEST_CASE("a rollback with nothing in it is a way back that does nothing") {
    const auto waysBack = [](std::string_view name, std::string_view text) {
        TemporaryFolder folder;
        folder.write("db/one.sql", "SELECT 1;");
        folder.write("db/" + std::string(name), text);
        const Project project = load({folder.path()});
        Lines result;
        for (const Migration& one : project.histories.at(0).migrations) {
            result.push_back(one.downInOtherLanguage ? "not read" : "none");
            for (const Section& section : one.down) {
                result.back() = textOf(project, section);
            }
        }
        return result;
    };
    const auto xml = [&](std::string_view rollback) {
        return waysBack("changelog.xml",
                        fmt::format("<databaseChangeLog><changeSet id='1' author='a'>"
                                    "<sql>SELECT 1;</sql>{}</changeSet></databaseChangeLog>",
                                    rollback));
    };
    CHECK(xml("") == Lines{"none"});
    CHECK(xml("<rollback/>") == Lines{""});
    CHECK(xml("<rollback></rollback>") == Lines{""});
    CHECK(xml("<rollback><sql></sql></rollback>") == Lines{""});
    CHECK(xml("<rollback>DROP TABLE t;</rollback>") == Lines{"DROP TABLE t;"});
    CHECK(xml("<rollback>DELETE FROM t WHERE a &lt; 1;</rollback>") == Lines{"not read"});
    CHECK(xml("<rollback><dropTable tableName='t'/></rollback>") == Lines{"not read"});
    CHECK(xml("<rollback changeSetId='0' changeSetAuthor='a'/>") == Lines{"not read"});

    const auto yaml = [&](std::string_view rollback) {
        return waysBack("changelog.yaml",
                        fmt::format("databaseChangeLog:\n  - changeSet:\n      id: 1\n"
                                    "      author: a\n      changes:\n        - sql: SELECT 1;\n{}",
                                    rollback));
    };
    CHECK(yaml("") == Lines{"none"});
    CHECK(yaml("      rollback: \"\"\n") == Lines{""});
    CHECK(yaml("      rollback: []\n") == Lines{""});
    CHECK(yaml("      rollback: \"DROP TABLE t;\"\n") == Lines{"DROP TABLE t;"});
    CHECK(yaml("      rollback: 'DROP TABLE t;'\n") == Lines{"DROP TABLE t;"});
    CHECK(yaml("      rollback: 'SELECT ''x'';'\n") == Lines{"not read"});
    CHECK(yaml("      rollback: \"SELECT 1;\\nSELECT 2;\"\n") == Lines{"not read"});
    CHECK(yaml("      rollback:\n        - sql:\n            sql: |\n              SELECT 2;\n") ==
          Lines{"              SELECT 2;\n"});

    CHECK(waysBack("changelog.json",
                   R"({"databaseChangeLog": [{"changeSet": {"id": "1", "author": "a", "changes":
                      [{"sqlFile": {"path": "one.sql", "relativeToChangelogFile": true}}],
                      "rollback": "DROP TABLE t;"}}]})") == Lines{"not read"});
}
