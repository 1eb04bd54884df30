// See golden.h.
#include "tests/golden.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace ironlaw::test {

namespace {

/// The first line that differs, with its number, for a message that can be read.
std::string firstDifference(const std::string& expected, const std::string& actual) {
    size_t line = 1;
    size_t begin = 0;
    size_t at = 0;
    while (at < expected.size() && at < actual.size() && expected[at] == actual[at]) {
        if (expected[at] == '\n') {
            ++line;
            begin = at + 1;
        }
        ++at;
    }
    auto lineOf = [begin](const std::string& text) {
        return text.substr(begin, text.find('\n', begin) - begin);
    };
    return "line " + std::to_string(line) + "\n  expected: " + lineOf(expected) +
           "\n  actual:   " + lineOf(actual);
}

} // namespace

std::string readFile(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

namespace {

template <typename Iterator>
std::vector<std::filesystem::path> filesIn(const std::string& folder,
                                           const std::string& extension) {
    std::vector<std::filesystem::path> result;
    for (const auto& entry : Iterator(std::filesystem::path(IRONLAW_ROOT) / folder)) {
        if (entry.path().extension() == extension) {
            result.push_back(entry.path());
        }
    }
    std::ranges::sort(result);
    return result;
}

} // namespace

std::vector<std::filesystem::path> filesOf(const std::string& folder,
                                           const std::string& extension) {
    return filesIn<std::filesystem::directory_iterator>(folder, extension);
}

std::vector<std::filesystem::path> filesBelow(const std::string& folder,
                                              const std::string& extension) {
    return filesIn<std::filesystem::recursive_directory_iterator>(folder, extension);
}

void checkGolden(const std::filesystem::path& path, const std::string& actual) {
    if (std::getenv("IRONLAW_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path, std::ios::binary) << actual;
        return;
    }
    const std::string expected = readFile(path);
    CHECK_MESSAGE(expected == actual, path.string()
                                          << ", " << firstDifference(expected, actual)
                                          << "\n  IRONLAW_UPDATE_GOLDEN=1 writes it anew");
}

} // namespace ironlaw::test
