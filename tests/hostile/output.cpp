// See output.h.
#include "tests/hostile/output.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/JSON.h>

#include <algorithm>

namespace ironlaw::hostile {

namespace {

bool isControl(char byte) {
    return (static_cast<unsigned char>(byte) < 0x20 && byte != '\n') || byte == 0x7F;
}

/// Whether a line is a command of GitHub's runner that is not ours.
bool isForeignCommand(llvm::StringRef line, std::string_view format) {
    line = line.ltrim();
    const bool own = format == "github" &&
                     (line.starts_with("::error file=") || line.starts_with("::warning file=") ||
                      line.starts_with("::notice file="));
    return line.starts_with("::") && !own;
}

} // namespace

std::vector<std::string> harmIn(std::string_view format, std::string_view text) {
    std::vector<std::string> harm;
    if (std::ranges::any_of(text, isControl)) {
        harm.emplace_back("a control character");
    }
    if (!llvm::json::isUTF8(text)) {
        harm.emplace_back("bytes that are not UTF-8");
    }
    for (const std::string_view command : {"##[", "##vso[", "##teamcity[", "\u202E", "\u009B"}) {
        if (text.find(command) != std::string_view::npos) {
            harm.push_back(fmt::format("{:?}", command));
        }
    }
    for (llvm::StringRef rest = text; !rest.empty();) {
        const auto [line, behind] = rest.split('\n');
        rest = behind;
        if (isForeignCommand(line, format)) {
            harm.push_back("a command: " + line.str());
        }
    }
    if (format == "json" || format == "sarif" || format == "gitlab") {
        if (llvm::Error error = llvm::json::parse(text).takeError()) {
            harm.push_back(llvm::toString(std::move(error)));
        }
    }
    return harm;
}

CommandResult check(std::string_view path, std::string_view format, std::string_view jobs) {
    const std::vector<std::string_view> arguments = {
        "check",  path, "--format", format,
        "--jobs", jobs, "--select", "history,suppression,index-without-concurrently"};
    return runProgram(arguments, {});
}

void checkReports(const std::string& path) {
    for (const std::string_view format : formats) {
        const CommandResult alone = check(path, format);
        for (const std::string& harm : harmIn(format, alone.out)) {
            FAIL_CHECK(path, ", --format ", format, ": ", harm);
        }
        for (const std::string& harm : harmIn("text", alone.err)) {
            FAIL_CHECK(path, ", standard error: ", harm);
        }
        CHECK_MESSAGE(alone.out == check(path, format, "4").out, path, ", --format ", format,
                      ": four threads say something else than one");
    }
}

CommandResult checkSeen(const std::string& path, const std::vector<std::string_view>& indexes) {
    CommandResult result = check(path, "short");
    for (const std::string_view index : indexes) {
        const bool seen =
            result.out.find(fmt::format("CREATE INDEX \"{}\" blocks", index)) != std::string::npos;
        CHECK_MESSAGE(seen, index, " is not reported: ", result.out.substr(0, 2000));
    }
    for (const std::string& harm : harmIn("short", result.out + result.err)) {
        FAIL_CHECK(path, ": ", harm);
    }
    return result;
}

} // namespace ironlaw::hostile
