// Paths as SARIF and GitHub know them.
#include "analyzer/report/uri.h"

#include "analyzer/report/places.h"

#include <doctest/doctest.h>

using namespace ironlaw;

namespace {

void checkRelative(std::string_view path, std::string_view expected) {
    const Uri uri = uriOf(path);
    CHECK(uri.text == expected);
    CHECK(uri.relative);
}

} // namespace

TEST_CASE("a relative path becomes a relative reference") {
    checkRelative("db/0001_init.sql", "db/0001_init.sql");
    checkRelative("./db//x/../0001.sql", "db/0001.sql");
    checkRelative("a b/100%/č#?.sql", "a%20b/100%25/%C4%8D%23%3F.sql");
    checkRelative("c:x.sql", "c%3Ax.sql");
    checkRelative("<stdin>", "%3Cstdin%3E");
    checkRelative("-", "-");
}

TEST_CASE("other paths become absolute") {
    CHECK(uriOf("/srv/a b.sql").text == "file:///srv/a%20b.sql");
    CHECK_FALSE(uriOf("/srv/a.sql").relative);
    const Uri above = uriOf("../a.sql");
    CHECK_FALSE(above.relative);
    CHECK(above.text.starts_with("file:///"));
    CHECK(above.text.ends_with("/a.sql"));
    CHECK(above.text.find("..") == std::string::npos);
}

TEST_CASE("paths have one plain form") {
    CHECK(normalisedPath("./a/./b//c/../d") == "a/b/d");
    CHECK(normalisedPath("../../a") == "../../a");
    CHECK(normalisedPath("/a/../../b") == "/b");
    CHECK(normalisedPath("-") == "-");
    CHECK(normalisedPath("").empty());
}
