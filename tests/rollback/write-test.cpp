// `ironlaw rollback`: where drafts are put, and that `check` is content with what was written.
#include "analyzer/command/command.h"
#include "analyzer/project/project.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <map>

using namespace ironlaw;
using fixtures::TemporaryFolder;

namespace {

CommandResult runWith(std::vector<std::string_view> arguments) { return runProgram(arguments, {}); }

std::string readFile(const std::string& path) {
    auto buffer = llvm::MemoryBuffer::getFile(path);
    REQUIRE(static_cast<bool>(buffer));
    return (*buffer)->getBuffer().str();
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

void copyFolder(const std::string& from, const TemporaryFolder& to) {
    std::error_code error;
    for (llvm::sys::fs::recursive_directory_iterator it(from, error), end; it != end && !error;
         it.increment(error)) {
        if (it->type() == llvm::sys::fs::file_type::regular_file) {
            to.write(it->path().substr(from.size() + 1), readFile(it->path()));
        }
    }
    REQUIRE_FALSE(error);
}

Project load(const std::string& folder) {
    ProjectOptions options;
    options.paths = {folder};
    llvm::Expected<Project> project = loadProject(options);
    REQUIRE(static_cast<bool>(project));
    return std::move(*project);
}

/// All of a section, with its marker or the signs of the comment that it is.
Range rangeOf(const Section& section, const Project& project) {
    const std::string_view text = project.sources[section.file].text();
    const bool isBlock = text.substr(section.range.end).starts_with("*/");
    if (!section.marker.empty()) {
        return {section.marker.begin, section.range.end};
    }
    return isBlock ? Range{static_cast<uint32_t>(text.rfind("/*", section.range.begin)),
                           section.range.end + 2}
                   : section.range;
}

/// Takes the ways back out of a project, files and sections.
void removeWaysBack(const std::string& folder) {
    const Project project = load(folder);
    std::map<FileId, std::vector<Range>> cuts;
    std::map<FileId, bool> keeps;
    for (const History& history : project.histories) {
        for (const Migration& migration : history.migrations) {
            for (const Section& section : migration.up) {
                keeps[section.file] = true;
            }
            for (const Section& section : migration.down) {
                cuts[section.file].push_back(rangeOf(section, project));
            }
        }
    }
    for (auto& [file, ranges] : cuts) {
        const std::string& path = project.sources[file].path;
        if (!keeps[file]) {
            CHECK_FALSE(llvm::sys::fs::remove(path));
            continue;
        }
        std::string text(project.sources[file].text());
        std::ranges::sort(ranges, std::ranges::greater(), &Range::begin);
        for (const Range range : ranges) {
            text.erase(range.begin, range.size());
        }
        std::error_code error;
        llvm::raw_fd_ostream out(path, error);
        out << text;
    }
}

} // namespace

TEST_CASE("the ways back of all project fixtures can be drafted anew") {
    std::error_code error;
    const std::string all = IRONLAW_ROOT "/fixtures/projects";
    for (llvm::sys::fs::directory_iterator it(all, error), end; it != end && !error;
         it.increment(error)) {
        const std::string name = llvm::sys::path::filename(it->path()).str();
        CAPTURE(name);
        const TemporaryFolder folder;
        copyFolder(it->path(), folder);
        removeWaysBack(folder.path());
        const CommandResult written = runWith({"rollback", "--write", folder.path()});
        CAPTURE(written.err);
        const CommandResult found =
            runWith({"check", "--format", "short", "--select",
                     "missing-rollback,empty-rollback,failing-rollback,incomplete-rollback",
                     folder.path()});
        std::string errors;
        llvm::StringRef rest = found.out;
        while (!rest.empty()) {
            const auto [line, next] = rest.split('\n');
            // A changelog in YAML has no place for SQL comments.
            const bool isExpected = line.contains("migration \"mara:berth-length\" changes");
            errors += line.contains(": error: ") && !isExpected ? line.str() + "\n" : "";
            rest = next;
        }
        CHECK(errors == "");
    }
    REQUIRE_FALSE(error);
}

TEST_CASE("drafts are printed with the paths that they are for") {
    const TemporaryFolder folder;
    folder.write("1_a.up.sql", "CREATE TABLE a (id int);\n");
    folder.write("2_b.up.sql", "CREATE TABLE ${name} (id int);\n");
    folder.write("3_c.up.sql", "CREATE TABLE c (id int);\n");
    folder.write("3_c.down.sql", "DROP TABLE c;\n");
    folder.write("4_d.up.sql", "-- ironlaw: irreversible: it is only an example\nDROP TABLE c;\n");
    const std::string first = folder.path("1_a.down.sql");
    const std::string second = folder.path("2_b.down.sql");
    const CommandResult all = runWith({"rollback", folder.path()});
    CHECK(all.out ==
          fmt::format("-- {}\nDROP TABLE a;\n\n-- {}\nDROP TABLE ${{name}};\n", first, second));
    CHECK(all.status == ExitStatus::Passed);
    CHECK(runWith({"rollback", folder.path("1_a.up.sql")}).out ==
          fmt::format("-- {}\nDROP TABLE a;\n", first));
    const CommandResult there = runWith({"rollback", folder.path("3_c.up.sql")});
    CHECK(there.out.empty());
    CHECK(has(there.err, "\"3_c\" has a way back\n"));
    CHECK(runWith({"rollback", folder.path("4_d.up.sql")}).out.empty());
    CHECK(runWith({"rollback", folder.path("none")}).status == ExitStatus::Impossible);
    CHECK(runWith({"rollback", "--unknown"}).status == ExitStatus::Impossible);
    CHECK(has(runWith({"rollback", "--help"}).out, "--write"));
}

TEST_CASE("a file that is there is never written over") {
    const TemporaryFolder folder;
    folder.write("V1__a.sql", "CREATE TABLE a (id int);\n");
    folder.write("V2__b.sql", "CREATE TABLE b (id int);\n");
    const std::string taken = folder.path("U2__b.sql/x");
    folder.write("U2__b.sql/x", "");
    const CommandResult written = runWith({"rollback", "--write", folder.path()});
    CHECK(written.status == ExitStatus::Impossible);
    CHECK(has(written.err, "cannot write " + folder.path("U2__b.sql")));
    CHECK(readFile(folder.path("U1__a.sql")) == "DROP TABLE a;\n");
    CHECK(has(written.out, "U1__a.sql: the way back of \"V1__a\"\n"));
}

TEST_CASE("sections stand behind the text of their migrations, with its line breaks") {
    const TemporaryFolder folder;
    const std::string plain = folder.write("1_a.sql", "-- +goose Up\nCREATE TABLE a (id int);");
    const std::string returns =
        folder.write("2_b.sql", "-- +goose Up\r\nCREATE TABLE b (id int);\r\n\r\n");
    const std::string body = folder.write(
        "3_c.sql",
        "-- +goose Up\n-- +goose StatementBegin\nCREATE FUNCTION f() RETURNS int LANGUAGE plpgsql "
        "AS $$ BEGIN RETURN 1; END $$;\n-- +goose StatementEnd\n-- +goose Down\nDROP FUNCTION "
        "f();\n");
    const std::string dropped = folder.write("4_d.sql", "-- +goose Up\nDROP FUNCTION f();\n");
    const std::string lost = folder.write("5_e.sql", "-- +goose Up\nUPDATE a SET id = 1;\n");
    const std::string seed = folder.write("6_f.sql", "-- +goose Up\nINSERT INTO a VALUES (1);\n");
    const CommandResult written = runWith({"rollback", "--write", folder.path()});
    CHECK(readFile(plain) ==
          "-- +goose Up\nCREATE TABLE a (id int);\n\n-- +goose Down\nDROP TABLE a;\n");
    CHECK(readFile(returns) == "-- +goose Up\r\nCREATE TABLE b (id int);\r\n\r\n-- +goose "
                               "Down\r\nDROP TABLE b;\r\n\r\n");
    CHECK(readFile(dropped) ==
          "-- +goose Up\nDROP FUNCTION f();\n\n-- +goose Down\n-- +goose StatementBegin\nCREATE "
          "FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;\n-- +goose "
          "StatementEnd\n");
    CHECK(has(readFile(lost),
              "-- ironlaw: irreversible: the former values of \"id\" in \"a\" are lost\n"));
    CHECK(readFile(seed) == "-- +goose Up\nINSERT INTO a VALUES (1);\n");
    CHECK(has(written.err, "nothing is written for \"6_f\""));
}

TEST_CASE("rollback lines stand at the end of their changesets") {
    const TemporaryFolder folder;
    const std::string path =
        folder.write("changelog.sql",
                     "--liquibase formatted sql\n\n--changeset a:1\nCREATE TABLE a (id int);\n\n"
                     "--changeset a:2\nCREATE TABLE b (id int);\n");
    CHECK(runWith({"rollback", "--write", path}).status == ExitStatus::Passed);
    CHECK(readFile(path) ==
          "--liquibase formatted sql\n\n--changeset a:1\nCREATE TABLE a (id int);\n"
          "--rollback DROP TABLE a;\n\n--changeset a:2\nCREATE TABLE b (id int);\n"
          "--rollback DROP TABLE b;\n");
}

TEST_CASE("tools that cannot go back get it in comments") {
    const TemporaryFolder folder;
    const std::string path =
        folder.write("supabase/migrations/20240101000000_a.sql",
                     "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\nSELECT 1;\n$$;\n");
    folder.write("supabase/migrations/20240102000000_b.sql", "DROP FUNCTION f();\n");
    CHECK(runWith({"rollback", "--write", folder.path("supabase")}).status == ExitStatus::Passed);
    CHECK(has(readFile(path), "\n-- rollback:\n-- DROP FUNCTION f();\n"));
    CHECK(runWith({"check", "--format", "short", folder.path("supabase")}).out == "");
}
