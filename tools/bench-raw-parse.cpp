// The yardstick of tools/bench: libpg_query's raw parse of files and nothing else. Reads the files
// given and parses each as a whole, as often as asked; prints their bytes and the best time.
// Usage: bench-raw-parse [--repeat N] FILE...    (a FILE @LIST holds one path a line)
#include "grammar/raw.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

std::string readFile(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

void addPaths(const std::string& argument, std::vector<std::string>& paths) {
    if (!argument.starts_with('@')) {
        paths.push_back(argument);
        return;
    }
    std::ifstream list(argument.substr(1));
    for (std::string path; std::getline(list, path);) {
        paths.push_back(path);
    }
}

/// False where PostgreSQL refuses the text: then the time says nothing.
bool parseOnce(const std::string& text) {
    ::MemoryContext context = pg_query_enter_memory_context();
    const PgQueryInternalParsetreeAndError parsed =
        pg_query_raw_parse(text.c_str(), PG_QUERY_PARSE_DEFAULT);
    const bool good = parsed.error == nullptr;
    if (!good) {
        pg_query_free_error(parsed.error);
    }
    free(parsed.stderr_buffer);
    pg_query_exit_memory_context(context);
    return good;
}

} // namespace

int main(int count, char** arguments) {
    std::vector<std::string> paths;
    int repeat = 1;
    for (int i = 1; i < count; ++i) {
        const std::string argument = arguments[i];
        if (argument == "--repeat" && i + 1 < count) {
            repeat = std::atoi(arguments[++i]);
        } else {
            addPaths(argument, paths);
        }
    }
    size_t bytes = 0;
    std::vector<std::string> texts;
    for (const std::string& path : paths) {
        texts.push_back(readFile(path));
        bytes += texts.back().size();
    }
    double best = 0;
    for (int run = 0; run < repeat; ++run) {
        const auto begin = std::chrono::steady_clock::now();
        for (const std::string& text : texts) {
            if (!parseOnce(text)) {
                std::fputs("bench-raw-parse: PostgreSQL refuses a file\n", stderr);
                return 1;
            }
        }
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - begin;
        best = run == 0 ? took.count() : std::min(best, took.count());
    }
    std::printf("%zu %.3f\n", bytes, best);
    return 0;
}
