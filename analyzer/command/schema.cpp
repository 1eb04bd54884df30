// `ironlaw schema`: the schema that a history produces.
#include "analyzer/schema/schema.h"
#include "analyzer/command/output.h"
#include "analyzer/command/project-options.h"
#include "analyzer/rule/completeness.h"
#include "analyzer/rule/history-replay.h"
#include "analyzer/rule/history-script.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <span>

namespace ironlaw {

namespace {

struct SchemaOptions {
    ProjectOptions project;
    std::string format = "sql";
    std::string outputPath; ///< empty: standard output
    std::string at;         ///< the last migration; empty: all of them
    bool help = false;
};

/// Not the schema itself, but the statements that lead to it.
constexpr std::string_view scriptFormat = "script";

llvm::Error format(SchemaOptions& options, std::string_view value) {
    if (findSchemaPrinter(value) == nullptr && value != scriptFormat) {
        std::vector<std::string_view> known = schemaFormats();
        known.push_back(scriptFormat);
        return unknownWord("format", value, known);
    }
    options.format = value;
    return llvm::Error::success();
}

template <std::string SchemaOptions::* text>
llvm::Error keep(SchemaOptions& options, std::string_view value) {
    options.*text = value;
    return llvm::Error::success();
}

constexpr Option<SchemaOptions> table[] = {
    {"--format", "FORMAT", "sql (default), json, mermaid, dot, or script: the migrations for psql",
     format},
    {"--output", "FILE", "where the schema goes, instead of standard output",
     keep<&SchemaOptions::outputPath>},
    {"--at", "VERSION", "the schema after this migration, instead of the last one",
     keep<&SchemaOptions::at>},
    configOption<SchemaOptions>,
    toolOption<SchemaOptions>,
    serverVersionOption<SchemaOptions>,
    schemaOption<SchemaOptions>,
    sizesOption<SchemaOptions>,
    {"--help", "", "show this help", setFlag<SchemaOptions, &SchemaOptions::help>},
};

std::string help() {
    return "Prints the schema after all migrations of a history. Without a path: the paths of the\n"
           "nearest ironlaw.toml, else the migrations folder below the working directory.\n\n"
           "Usage: ironlaw schema [OPTION…] [PATH…]\n\nOptions:\n" +
           optionHelp(usageOf(table));
}

/// A dump beside the migrations is what they produce; several folders would be several schemas,
/// unless each of them was named.
llvm::Error selectHistories(Project& project, size_t paths) {
    std::vector<History>& histories = project.histories;
    auto isDump = [](const History& history) {
        return std::ranges::all_of(history.migrations, &Migration::schemaDump);
    };
    if (!std::ranges::all_of(histories, isDump)) {
        std::erase_if(histories, isDump);
    }
    if (histories.empty()) {
        return usageError(project.remarks.empty() ? "no migrations found"
                                                  : project.remarks.front());
    }
    if (histories.size() <= std::max<size_t>(paths, 1)) {
        return llvm::Error::success();
    }
    constexpr size_t told = 5;
    std::vector<std::string_view> folders;
    for (const History& history : std::span(histories).first(std::min(histories.size(), told))) {
        folders.push_back(history.folder);
    }
    return usageError(fmt::format("{} migrations folders are several schemas; name one of {}{}",
                                  histories.size(), fmt::join(folders, ", "),
                                  histories.size() > told ? ", …" : ""));
}

/// The histories of a project, parsed; their statements live as long as this.
class ParsedProject {
public:
    explicit ParsedProject(const Project& project) : project_(project) {
        for (const History& history : project.histories) {
            parsed_.push_back(std::make_unique<ParsedHistory>(project.sources, history, 0));
        }
    }

    bool startsFromNothing() const {
        bool result = true;
        for (size_t i = 0; i < parsed_.size(); ++i) {
            result &=
                ironlaw::startsFromNothing(*parsed_[i], project_.histories[i].config->complete);
        }
        return result;
    }

    void replay(std::string_view last, Replay& replay) const {
        for (size_t i = 0; i < parsed_.size(); ++i) {
            replayUp(project_.histories[i], *parsed_[i], last, replay);
        }
    }

    std::string script(std::string_view last) const {
        std::string result;
        for (size_t i = 0; i < parsed_.size(); ++i) {
            result += scriptOf(project_.histories[i], *parsed_[i], last);
        }
        return result;
    }

    std::string_view fileText(Location place) const {
        for (const auto& history : parsed_) {
            const ParsedFile* file = history->file(place.file);
            for (size_t i = 0; file != nullptr && i < file->sections.size(); ++i) {
                const SectionView& view = file->sections[i];
                if (view.section->range.contains(place.range)) {
                    return view.parsed->prepared.text;
                }
            }
        }
        return project_.sources[place.file].text();
    }

    /// Statements of the ways up that the schema does not show, because they could not be parsed or
    /// are not modelled.
    size_t unanalysed() const {
        size_t count = 0;
        for (const auto& history : parsed_) {
            for (const ParsedMigration& migration : history->migrations()) {
                for (const SectionView& view : migration.up) {
                    count += view.parsed->errors.size() + view.parsed->brokenBodies;
                    for (const Statement* statement : view.parsed->statements) {
                        const auto* other = as<OtherStatement>(*statement);
                        count += other != nullptr && other->reason.empty() ? 1 : 0;
                    }
                }
            }
        }
        return count;
    }

private:
    const Project& project_;
    std::vector<std::unique_ptr<ParsedHistory>> parsed_;
};

std::string schemaText(const SchemaOptions& options, const Project& project,
                       const ParsedProject& parsed) {
    if (options.format == scriptFormat) {
        return parsed.script(options.at);
    }
    const Config& config = *project.histories.front().config;
    Catalog catalog(parsed.startsFromNothing(), config.defaultSchema);
    Replay replay(catalog, serverVersionOf(config));
    parsed.replay(options.at, replay);
    std::string text;
    llvm::raw_string_ostream out(text);
    findSchemaPrinter(options.format)(
        {catalog, [&](Location place) { return parsed.fileText(place); }}, out);
    out.flush();
    return text;
}

CommandResult schemaOf(const SchemaOptions& options) {
    llvm::Expected<Project> project = loadProject(options.project);
    if (!project) {
        return impossible(llvm::toString(project.takeError()));
    }
    if (llvm::Error error = selectHistories(*project, options.project.paths.size())) {
        return impossible(llvm::toString(std::move(error)));
    }
    if (llvm::Error error = checkVersion(*project, options.at)) {
        return impossible(llvm::toString(std::move(error)));
    }
    const ParsedProject parsed(*project);
    CommandResult result;
    result.out = schemaText(options, *project, parsed);
    if (const size_t count = parsed.unanalysed()) {
        result.err =
            fmt::format("ironlaw: {} not analysed, which `ironlaw check` shows; the "
                        "schema may lack what they do\n",
                        count == 1 ? "1 statement was" : fmt::format("{} statements were", count));
    }
    return withOutput(std::move(result), *project, options.outputPath);
}

} // namespace

CommandResult schemaCommand(CommandArguments arguments, Terminal) {
    SchemaOptions options;
    llvm::Expected<std::vector<std::string>> operands = readArguments(arguments, table, options);
    if (!operands) {
        return impossible(llvm::toString(operands.takeError()));
    }
    if (options.help) {
        return {ExitStatus::Passed, help(), ""};
    }
    options.project.paths = std::move(*operands);
    return schemaOf(options);
}

} // namespace ironlaw
