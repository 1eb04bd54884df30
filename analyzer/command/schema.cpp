// `ironlaw schema`: the schema that a history produces.
#include "analyzer/schema/schema.h"
#include "analyzer/command/output.h"
#include "analyzer/command/project-options.h"
#include "analyzer/project/dump.h"
#include "analyzer/project/write-file.h"
#include "analyzer/rule/history-replay.h"
#include "analyzer/rule/parsed-project.h"
#include "analyzer/rule/schema-drift.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <span>

namespace ironlaw {

namespace {

struct SchemaOptions {
    ProjectOptions project;
    std::string format;     ///< empty: sql, or text for differences
    std::string outputPath; ///< empty: standard output
    std::string at;         ///< the last migration; empty: all of them
    std::string diff;       ///< the dump to compare with; empty: none
    bool help = false;
};

/// Not the schema itself, but the statements that lead to it; or those with the ways back.
constexpr std::string_view scriptFormat = "script";
constexpr std::string_view roundTripsFormat = "round-trips";

/// The formats are those of reports if differences are asked for.
llvm::Error settleFormat(SchemaOptions& options) {
    const bool differs = !options.diff.empty();
    if (options.format.empty()) {
        options.format = differs ? "text" : "sql";
    }
    std::vector<std::string_view> known = differs ? formats() : schemaFormats();
    if (!differs) {
        known.insert(known.end(), {scriptFormat, roundTripsFormat});
    }
    return std::ranges::find(known, options.format) != known.end()
               ? llvm::Error::success()
               : unknownWord("format", options.format, known);
}

template <std::string SchemaOptions::* text>
llvm::Error keep(SchemaOptions& options, std::string_view value) {
    options.*text = value;
    return llvm::Error::success();
}

constexpr Option<SchemaOptions> table[] = {
    {"--format", "FORMAT",
     "sql (default), json, mermaid, dot; script: the migrations for psql; round-trips: each of "
     "them "
     "up, down, and up again; with --diff a format of `check`",
     keep<&SchemaOptions::format>},
    {"--output", "FILE", "where the schema goes, instead of standard output",
     keep<&SchemaOptions::outputPath>},
    {"--at", "VERSION", "the schema after this migration, instead of the last one",
     keep<&SchemaOptions::at>},
    {"--diff", "FILE",
     "what differs from the schema in a dump, a file or folder of SQL; - is standard input",
     keep<&SchemaOptions::diff>},
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
           optionHelp(usageOf(table)) +
           "\nExit status: 0; with --diff 1 if the schemas differ; 2 if the run was impossible.\n";
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

std::string schemaText(const SchemaOptions& options, const Project& project,
                       const ParsedProject& parsed) {
    if (options.format == scriptFormat) {
        return parsed.script(options.at);
    }
    if (options.format == roundTripsFormat) {
        return parsed.roundTrips(options.at);
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

/// Only drift is judged; what the configuration says of that rule holds.
llvm::Error judgeDriftAlone(Config& config) {
    config.select = {"schema-drift"};
    config.ignore.clear();
    return llvm::Error::success();
}

CommandResult diffOf(const SchemaOptions& options, Project& project, const ProjectOptions& loaded,
                     Terminal terminal) {
    llvm::Expected<size_t> dumps = addDump(options.diff, loaded, project);
    if (!dumps) {
        return impossible(llvm::toString(dumps.takeError()));
    }
    const std::string name = options.diff == "-" ? "the dump" : options.diff;
    const DriftResult found = findDrift(project, {*dumps, name, options.at});
    CommandResult result;
    result.status = found.run.failed ? ExitStatus::Failed : ExitStatus::Passed;
    ReportInput input{project, found.run.diagnostics, found.run.summary, found.run.files};
    input.colour = terminal.isTerminal && options.outputPath.empty();
    llvm::raw_string_ostream out(result.out);
    findReporter(options.format)(input, out);
    std::vector<std::string> failures = project.failures;
    if (!options.outputPath.empty()) {
        if (std::string failure = writeFile(options.outputPath, result.out); !failure.empty()) {
            failures.push_back(std::move(failure));
        }
        result.out.clear();
    }
    std::vector<std::string> remarks = project.remarks;
    remarks.insert(remarks.end(), found.remarks.begin(), found.remarks.end());
    for (const std::string& remark : remarks) {
        addRemark(result, remark);
    }
    addFailures(result, failures);
    return result;
}

CommandResult schemaOf(const SchemaOptions& options, Terminal terminal) {
    ProjectOptions loaded = options.project;
    if (!options.diff.empty()) {
        loaded.adjust = judgeDriftAlone;
    }
    llvm::Expected<Project> project = loadProject(loaded);
    if (!project) {
        return impossible(llvm::toString(project.takeError()));
    }
    if (llvm::Error error = selectHistories(*project, options.project.paths.size())) {
        return impossible(llvm::toString(std::move(error)));
    }
    if (llvm::Error error = checkVersion(*project, options.at)) {
        return impossible(llvm::toString(std::move(error)));
    }
    if (!options.diff.empty()) {
        return diffOf(options, *project, loaded, terminal);
    }
    const ParsedProject parsed(*project, project->histories);
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

CommandResult schemaCommand(CommandArguments arguments, Terminal terminal) {
    return runOnProject<SchemaOptions>(arguments, table, help, [&](SchemaOptions& options) {
        if (llvm::Error error = settleFormat(options)) {
            return impossible(llvm::toString(std::move(error)));
        }
        return schemaOf(options, terminal);
    });
}

} // namespace ironlaw
