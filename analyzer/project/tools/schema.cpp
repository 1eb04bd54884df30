// A schema as a file or a folder of files: pg_dump's plain output, structure.sql, schema.sql,
// Supabase's declarative schemas. It is no history; it is what a history has led to, or is to lead
// to.
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// What frameworks and tools call the file. Rails and Ecto write structure.sql, dbmate schema.sql;
/// Atlas and sqlc read schema.sql.
constexpr std::array<std::string_view, 3> fileNames = {"structure.sql", "schema.sql", "dump.sql"};

/// pg_dump's output without its first comments, which frameworks strip: it empties search_path, and
/// says of each object what it is.
bool isStrippedDump(llvm::StringRef head) {
    head = head.substr(0, 4096);
    const size_t name = head.find("\n-- Name: ");
    return head.contains("pg_catalog.set_config('search_path', '', false)") ||
           (name != llvm::StringRef::npos && head.find("; Type: ", name) != llvm::StringRef::npos);
}

/// Supabase keeps what the schema is to be in files of this folder, and runs them by their names.
bool isDeclarative(const Folder& folder) {
    llvm::SmallString<256> whole(folder.path().empty() ? "." : folder.path());
    if (llvm::sys::fs::make_absolute(whole)) {
        return false;
    }
    llvm::sys::path::remove_dots(whole, true);
    whole += "/";
    return llvm::StringRef(whole).contains("/supabase/schemas/");
}

/// A name is enough for a file that was asked for. In a search it would keep what lies beside from
/// being read: folders of versions below a schema.sql.
bool isSchemaName(const Evidence& evidence, std::string_view name) {
    const auto entry = std::ranges::find(evidence.folder.entries(), name, &FolderEntry::name);
    const bool asked = entry != evidence.folder.entries().end() && entry->asked;
    return (asked && std::ranges::find(fileNames, name) != fileNames.end()) ||
           (evidence.nearby("atlas.hcl") && llvm::StringRef(name).starts_with("schema"));
}

int recognise(const Evidence& evidence) {
    if (evidence.sqlNames.empty()) {
        return 0;
    }
    if (std::ranges::all_of(evidence.heads, isDump) || isDeclarative(evidence.folder)) {
        return 90;
    }
    for (size_t i = 0; i < evidence.heads.size(); ++i) {
        const std::string_view name = evidence.sqlNames[i];
        const bool isUnnumbered = leadingDigits(name).empty();
        if (!isSchemaName(evidence, name) && !(isUnnumbered && isStrippedDump(evidence.heads[i]))) {
            return 0;
        }
    }
    return 50;
}

void layout(const LayoutInput& input) {
    MigrationTable table(input.history);
    for (const FolderEntry& entry : input.folder.entries()) {
        if (!isSqlFile(entry)) {
            continue;
        }
        std::optional<FileId> file = input.reader.read(entry.path);
        if (!file) {
            continue;
        }
        Migration& migration = table.at("", entry.name);
        migration.schemaDump = true;
        migration.up.push_back(wholeFile(*file, input.reader.text(*file), Direction::Up));
        addFile(input.history, *file, FileRole::Schema, "");
    }
}

} // namespace

const Tool schemaDump = {
    .name = "schema",
    .title = "schema dump",
    .hasWayBack = false,
    .execution = statementByStatement,
    .restoredSettings = "all",
    .transactionOptOut = "move the statement out of BEGIN and COMMIT",
    .singleMessageHelp = "",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
