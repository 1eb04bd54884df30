// The options of `ironlaw check`.
#include "analyzer/command/check-options.h"

#include "analyzer/command/project-options.h"
#include "analyzer/rule/selection.h"

#include <algorithm>

namespace ironlaw {

namespace {

template <typename Value> struct Choice {
    std::string_view word;
    Value value;
};

template <typename Value, size_t size>
llvm::Error choose(std::string_view what, std::string_view word,
                   const Choice<Value> (&choices)[size], Value& out) {
    std::vector<std::string_view> known;
    for (const Choice<Value>& choice : choices) {
        if (choice.word == word) {
            out = choice.value;
            return llvm::Error::success();
        }
        known.push_back(choice.word);
    }
    return unknownWord(what, word, known);
}

llvm::Error keep(std::string& out, std::string_view value) {
    out = value;
    return llvm::Error::success();
}

llvm::Error format(CheckOptions& options, std::string_view value) {
    if (findReporter(value) == nullptr) {
        return unknownWord("format", value, formats());
    }
    // An --output in front of the first --format has made room for it.
    if (options.reports.size() == 1 && options.reports.front().format.empty()) {
        options.reports.front().format = value;
    } else {
        options.reports.push_back({std::string(value), ""});
    }
    return llvm::Error::success();
}

llvm::Error output(CheckOptions& options, std::string_view value) {
    if (options.reports.empty()) {
        options.reports.emplace_back();
    }
    if (!options.reports.back().path.empty()) {
        return usageError(
            fmt::format("option \"--output {}\" has no format: one was given for \"{}\"", value,
                        options.reports.back().path));
    }
    return keep(options.reports.back().path, value);
}

llvm::Error selectors(std::string_view value, std::vector<std::string>& out) {
    const std::vector<std::string_view> known = selectorWords();
    std::vector<std::string> words = commaList(value);
    if (words.empty()) {
        return usageError(fmt::format("\"{}\" names no rule and no family", value));
    }
    for (std::string& word : words) {
        if (std::ranges::find(known, word) == known.end()) {
            return unknownWord("rule or family", word, known);
        }
        out.push_back(std::move(word));
    }
    return llvm::Error::success();
}

llvm::Error select(CheckOptions& options, std::string_view value) {
    return selectors(value, options.select ? *options.select : options.select.emplace());
}

llvm::Error ignore(CheckOptions& options, std::string_view value) {
    return selectors(value, options.ignore);
}

llvm::Error severity(CheckOptions& options, std::string_view value) {
    size_t equals = value.find('=');
    if (equals == std::string_view::npos) {
        return usageError(fmt::format("option \"--severity\" needs RULE=LEVEL, not \"{}\"", value));
    }
    std::string_view rule = value.substr(0, equals);
    if (findRule(rule) == nullptr) {
        return usageError(unknownRuleMessage(rule));
    }
    std::string_view level = value.substr(equals + 1);
    std::optional<Severity> severity = severityOf(level);
    if (!severity) {
        return unknownWord("level", level, {"error", "warning", "note", "off"});
    }
    options.severities.emplace_back(rule, *severity);
    return llvm::Error::success();
}

llvm::Error failOn(CheckOptions& options, std::string_view value) {
    static constexpr Choice<Severity> levels[] = {{"error", Severity::Error},
                                                  {"warning", Severity::Warning},
                                                  {"note", Severity::Note},
                                                  {"never", Severity::Off}};
    return choose("level", value, levels, options.failOn.emplace());
}

llvm::Error jobs(CheckOptions& options, std::string_view value) {
    return readNumber("--jobs", value, 1U, 1024U, options.run.jobs);
}

llvm::Error colour(CheckOptions& options, std::string_view value) {
    static constexpr Choice<ColourChoice> choices[] = {{"auto", ColourChoice::Auto},
                                                       {"always", ColourChoice::Always},
                                                       {"never", ColourChoice::Never}};
    return choose("colour choice", value, choices, options.colour);
}

llvm::Error isolated(CheckOptions& options, std::string_view) {
    options.project.isolated = true;
    return llvm::Error::success();
}

constexpr Option<CheckOptions> table[] = {
    {"--format", "FORMAT", "text, short, json, sarif, github, gitlab or junit; may be repeated",
     format},
    {"--output", "FILE", "where the report of the --format before it goes", output},
    configOption<CheckOptions>,
    {"--select", "LIST", "rules and families to run, \"default\" or \"all\"", select},
    {"--ignore", "LIST", "rules and families to leave out", ignore},
    {"--severity", "RULE=LEVEL", "error, warning, note or off", severity},
    {"--fail-on", "LEVEL", "exit with 1 from error (default), warning, note, or never", failOn},
    toolOption<CheckOptions>,
    serverVersionOption<CheckOptions>,
    schemaOption<CheckOptions>,
    sizesOption<CheckOptions>,
    {"--isolated", "", "take a file alone, without the migrations before it", isolated},
    {"--stdin-path", "PATH", "the path that standard input (-) stands for",
     inProject<CheckOptions, setText<&ProjectOptions::stdinPath>>},
    {"--jobs", "N", "threads at most", jobs},
    {"--color", "WHEN", "auto (default), always or never", colour},
    {"--quiet", "", "print nothing if there is nothing to say",
     setFlag<CheckOptions, &CheckOptions::quiet>},
    {"--statistics", "", "count the diagnostics of each rule",
     setFlag<CheckOptions, &CheckOptions::statistics>},
    {"--help", "", "show this help", setFlag<CheckOptions, &CheckOptions::help>},
};

llvm::Error checkReports(std::vector<ReportTarget>& reports) {
    if (reports.empty()) {
        reports.emplace_back();
    }
    if (reports.front().format.empty()) {
        reports.front().format = "text";
    }
    auto toStandardOutput = [](const ReportTarget& report) { return report.path.empty(); };
    if (std::ranges::count_if(reports, toStandardOutput) > 1) {
        return usageError("several formats on standard output; give all but one an --output");
    }
    return llvm::Error::success();
}

} // namespace

void CheckOptions::adjust(Config& config) const {
    if (select) {
        config.select = *select;
        for (const std::string& word : *select) {
            std::erase(config.ignore, word);
            auto own = config.rules.find(word);
            if (own != config.rules.end() && own->second.severity == Severity::Off) {
                own->second.severity.reset();
            }
        }
    }
    config.ignore.insert(config.ignore.end(), ignore.begin(), ignore.end());
    for (const auto& [rule, severity] : severities) {
        config.rules[rule].severity = severity;
    }
    if (failOn) {
        config.failOn = *failOn;
    }
}

llvm::Expected<CheckOptions> readCheckOptions(CommandArguments arguments) {
    CheckOptions options;
    llvm::Expected<std::vector<std::string>> operands = readArguments(arguments, table, options);
    if (!operands) {
        return operands.takeError();
    }
    options.project.paths = std::move(*operands);
    if (llvm::Error error = checkReports(options.reports)) {
        return error;
    }
    return options;
}

std::string checkOptionHelp() { return optionHelp(usageOf(table)); }

} // namespace ironlaw
