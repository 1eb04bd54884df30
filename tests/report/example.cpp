// The texts and findings of the example.
#include "tests/report/example.h"

#include "analyzer/rule/rule.h"

#include <array>

namespace ironlaw::example {

namespace {

constexpr std::string_view first = "-- Základní tabulky\r\n"
                                   "CREATE TABLE účet (\r\n"
                                   "\tid bigint PRIMARY KEY,\r\n"
                                   "\t\"jméno 😀\" text, email varchar(255)\r\n"
                                   ");\r\n";
constexpr std::string_view second = "CREATE INDEX účet_email_idx ON účet (email);\n"
                                    "ALTER TABLE účet\n"
                                    "    ALTER COLUMN email TYPE text,\n"
                                    "    DROP COLUMN \"jméno 😀\";\n";
/// Without the semicolon and the line ending.
constexpr size_t alterLength = second.size() - second.find("ALTER TABLE") - 2;

constexpr Rule indexRule = {
    .summary = "index built without CONCURRENTLY", .severity = Severity::Error, .since = "0.1"};
constexpr Rule lengthRule = {.summary = "text type with a length limit",
                             .severity = Severity::Note,
                             .enabled = false,
                             .since = "0.1"};
constexpr Rule typeRule = {
    .summary = "column type changed", .severity = Severity::Warning, .since = "0.1"};

constexpr std::array registered = {
    RegisteredRule{"index-without-concurrently", "locks",
                   "# index-without-concurrently\n\nCREATE INDEX takes a ShareLock\nand holds it "
                   "until the index is built.\n\n## Why it matters\n\nWrites wait.\n",
                   &indexRule},
    RegisteredRule{"type-changed", "locks", "ALTER COLUMN … TYPE changes a type.\n", &typeRule},
    RegisteredRule{"varchar-with-limit", "types", "", &lengthRule},
};

} // namespace

std::span<const RegisteredRule> rules() { return registered; }

std::string report(Reporter reporter, const ReportInput& input) {
    std::string text;
    llvm::raw_string_ostream out(text);
    reporter(input, out);
    return text;
}

Run::Run() {
    const FileId a = project.sources.add("db/migrations/0001_účty init.sql",
                                         llvm::MemoryBuffer::getMemBufferCopy(first));
    const FileId b = project.sources.add("./db/migrations/0002_email.sql",
                                         llvm::MemoryBuffer::getMemBufferCopy(second));
    add("varchar-with-limit", "types", Severity::Note, find(a, "varchar(255)"),
        "varchar(255) fails for longer texts");

    Diagnostic& index =
        add("index-without-concurrently", "locks", Severity::Error,
            find(b, "CREATE INDEX účet_email_idx ON účet (email)"),
            "CREATE INDEX \"účet_email_idx\" blocks writes to \"účet\" until the index is built");
    index.notes.push_back({"\"účet\" is created here", find(a, "účet")});
    index.notes.push_back({"PostgreSQL takes ShareLock on \"účet\"", std::nullopt});
    index.help = "use CREATE INDEX CONCURRENTLY outside of a transaction";
    index.fix = Fix{true, {Edit{{b, {12, 12}}, " CONCURRENTLY"}}};

    Diagnostic& rollback = add("missing-rollback", "rollback", Severity::Error, {b, {0, 0}},
                               "\"0002_email\" has no way back");
    rollback.help = "add db/migrations/0002_email.down.sql";

    Diagnostic& type = add("type-changed", "locks", Severity::Warning,
                           find(b, second.substr(second.find("ALTER TABLE"), alterLength)),
                           "ALTER TABLE \"účet\" rewrites the table");
    type.notes.push_back({"the index is built here", find(b, "CREATE INDEX")});
}

ReportInput Run::input() const {
    return {
        .project = project,
        .diagnostics = diagnostics,
        .summary =
            {.files = 2, .statements = 3, .unanalysed = 1, .errors = 2, .warnings = 1, .notes = 1},
        .files = {{project.sources[0].path, "plain", FileRole::Migration, "0001", 1, 0},
                  {project.sources[1].path, "plain", FileRole::Migration, "0002", 2, 1},
                  {"db/migrations/0003_empty.sql", "plain", FileRole::Migration, "0003", 0, 0},
                  {"db/migrations/README.sql", "plain", FileRole::Ignored, "", 0, 0}},
    };
}

Location Run::find(FileId file, std::string_view part) const {
    const auto begin = static_cast<uint32_t>(project.sources[file].text().find(part));
    return {file, {begin, begin + static_cast<uint32_t>(part.size())}};
}

Diagnostic& Run::add(std::string_view rule, std::string_view family, Severity severity,
                     Location location, std::string message) {
    Diagnostic& diagnostic = diagnostics.emplace_back();
    diagnostic.rule = rule;
    diagnostic.family = family;
    diagnostic.severity = severity;
    diagnostic.location = location;
    diagnostic.message = std::move(message);
    diagnostic.migration = location.file == 0 ? "0001" : "0002";
    diagnostic.order = location.file;
    return diagnostic;
}

} // namespace ironlaw::example
