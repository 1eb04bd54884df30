// The verdicts of fixtures/ways-back, which a server has given: what a way back leaves as it was.
#include "tests/golden.h"
#include "tests/schema/way-back.h"

#include <doctest/doctest.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringRef.h>

using namespace ironlaw;

TEST_CASE("ways back leave what a server says that they leave") {
    const std::string folder = IRONLAW_ROOT "/fixtures/ways-back";
    const std::string setup = test::readFile(folder + "/setup.sql");
    const std::string cases = test::readFile(folder + "/cases.txt");
    llvm::SmallVector<llvm::StringRef, 0> all;
    llvm::StringRef(cases).split(all, '\n', -1, false);
    size_t tried = 0;
    for (const llvm::StringRef line : all) {
        llvm::SmallVector<llvm::StringRef, 3> parts;
        line.split(parts, " ## ");
        if (line.starts_with("#") || parts.size() != 3) {
            continue;
        }
        ++tried;
        const std::string left = example::leftBy(setup, parts[1].str(), parts[2].str());
        CHECK_MESSAGE(left.empty() == (parts[0] == "same"), line.str() << ": " << left);
    }
    CHECK(tried > 200);
}
