// Any bytes, as a migrations folder in memory: layout, replay, rules and all reports. Nothing
// crashes, every place that is reported lies in its file, and what is JSON stays JSON. The input is
// written as fixtures are: `--! key = value` lines are the configuration, and `-- file: NAME` lines
// part it into files.
#include "analyzer/project/folder.h"
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"
#include "analyzer/rule/runner.h"

#include <fmt/format.h>
#include <llvm/Support/JSON.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace ironlaw;

namespace {

/// A folder that is not on disk, and whose neighbours are not either.
constexpr std::string_view folderPath = "/nonexistent/ironlaw/fuzz/db/migrations";

[[noreturn]] void broken(std::string_view what, std::string_view where) {
    std::fprintf(stderr, "%.*s: %.*s\n", static_cast<int>(what.size()), what.data(),
                 static_cast<int>(where.size()), where.data());
    std::abort();
}

struct Part {
    std::string name;
    std::string text;
};

struct Input {
    std::string config;
    std::vector<Part> parts;
};

/// Letters, digits and the marks that names of migrations have: no path leaves the folder.
std::string plainName(std::string_view written) {
    std::string name;
    for (const char byte : written.substr(0, 80)) {
        const bool letter = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                            (byte >= 'A' && byte <= 'Z');
        name += letter || byte == '.' || byte == '_' || byte == '-' ? byte : '_';
    }
    return name;
}

Input readInput(std::string_view bytes) {
    Input input;
    input.parts.push_back({"0001_first.sql", {}});
    eachLine(bytes, [&](std::string_view line, Range range) {
        if (line.starts_with("--! ")) {
            input.config.append(line.substr(4)).append("\n");
        } else if (line.starts_with("-- file: ")) {
            input.parts.push_back({plainName(line.substr(9)), {}});
        } else {
            input.parts.back().text += bytes.substr(range.begin, range.size());
        }
    });
    if (input.parts.size() > 1 && input.parts.front().text.empty()) {
        input.parts.erase(input.parts.begin());
    }
    return input;
}

void configure(const Input& input, Project& project) {
    llvm::Expected<Config> config = parseConfig(input.config, "fuzz");
    if (config) {
        project.configs.push_back(std::move(*config));
    } else {
        llvm::consumeError(config.takeError());
        project.configs.emplace_back();
    }
}

/// Finds out the tool and lays the folder out, as the loader does for a folder on disk.
void layOut(const Input& input, Project& project) {
    FileReader reader(project.sources, project.failures);
    Folder folder{std::string(folderPath), input.parts.front().name};
    for (const Part& part : input.parts) {
        folder.addFile(part.name);
        reader.add(fmt::format("{}/{}", folderPath, part.name),
                   llvm::MemoryBuffer::getMemBufferCopy(part.text));
    }
    Evidence evidence{folder, {}, {}};
    for (const FolderEntry& entry : folder.entries()) {
        const std::optional<FileId> file = reader.read(entry.path);
        if (isSqlFile(entry) && file) {
            evidence.sqlNames.push_back(entry.name);
            evidence.heads.push_back(reader.text(*file));
        }
    }
    const Config& config = project.configs.back();
    const Tool* tool = findTool(config.tool);
    tool = tool == nullptr ? recogniseTool(evidence).tool : tool;
    History& history = project.histories.emplace_back();
    history.folder = folderPath;
    history.toolAssumed = tool == nullptr;
    history.tool = tool == nullptr ? &plain : tool;
    history.config = &config;
    history.tool->layout({folder, reader, history});
}

void requirePlace(const Project& project, Location location, std::string_view rule) {
    const bool good = location.file < project.sources.size() &&
                      location.range.begin <= location.range.end &&
                      location.range.end <= project.sources[location.file].text().size();
    if (!good) {
        broken("a place outside of the file", rule);
    }
}

void requirePlaces(const Project& project, const std::vector<Diagnostic>& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics) {
        requirePlace(project, diagnostic.location, diagnostic.rule);
        for (const Note& note : diagnostic.notes) {
            if (note.location) {
                requirePlace(project, *note.location, diagnostic.rule);
            }
        }
        for (const Edit& edit : diagnostic.fix.value_or(Fix{}).edits) {
            requirePlace(project, edit.location, diagnostic.rule);
        }
    }
}

void requireSoundReport(std::string_view format, const std::string& text) {
    if (!llvm::json::isUTF8(text)) {
        broken("a report that is not UTF-8", format);
    }
    if (format == "json" || format == "sarif" || format == "gitlab") {
        llvm::Expected<llvm::json::Value> value = llvm::json::parse(text);
        if (!value) {
            llvm::consumeError(value.takeError());
            broken("a report that is not JSON", format);
        }
    } else if (std::ranges::any_of(text, [](char byte) {
                   return (static_cast<unsigned char>(byte) < 0x20 && byte != '\n') || byte == 0x7F;
               })) {
        broken("a report with control characters", format);
    }
}

void report(const Project& project, const RunResult& found) {
    for (const std::string_view format : formats()) {
        const ReportInput input{.project = project,
                                .diagnostics = found.diagnostics,
                                .summary = found.summary,
                                .files = found.files,
                                .statistics = true};
        std::string text;
        llvm::raw_string_ostream out(text);
        findReporter(format)(input, out);
        requireSoundReport(format, text);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const Input input = readInput({reinterpret_cast<const char*>(data), size});
    Project project;
    configure(input, project);
    layOut(input, project);
    const RunResult found = run(project, {.jobs = 1});
    requirePlaces(project, found.diagnostics);
    report(project, found);
    return 0;
}
