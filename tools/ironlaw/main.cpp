// The program `ironlaw`: arguments in, text and an exit status out. All else is in
// analyzer/command.
#include "analyzer/command/command.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <unistd.h>
#include <vector>

namespace {

/// Whether everything could be written.
bool writeAll(int descriptor, std::string_view text) {
    while (!text.empty()) {
        ssize_t written = write(descriptor, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<size_t>(written));
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

ironlaw::Terminal terminal() {
    const char* noColour = std::getenv("NO_COLOR");
    const char* kind = std::getenv("TERM");
    bool dumb = kind == nullptr || std::string_view(kind) == "dumb";
    bool refused = noColour != nullptr && *noColour != '\0';
    return {isatty(STDOUT_FILENO) != 0 && !dumb && !refused};
}

} // namespace

int main(int count, char** values) {
    // A reader that has gone away is an error of writing, not the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
    std::vector<std::string_view> arguments(values + (count > 0 ? 1 : 0), values + count);
    ironlaw::CommandResult result = ironlaw::runProgram(arguments, terminal());
    if (!writeAll(STDOUT_FILENO, result.out)) {
        ironlaw::addFailures(
            result, {std::string("cannot write to standard output: ") + std::strerror(errno)});
    }
    writeAll(STDERR_FILENO, result.err);
    return static_cast<int>(result.status);
}
