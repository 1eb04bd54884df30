// A file that its migration tool refuses, or cuts to pieces that PostgreSQL refuses.
#include "analyzer/project/first-gap.h"
#include "analyzer/rule/context.h"

#include <llvm/Support/Path.h>

namespace ironlaw::rules {

namespace {

void check(const SectionProblemFound& event, Context& context) {
    using Kind = SectionProblem::Kind;
    const SectionProblem& problem = event.problem;
    const std::string_view tool = context.history().tool->title;
    switch (problem.kind) {
    case Kind::UnknownMarker: {
        auto diagnostic = context.report(problem.range, "{} refuses the file: \"{}\" is no marker",
                                         tool, context.text(problem.range));
        if (problem.meant.empty()) {
            diagnostic.help("remove the line, or write what {} knows", tool);
        } else {
            diagnostic.help("write \"{}\" from the start of the line", problem.meant);
        }
        break;
    }
    case Kind::TextBeforeMarker:
        context
            .report(problem.range,
                    "{} refuses the file: only comments may stand above its first marker", tool)
            .help("move the SQL below \"{}\"", problem.meant);
        break;
    case Kind::NoMarker:
        context.report(problem.range, "{} refuses the file: it has no marker", tool)
            .help("put a line \"{}\" above the SQL", problem.meant);
        break;
    case Kind::ByteOrderMark:
        context.report(problem.range, "{} refuses the file: it starts with a byte order mark", tool)
            .help("save the file as UTF-8 without a byte order mark");
        break;
    case Kind::MisplacedMarker:
        context
            .report(problem.range, "{} refuses the file: \"{}\" stands in the wrong place", tool,
                    context.text(problem.range))
            .help("let it stand {}", problem.meant);
        break;
    case Kind::UnclosedStatement:
        context
            .report(problem.range, "{} refuses the file: no marker ends the statement below \"{}\"",
                    tool, context.text(problem.range))
            .help("put a line \"{}\" below the statement", problem.meant);
        break;
    case Kind::UnfinishedStatement:
        context
            .report(problem.range, "{} refuses {}: no line ends this statement with a semicolon",
                    tool, problem.meant)
            .help("end its last line with a semicolon, and nothing behind it but a comment");
        break;
    case Kind::CutStatement:
        context
            .report(problem.range,
                    "{} sends what is above this semicolon and fails: the statement "
                    "goes on behind it",
                    tool)
            .helpText(std::string(problem.meant));
        break;
    case Kind::NotAscii:
        context.report(problem.range, "{} refuses the file: this character is not ASCII", tool)
            .help("write \"{}\" into the file, or leave the character out", problem.meant);
        break;
    case Kind::RunsBothWays:
        context
            .report(problem.range,
                    "{} runs what stands below this marker with the way up, which has no marker",
                    tool)
            .help("put a line \"{}\" above the way up", problem.meant);
        break;
    case Kind::IgnoredMarker:
    case Kind::IgnoredText: break; // ignored-text speaks of these
    }
}

void checkEmpty(const MigrationEnd& end, Context& context) {
    const Tool& tool = *context.history().tool;
    if (tool.refusesEmpty && !end.migration.up.empty() && end.upStatements == 0) {
        context
            .report(end.up, "{} refuses \"{}\": no statement is in it", tool.title,
                    end.migration.name)
            .help("write what it does, or remove it");
    }
}

/// For a tool that numbers its migrations from 1 on.
void checkGap(const History& history, Context& context) {
    if (const std::optional<FirstGap> gap = firstGap(history)) {
        const Section& section = gap->behind->up.front();
        context
            .report(Location{section.file, {section.range.begin, section.range.begin}},
                    "{} refuses the whole folder: there is no migration {} before \"{}\"",
                    history.tool->title, gap->missing, gap->behind->name)
            .help("number the migrations from 1 on, without a gap");
    }
}

void checkNames(const HistoryEnd& end, Context& context) {
    if (end.history.tool->needsEveryVersion && !end.history.singleFile) {
        checkGap(end.history, context);
    }
    for (const ProjectFile& file : end.history.files) {
        if (file.refused) {
            context
                .report(Location{file.file, {}}, "{} refuses the whole folder for \"{}\": {}",
                        end.history.tool->title,
                        llvm::sys::path::filename(context.pathOf(file.file)), file.reason)
                .help("rename it, or move it out of the migrations folder");
        }
    }
}

} // namespace

extern constinit const Rule refused_migration = {
    .summary = "file that its migration tool refuses to read",
    .severity = Severity::Error,
    .since = "0.1",
    .fullOnWayBack = true,
    .check = on<&check, &checkEmpty, &checkNames>(),
};

} // namespace ironlaw::rules
