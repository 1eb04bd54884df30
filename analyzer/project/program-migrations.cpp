// See program-migrations.h.
#include "analyzer/project/program-migrations.h"

#include "analyzer/project/layout.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

namespace sys = llvm::sys;

constexpr std::array<std::string_view, 16> endings = {
    ".clj",  ".cs", ".edn", ".ex",  ".exs", ".fizz", ".go",    ".groovy",
    ".java", ".js", ".kt",  ".php", ".py",  ".rb",   ".scala", ".ts",
};

/// The folders of a module's source languages.
constexpr std::array<std::string_view, 4> languages = {"groovy", "java", "kotlin", "scala"};

constexpr size_t mostEntries = 100'000;

} // namespace

bool isProgram(std::string_view fileName) {
    const llvm::StringRef name(fileName);
    return !name.ends_with("_test.go") && !name.ends_with(".d.ts") &&
           std::ranges::any_of(endings, [&](std::string_view one) { return name.ends_with(one); });
}

void eachProgramBeside(const std::string& folder,
                       llvm::function_ref<void(std::string_view fileName)> visit) {
    llvm::SmallString<256> whole(folder.empty() ? "." : folder);
    if (sys::fs::make_absolute(whole)) {
        return;
    }
    sys::path::remove_dots(whole, true);
    const llvm::StringRef path(whole);
    const size_t resources = (path + "/").str().rfind("/src/main/resources/");
    if (resources == std::string::npos) {
        return;
    }
    size_t entries = 0;
    for (const std::string_view language : languages) {
        llvm::SmallString<256> root(path.substr(0, resources));
        sys::path::append(root, "src", "main", language);
        std::error_code error;
        for (sys::fs::recursive_directory_iterator one(root, error, false), end;
             !error && one != end && ++entries < mostEntries; one.increment(error)) {
            const llvm::StringRef name = sys::path::filename(one->path());
            if (isProgram(name)) {
                visit(name);
            }
        }
    }
}

bool isBehindProgram(const Migration& migration, const History& history) {
    const auto compare = history.tool->compareVersions;
    return std::ranges::any_of(history.programs, [&](const std::string& program) {
        return compare == nullptr ? naturalLess(program, migration.version)
                                  : compare(program, migration.version) < 0;
    });
}

} // namespace ironlaw
