// pop (soda), and popx of Ory's (match.go, migrator.go; oryx/popx): NUMBER_title.up.sql and
// .down.sql for all servers or, with the server's name, for one. Each script is one message in a
// transaction, unless the name says autocommit.
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Path.h>

#include <algorithm>

namespace ironlaw {

namespace {

bool isPostgres(std::string_view dialect) {
    return dialect == "postgres" || dialect == "postgresql" || dialect == "pg" ||
           dialect == "cockroach-postgres";
}

/// ^\d+_[^.]+(\.dialect)?(\.autocommit)?\.(up|down)\.sql$
std::optional<ScriptName> parse(std::string_view name) {
    const std::string_view version = leadingDigits(name);
    llvm::StringRef rest = name;
    if (version.empty() || !rest.substr(version.size()).starts_with("_") ||
        !rest.consume_back(".sql")) {
        return std::nullopt;
    }
    ScriptName result{version, ""};
    if (rest.consume_back(".up")) {
        result.direction = Direction::Up;
    } else if (rest.consume_back(".down")) {
        result.direction = Direction::Down;
    } else {
        return std::nullopt;
    }
    result.optsOut = rest.consume_back(".autocommit");
    const auto [stem, dialect] = rest.split('.');
    result.stem = stem;
    result.dialect = dialect;
    return result;
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "NUMBER_title.up.sql or .down.sql",
    .pairsByVersion = false,
    .recursive = true,
    .wayBack = ".down.sql",
};

/// Where one server has a script of its own, the one for all servers does not run there.
class Variants {
public:
    explicit Variants(const LayoutInput& input) : input_(input) {}

    void settle() {
        for (Migration& migration : input_.history.migrations) {
            settle(migration.up);
            settle(migration.down);
        }
    }

private:
    bool isOwn(const Section& section) const {
        const auto name = parse(llvm::sys::path::filename(input_.reader.path(section.file)));
        return name && isPostgres(name->dialect);
    }

    void settle(std::vector<Section>& sections) {
        const auto own =
            std::ranges::find_if(sections, [&](const Section& one) { return isOwn(one); });
        if (sections.size() < 2 || own == sections.end()) {
            return;
        }
        const FileId kept = own->file;
        for (ProjectFile& file : input_.history.files) {
            const bool replaced =
                file.file != kept &&
                std::ranges::find(sections, file.file, &Section::file) != sections.end();
            if (replaced) {
                file.role = FileRole::Ignored;
                file.reason = fmt::format("\"{}\" takes its place on PostgreSQL",
                                          llvm::sys::path::filename(input_.reader.path(kept)));
            }
        }
        std::erase_if(sections, [&](const Section& one) { return one.file != kept; });
    }

    const LayoutInput& input_;
};

void layout(const LayoutInput& input) {
    layoutScripts(input, scripts);
    Variants(input).settle();
}

int recognise(const Evidence& evidence) {
    if (mostlyNamed(evidence, parse) == 0) {
        return 0;
    }
    const bool shaped = std::ranges::any_of(evidence.sqlNames, [](const std::string& name) {
        const std::optional<ScriptName> one = parse(name);
        return one && (one->optsOut || isPostgres(one->dialect));
    });
    const bool fizz = std::ranges::any_of(evidence.folder.entries(), [](const FolderEntry& entry) {
        return entry.name.ends_with(".fizz");
    });
    const bool required = evidence.requiresModule("gobuffalo/pop") ||
                          evidence.requiresModule("oryx/popx") ||
                          evidence.requiresModule("ory/pop");
    return required ? 90 : shaped || fizz ? 50 : 0;
}

} // namespace

const Tool pop = {
    .name = "pop",
    .title = "pop",
    .readsVariants = true,
    .compareVersions = compareNumbers,
    .execution = wrappedMessage,
    .transactionOptOut =
        "put \".autocommit\" before \".up.sql\" in the file's name, which popx takes, and "
        "keep the statement alone in it",
    .wayBackOptOut =
        "put \".autocommit\" before \".down.sql\" in the file's name, which popx takes, and "
        "keep the statement alone in it",
    .singleMessageHelp =
        "keep the statement alone in its file; pop sends a file as one message, which "
        "PostgreSQL runs as one transaction if it holds several statements",
    .ownsSubfolders = true,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
