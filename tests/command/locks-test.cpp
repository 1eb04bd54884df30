// `ironlaw locks`: the timeline for people and for programs.
#include "analyzer/command/command.h"
#include "tests/temporary-folder.h"

#include <doctest/doctest.h>
#include <llvm/Support/JSON.h>

using namespace ironlaw;
using fixtures::TemporaryFolder;

namespace {

/// A table, then a migration that locks it, and its referenced table, in one transaction.
void writeHistory(const TemporaryFolder& folder) {
    folder.write("go.mod", "require github.com/golang-migrate/migrate/v4 v4.17.0\n");
    folder.write("1_base.up.sql", "CREATE TABLE parents (id bigint PRIMARY KEY);\n"
                                  "CREATE TABLE children (id bigint PRIMARY KEY, parent bigint);\n"
                                  "INSERT INTO parents (id) VALUES (1);\n");
    folder.write("2_key.up.sql", "BEGIN;\n"
                                 "ALTER TABLE children ADD COLUMN r float DEFAULT random();\n"
                                 "ALTER TABLE children ADD FOREIGN KEY (parent) REFERENCES "
                                 "parents;\nCOMMIT;\n");
    folder.write("2_key.down.sql", "DROP INDEX CONCURRENTLY IF EXISTS gone;\n");
}

std::string locks(const TemporaryFolder& folder, std::string_view format) {
    const std::string path = folder.path();
    const CommandResult result =
        runProgram(std::vector<std::string_view>{"locks", path, "--format", format}, {});
    CHECK(result.status == ExitStatus::Passed);
    CHECK(result.err.empty());
    return result.out;
}

} // namespace

TEST_CASE("locks are shown from the line that takes them to the end of their transaction") {
    TemporaryFolder folder;
    writeHistory(folder);
    const std::string text = locks(folder, "text");
    CHECK(text.find("2_key.up.sql, transaction 1\n"
                    "  line 2: ALTER TABLE\n"
                    "    ACCESS EXCLUSIVE on table public.children, lines 2 to 3: blocks reads, "
                    "writes, schema changes\n"
                    "    rewrites public.children under ACCESS EXCLUSIVE\n"
                    "  line 3: ALTER TABLE\n"
                    "    SHARE ROW EXCLUSIVE on table public.parents, line 3: blocks writes, "
                    "schema changes\n") != std::string::npos);
    CHECK(text.find("1_base.up.sql") == std::string::npos); // its tables are new
}

TEST_CASE("locks for programs are as the interface promises") {
    TemporaryFolder folder;
    writeHistory(folder);
    llvm::Expected<llvm::json::Value> parsed = llvm::json::parse(locks(folder, "json"));
    REQUIRE(static_cast<bool>(parsed));
    const llvm::json::Array& statements = *parsed->getAsObject()->getArray("statements");
    const llvm::json::Object* rewrite = nullptr;
    const llvm::json::Object* wayBack = nullptr;
    for (const llvm::json::Value& value : statements) {
        const llvm::json::Object& one = *value.getAsObject();
        if (one.getString("migration") == "2" && one.getString("direction") == "up" &&
            rewrite == nullptr) {
            rewrite = &one;
        }
        wayBack = one.getString("direction") == "down" ? &one : wayBack;
    }
    REQUIRE(rewrite != nullptr);
    CHECK(rewrite->getString("statement") == "ALTER TABLE");
    CHECK(rewrite->getInteger("transaction") == 1);
    CHECK(rewrite->getString("block") == "allowed");
    const llvm::json::Object& lock = *rewrite->getArray("locks")->front().getAsObject();
    CHECK(lock.getString("relation") == "public.children");
    CHECK(lock.getString("kind") == "table");
    CHECK(lock.getString("mode") == "AccessExclusiveLock");
    CHECK(lock.getBoolean("new") == false);
    const llvm::json::Object& work = *rewrite->getArray("work")->front().getAsObject();
    CHECK(work.getString("kind") == "rewrite");
    CHECK(work.getString("under") == "AccessExclusiveLock");
    REQUIRE(wayBack != nullptr);
    CHECK(wayBack->getString("block") == "forbidden");
    CHECK(wayBack->get("transaction") == nullptr);
}
