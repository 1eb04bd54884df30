// Includes go in one direction: grammar <- analyzer <- rules <- tools, tests. Every include of
// every source is read and checked against two short tables.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Layer {
    std::string_view folder;
    std::vector<std::string_view> mayInclude; ///< folders of our own
};

const std::array<Layer, 5> layers = {{
    {"grammar", {"grammar"}},
    {"analyzer", {"grammar", "analyzer"}},
    {"rules", {"grammar", "analyzer", "rules"}},
    {"tools", {"grammar", "analyzer", "rules", "tools"}},
    {"tests", {"grammar", "analyzer", "rules", "tools", "tests"}},
}};

/// Headers, by what their name starts with, that only some files may see: those of libpg_query, our
/// own that hand them on, and others that are one folder's business.
struct Reserved {
    std::string_view header;
    std::string_view folder;  ///< where it may be included
    bool sourcesOnly = false; ///< in .cpp there, besides grammar/raw.h
};

constexpr std::array reserved = {
    Reserved{"pg_query", "grammar/", true},  Reserved{"postgres.h", "grammar/", true},
    Reserved{"nodes/", "grammar/", true},    Reserved{"grammar/raw.h", "grammar/"},
    Reserved{"grammar/lower.h", "grammar/"}, Reserved{"toml++/", "analyzer/project/"},
    Reserved{"doctest/", "tests/"},
};

/// The yardstick of the benchmark is libpg_query alone.
constexpr std::string_view yardstick = "tools/bench-raw-parse.cpp";

struct Include {
    std::string file; ///< from the root
    unsigned line = 0;
    std::string header;
};

std::vector<std::string> sources() {
    std::vector<std::string> result;
    for (const Layer& layer : layers) {
        std::error_code error;
        std::string root = fmt::format("{}/{}", IRONLAW_ROOT, layer.folder);
        for (llvm::sys::fs::recursive_directory_iterator it(root, error), end; it != end && !error;
             it.increment(error)) {
            llvm::StringRef path = it->path();
            if (path.ends_with(".cpp") || path.ends_with(".h") || path.ends_with(".def")) {
                result.push_back(path.substr(std::string_view(IRONLAW_ROOT).size() + 1).str());
            }
        }
        REQUIRE_FALSE(error);
    }
    std::ranges::sort(result);
    return result;
}

std::vector<Include> includesOf(const std::string& file) {
    std::vector<Include> result;
    auto buffer = llvm::MemoryBuffer::getFile(fmt::format("{}/{}", IRONLAW_ROOT, file));
    REQUIRE(static_cast<bool>(buffer));
    llvm::StringRef text = (*buffer)->getBuffer();
    for (unsigned number = 1; !text.empty(); ++number) {
        auto [line, rest] = text.split('\n');
        text = rest;
        line = line.ltrim();
        if (line.consume_front("#") && line.ltrim().consume_front("include")) {
            llvm::StringRef header = line.ltrim().drop_front(7).ltrim();
            char close = header.starts_with("<") ? '>' : '"';
            result.push_back({file, number, header.drop_front().split(close).first.str()});
        }
    }
    return result;
}

/// Why the include may not be there; empty if it may.
std::string objection(const Include& include) {
    std::string_view file = include.file;
    std::string_view header = include.header;
    for (const Reserved& one : reserved) {
        bool inPlace = file.starts_with(one.folder) &&
                       (!one.sourcesOnly || file.ends_with(".cpp") || file == "grammar/raw.h");
        if (header.starts_with(one.header) && !inPlace && file != yardstick) {
            return fmt::format("{}:{} includes {}, which is for {}{} only", file, include.line,
                               header, one.folder, one.sourcesOnly ? "*.cpp" : "");
        }
    }
    std::string_view from = file.substr(0, file.find('/'));
    std::string_view to = header.substr(0, header.find('/'));
    bool isOurs = to.size() < header.size() && std::ranges::count(layers, to, &Layer::folder) == 1;
    const Layer& layer = *std::ranges::find(layers, from, &Layer::folder);
    if (isOurs && std::ranges::find(layer.mayInclude, to) == layer.mayInclude.end()) {
        return fmt::format("{}:{} includes {}: {}/ may not include {}/", file, include.line, header,
                           from, to);
    }
    return "";
}

} // namespace

TEST_CASE("every include goes in the right direction") {
    std::vector<std::string> files = sources();
    CHECK(files.size() > 100);
    size_t includes = 0;
    for (const std::string& file : files) {
        for (const Include& include : includesOf(file)) {
            std::string wrong = objection(include);
            CHECK_MESSAGE(wrong.empty(), wrong);
            ++includes;
        }
    }
    CHECK(includes > 300);
}

TEST_CASE("an include in the wrong direction is named") {
    CHECK(objection({"grammar/a.cpp", 3, "analyzer/rule/rule.h"}) ==
          "grammar/a.cpp:3 includes analyzer/rule/rule.h: grammar/ may not include analyzer/");
    CHECK(objection({"analyzer/a.cpp", 1, "rules/x.h"}) != "");
    CHECK(objection({"rules/locks/a.cpp", 1, "tests/x.h"}) != "");
    CHECK(objection({"analyzer/replay/a.cpp", 1, "pg_query.h"}) ==
          "analyzer/replay/a.cpp:1 includes pg_query.h, which is for grammar/*.cpp only");
    CHECK(objection({"grammar/name.h", 1, "postgres.h"}) != "");
    CHECK(objection({"analyzer/rule/a.cpp", 1, "grammar/lower.h"}) != "");
    CHECK(objection({"analyzer/rule/a.cpp", 1, "toml++/toml.h"}) != "");
    CHECK(objection({"rules/locks/a.cpp", 1, "analyzer/rule/context.h"}).empty());
    CHECK(objection({"grammar/raw.h", 1, "nodes/value.h"}).empty());
}
