// README is executed: each command of a console block prints what README shows under it.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/MemoryBuffer.h>

#include <cstdio>
#include <string>
#include <sys/wait.h>
#include <vector>

namespace {

struct Command {
    std::string line;     ///< as README shows it, without the prompt
    std::string expected; ///< what stands under it
};

std::string readFile(const std::string& path) {
    auto buffer = llvm::MemoryBuffer::getFile(path);
    REQUIRE(static_cast<bool>(buffer));
    return (*buffer)->getBuffer().str();
}

/// The commands of all ```console blocks: lines that start with "$ ".
std::vector<Command> commandsOf(llvm::StringRef text) {
    std::vector<Command> result;
    bool inside = false;
    while (!text.empty()) {
        auto [line, rest] = text.split('\n');
        text = rest;
        if (line.starts_with("```")) {
            inside = !inside && line == "```console";
        } else if (inside && line.consume_front("$ ")) {
            result.push_back({line.str(), ""});
        } else if (inside && !result.empty()) {
            result.back().expected += line.str() + "\n";
        }
    }
    return result;
}

/// The output of a shell command that runs in the project's root.
std::string outputOf(const std::string& command) {
    std::string script = fmt::format("cd '{}' && {{ {}; }} 2>&1", IRONLAW_ROOT, command);
    std::FILE* pipe = popen(script.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    char buffer[4096];
    while (size_t count = std::fread(buffer, 1, sizeof buffer, pipe)) {
        output.append(buffer, count);
    }
    pclose(pipe);
    return output;
}

/// A line "…" in README stands for any lines that were left out.
bool matches(llvm::StringRef expected, llvm::StringRef actual) {
    while (!expected.empty()) {
        auto [line, rest] = expected.split('\n');
        if (line == "…") {
            if (rest.empty()) {
                return true;
            }
            llvm::StringRef next = rest.split('\n').first;
            size_t found = actual.find((next + "\n").str());
            if (found == llvm::StringRef::npos) {
                return false;
            }
            actual = actual.drop_front(found);
        } else if (!actual.consume_front((line + "\n").str())) {
            return false;
        }
        expected = rest;
    }
    return actual.empty();
}

} // namespace

TEST_CASE("the commands of README print what README shows") {
    std::vector<Command> commands = commandsOf(readFile(IRONLAW_ROOT "/README.md"));
    REQUIRE(commands.size() >= 2);
    for (Command& command : commands) {
        std::string line = command.line;
        // tools/run would build the release preset from within the tests.
        if (llvm::StringRef(line).starts_with("tools/run")) {
            line.replace(0, std::string_view("tools/run").size(), IRONLAW_PROGRAM);
        } else if (llvm::StringRef(line).starts_with("ironlaw")) {
            line.replace(0, std::string_view("ironlaw").size(), IRONLAW_PROGRAM);
        } else {
            continue;
        }
        std::string actual = outputOf(line);
        CAPTURE(command.line);
        CAPTURE(actual);
        CHECK(matches(command.expected, actual));
    }
}
