// go-pg/migrations: see split-scripts.h.
#include "analyzer/project/split-scripts.h"
#include "analyzer/project/tools.h"

namespace ironlaw {

namespace {

constexpr std::string_view split = "--gopg:split";

size_t splitIn(std::string_view line) { return line == split ? 0 : std::string_view::npos; }

void complete(Section& section, std::string_view text) { cutAtSigns(section, text, splitIn); }

constexpr ScriptLayout scripts = {
    .parse = parseSplitName,
    .form = "NUMBER_title.up.sql, .down.sql, .tx.up.sql or .tx.down.sql",
    .complete = complete,
    .wayBack = ".down.sql",
};

void layout(const LayoutInput& input) { layoutSplitScripts(input, scripts, split); }

int recognise(const Evidence& evidence) {
    return recogniseSplitScripts(evidence, split, "go-pg/migrations");
}

} // namespace

const Tool goPg = {
    .name = "go-pg",
    .title = "go-pg/migrations",
    .compareVersions = compareNumbers,
    .execution = wrappedMessage,
    .transactionOptOut =
        "take \".tx\" out of the file's name, and put a line \"--gopg:split\" in front of "
        "the statement and behind it",
    .singleMessageHelp = "put a line \"--gopg:split\" in front of the statement and behind it",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
