// Measures whole runs of `ironlaw check` on made-up histories of several sizes, against
// libpg_query's raw parse of the same bytes, and prints one table. Times are wall-clock; memory is
// the peak that the kernel reports for the process. Called by tools/bench.
#include "tools/bench-history.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

struct Options {
    std::string ironlaw;
    std::string rawParse;
    std::string squawk; ///< empty: not measured
    std::string folder;
    int runs = 10;
};

struct Case {
    std::string_view name;
    size_t bytes;
    bool oneFile;
};

constexpr Case cases[] = {
    {"one small file", 2'000, true},  {"100 KB folder", 100'000, false},
    {"100 KB file", 100'000, true},   {"1 MB folder", 1'000'000, false},
    {"1 MB file", 1'000'000, true},   {"10 MB folder", 10'000'000, false},
    {"10 MB file", 10'000'000, true},
};

[[noreturn]] void fail(const std::string& message) {
    std::fprintf(stderr, "bench-driver: %s\n", message.c_str());
    std::exit(2);
}

bool writeFile(const fs::path& path, std::string_view text) {
    std::ofstream stream(path, std::ios::binary);
    stream.write(text.data(), static_cast<std::streamsize>(text.size()));
    return stream.good();
}

/// Writes the history of a case below `folder`, and the list of its files beside it.
bool writeCase(const Case& one, const fs::path& folder) {
    std::error_code error;
    fs::remove_all(folder, error);
    fs::create_directories(folder / "migrations", error);
    std::string list;
    std::string all;
    bool good = !error;
    for (const ironlaw::bench::HistoryFile& file : ironlaw::bench::makeHistory(one.bytes)) {
        if (!one.oneFile) {
            const fs::path path = folder / "migrations" / file.name;
            list += path.string() + "\n";
            good = good && writeFile(path, file.text);
        } else if (file.name.ends_with(".up.sql")) {
            all += file.text + "\n";
        }
    }
    if (one.oneFile) {
        const fs::path path = folder / "migrations" / "001_everything.sql";
        list = path.string() + "\n";
        good = good && writeFile(path, all);
    }
    return good && writeFile(folder / "list", list);
}

/// Generates in a process of its own: what this one has ever held would count as its children's
/// peak.
void generate(const Case& one, const fs::path& folder) {
    const pid_t child = fork();
    if (child == 0) {
        _exit(writeCase(one, folder) ? 0 : 1);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
        fail("the history cannot be written below " + folder.string());
    }
}

struct Measured {
    double milliseconds = 0;
    double processor = 0; ///< likewise, of all threads, the kernel's share included
    size_t peakBytes = 0;
};

double milliseconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

/// Runs a program with its output going to `output`.
Measured run(const Words& words, const std::string& output, int highestStatus) {
    std::vector<char*> arguments;
    for (const std::string& word : words) {
        arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    const auto begin = std::chrono::steady_clock::now();
    const pid_t child = vfork();
    if (child == 0) {
        const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
        dup2(file, STDOUT_FILENO);
        execv(arguments[0], arguments.data());
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    if (child < 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) > highestStatus) {
        fail(words.front() + " failed");
    }
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    return {took.count(), milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime),
            static_cast<size_t>(usage.ru_maxrss) * 1024};
}

struct Series {
    double best = 0;
    double median = 0;
    double processor = 0; ///< the least
    size_t peakBytes = 0;
};

Series runs(const Words& words, int highestStatus, int count) {
    std::vector<double> times;
    Series series;
    for (int i = 0; i < count; ++i) {
        const Measured one = run(words, "/dev/null", highestStatus);
        times.push_back(one.milliseconds);
        series.processor = i == 0 ? one.processor : std::min(series.processor, one.processor);
        series.peakBytes = std::max(series.peakBytes, one.peakBytes);
    }
    std::ranges::sort(times);
    series.best = times.front();
    series.median = times[times.size() / 2];
    return series;
}

Words readLines(const fs::path& path) {
    std::ifstream stream(path);
    Words lines;
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

void measure(const Case& one, const Options& options) {
    std::string stem(one.name);
    std::ranges::replace(stem, ' ', '-');
    const fs::path folder = fs::path(options.folder) / stem;
    generate(one, folder);
    const std::string list = "@" + (folder / "list").string();
    const std::string result = (folder / "raw").string();
    run({options.rawParse, "--repeat", std::to_string(options.runs), list}, result, 0);
    size_t bytes = 0;
    double inProcess = 0;
    std::ifstream(result) >> bytes >> inProcess;
    const Words files = readLines(folder / "list");

    const Series raw = runs({options.rawParse, list}, 0, options.runs);
    const Series checked =
        runs({options.ironlaw, "check", "--color", "never", (folder / "migrations").string()}, 1,
             options.runs);
    fmt::print("{:<15} {:>10} {:>6} {:>9.2f} {:>9.2f} {:>9.2f} {:>9.2f} {:>9.2f} {:>6.2f} {:>8.1f} "
               "{:>7.1f}",
               one.name, bytes, files.size(), inProcess, raw.best, checked.best, checked.median,
               checked.processor, checked.best / raw.best,
               static_cast<double>(checked.peakBytes) / 1e6,
               static_cast<double>(checked.peakBytes) / static_cast<double>(bytes));
    if (!options.squawk.empty()) {
        Words words = {options.squawk};
        words.insert(words.end(), files.begin(), files.end());
        fmt::print(" {:>9.2f}", runs(words, 1, std::min(options.runs, 3)).best);
    }
    fmt::print("\n");
    std::fflush(stdout);
}

Options parseOptions(int count, char** arguments) {
    Options options;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string_view name = arguments[i];
        const std::string value = arguments[i + 1];
        if (name == "--ironlaw") {
            options.ironlaw = value;
        } else if (name == "--raw-parse") {
            options.rawParse = value;
        } else if (name == "--squawk") {
            options.squawk = value;
        } else if (name == "--folder") {
            options.folder = value;
        } else if (name == "--runs") {
            options.runs = std::max(1, std::atoi(value.c_str()));
        } else {
            fail("unknown option " + std::string(name));
        }
    }
    if (options.ironlaw.empty() || options.rawParse.empty() || options.folder.empty()) {
        fail("--ironlaw, --raw-parse and --folder are needed");
    }
    return options;
}

} // namespace

int main(int count, char** arguments) {
    const Options options = parseOptions(count, arguments);
    fmt::print(
        "Times in ms, best of {} runs (cpu: of all threads); memory is the peak of a run of "
        "ironlaw, in MB.\n"
        "raw parse: libpg_query's pg_query_raw_parse of the same files, within a process and "
        "as a whole one.\n\n",
        options.runs);
    fmt::print("{:<15} {:>10} {:>6} {:>9} {:>9} {:>9} {:>9} {:>9} {:>6} {:>8} {:>7}", "history",
               "bytes", "files", "raw", "raw proc.", "ironlaw", "median", "cpu", "ratio", "memory",
               "/bytes");
    fmt::print("{}\n", options.squawk.empty() ? "" : "    squawk");
    for (const Case& one : cases) {
        measure(one, options);
    }
    fmt::print("\nWanted: one small file within 10 ms; a ratio below 3; memory below 10 times the "
               "bytes of a large history.\n");
    return 0;
}
