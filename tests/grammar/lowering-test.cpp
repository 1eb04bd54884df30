// Statements as grammar lowers them: golden files for each kind, and places in the file.
#include "grammar/dump.h"
#include "grammar/parser.h"
#include "tests/golden.h"

#include <doctest/doctest.h>

using namespace ironlaw;

TEST_CASE("statements are lowered as fixtures/statements says") {
    for (const auto& path : test::filesOf("fixtures/statements", ".sql")) {
        const std::string text = test::readFile(path);
        Arena arena;
        const ParsedSection parsed =
            parse(text, {0, static_cast<uint32_t>(text.size())}, {}, arena);
        for (const SyntaxError& error : parsed.errors) {
            FAIL_CHECK(path.string()
                       << ": " << error.message << ": " << text.substr(error.range.begin, 40));
        }
        test::checkGolden(std::filesystem::path(path).replace_extension(".txt"),
                          dump(parsed.statements, text));
    }
}
