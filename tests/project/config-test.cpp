// The configuration: what is read, and what is said about what cannot be read.
#include "analyzer/project/config.h"

#include <doctest/doctest.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>

using namespace ironlaw;

namespace {

Config parsed(std::string_view text) {
    llvm::Expected<Config> config = parseConfig(text, "ironlaw.toml");
    if (!config) {
        FAIL(llvm::toString(config.takeError()));
    }
    return *config;
}

std::string refusal(std::string_view text) {
    llvm::Expected<Config> config = parseConfig(text, "ironlaw.toml");
    return config ? std::string() : llvm::toString(config.takeError());
}

} // namespace

TEST_CASE("every key of the documented configuration is read") {
    Config config = parsed(R"(
paths = ["db/migrations"]
tool = "goose"
server-version = 15
fail-on = "warning"
select = ["default"]
ignore = ["locks"]
complete = true
transaction = "per-file"
default-schema = "app"
start-schema = "db/base.sql"
[tables]
large-rows = 5
large = ["orders", "audit.*"]
small = ["settings"]
unknown = "small"
[deploy]
lock-timeout = "5s"
check-rollbacks = false
[policy]
tenant-column = "tenant_id"
soft-delete-columns = ["deleted_at"]
forbidden-types = { money = "numeric" }
tiny-tables = ["order_status"]
[rules.select-star]
severity = "warning"
paths-ignored = ["db/seeds/**"]
)");
    CHECK(config.paths == std::vector<std::string>{"db/migrations"});
    CHECK(config.tool == "goose");
    CHECK(config.serverVersion == 15);
    CHECK(config.failOn == Severity::Warning);
    CHECK(config.complete == Completeness::Yes);
    CHECK(config.transaction == TransactionOverride::PerFile);
    CHECK(config.defaultSchema == "app");
    CHECK(!config.checkRollbacks);
    CHECK(config.isTiny("public", "order_status"));
    CHECK(config.rules.at("select-star").severity == Severity::Warning);
}

TEST_CASE("mistakes are named with their line and the nearest known name") {
    CHECK(refusal("pathes = []") ==
          "ironlaw.toml:1: unknown key \"pathes\"; did you mean \"paths\"?");
    CHECK(refusal("\ntool = \"gose\"") ==
          "ironlaw.toml:2: unknown tool \"gose\"; did you mean \"goose\"?");
    CHECK(
        refusal("[rules.selct-star]\nseverity = \"error\"").find("did you mean \"select-star\"?") !=
        std::string::npos);
    CHECK(refusal("fail-on = \"errors\"").find("did you mean \"error\"?") != std::string::npos);
    CHECK(refusal("complete = \"maybe\"").ends_with("; it is one of auto, true, false"));
    CHECK(refusal("[rules.locks]\nseverity = \"note\"").find("is a family") != std::string::npos);
    CHECK(refusal("server-version = 9").find("from 12 to 18") != std::string::npos);
    CHECK(refusal("select = [\"lock\"]").find("did you mean \"locks\"?") != std::string::npos);
    CHECK(refusal("paths = 1") == "ironlaw.toml:1: \"paths\" has to be a list of strings");
    CHECK(refusal("paths = [").starts_with("ironlaw.toml:1: "));
}

TEST_CASE("values that only the server or a rule would refuse are mistakes too") {
    CHECK(refusal("[deploy]\n\nlock-timeout = \"5 seconds\"") ==
          "ironlaw.toml:3: \"lock-timeout\" has to be a duration such as \"5s\" or \"500ms\", not "
          "\"5 seconds\"");
    CHECK(refusal("[deploy]\nstatement-timeout = \"\"").find("statement-timeout") !=
          std::string::npos);
    CHECK(refusal("[deploy]\nstatement-timeout = 5").ends_with("has to be a string"));
    CHECK(parsed("[deploy]\nlock-timeout = \" 1.5 min \"").lockTimeout == " 1.5 min ");
    CHECK(parsed("[deploy]\nlock-timeout = \"0\"").lockTimeout == "0");
    CHECK(refusal("[policy]\nnaming = { tabel = \"^a\" }") ==
          "ironlaw.toml:2: unknown key \"tabel\"; did you mean \"table\"?");
    CHECK(refusal("[policy]\nnaming = { index = \"(_idx$\" }")
              .starts_with("ironlaw.toml:2: \"naming.index\" is no regular expression: "));
    CHECK(refusal("[policy]\nnaming = { index = 1 }").ends_with("\"index\" has to be a string"));
    CHECK(refusal("[policy.forbidden-types]\nmoney = true") ==
          "ironlaw.toml:2: \"money\" has to be a string");
    CHECK(refusal("[policy]\ntiny-tables = [\"audit.[\"]").starts_with("ironlaw.toml:2: "));
    CHECK(refusal("[tables]\nsmall = [\"[\"]").find("is no pattern") != std::string::npos);
    CHECK(refusal("[policy]\nnaming = { table = \"^[a-z][a-z0-9_]*$\", foreign-key = \"_fk\" }")
              .empty());
}

TEST_CASE("an exact table name beats a pattern, and the lists beat the sizes") {
    Config config =
        parsed("[tables]\nlarge = [\"audit.*\", \"orders\"]\nsmall = [\"audit.kinds\"]");
    config.rowsByTable["public.orders"] = 3;
    config.rowsByTable["public.users"] = 12'000'000;
    CHECK(config.sizeOf("audit", "events").sizeClass == TableSizeClass::Large);
    CHECK(config.sizeOf("audit", "kinds").sizeClass == TableSizeClass::Small);
    CHECK(config.sizeOf("public", "orders").sizeClass == TableSizeClass::Large);
    CHECK(config.sizeOf("public", "users").rows == 12'000'000);
    CHECK(config.sizeOf("public", "users").countsAsLarge);
    CHECK(config.sizeOf("public", "other").sizeClass == TableSizeClass::Unknown);
    CHECK(config.sizeOf("public", "other").countsAsLarge);
    CHECK(nearestName("slect-star", {"select-star", "syntax-error"}) == "select-star");
    CHECK(nearestName("xyz", {"select-star"}).empty());
}

TEST_CASE("paths below the working directory are told from there") {
    llvm::SmallString<256> here;
    REQUIRE(!llvm::sys::fs::current_path(here));
    const std::string folder = std::string(here);
    CHECK(belowHere(folder) == ".");
    CHECK(belowHere(folder + "/db/./m") == "db/m");
    CHECK(belowHere(folder + "/../other/m") == folder + "/../other/m");
    CHECK(belowHere(folder + "-other") == folder + "-other");
    CHECK(belowHere("db/m") == "db/m");
}
