// Lines and columns as editors count them.
#include "grammar/columns.h"

#include <doctest/doctest.h>

#include <string>

using namespace ironlaw;

namespace {

void checkPosition(const LineTable& table, uint32_t offset, Position expected) {
    const Position position = table.at(offset);
    CAPTURE(offset);
    CHECK(position.line == expected.line);
    CHECK(position.column == expected.column);
    CHECK(position.utf16Column == expected.utf16Column);
}

} // namespace

TEST_CASE("an empty text has one empty line") {
    const LineTable table("");
    CHECK(table.count() == 1);
    CHECK(table.line(1) == Range{0, 0});
    checkPosition(table, 0, {1, 1, 1});
    checkPosition(table, 7, {1, 1, 1});
    checkPosition(LineTable(std::string_view()), 0, {1, 1, 1});
}

TEST_CASE("lines end with LF, CRLF or CR alone") {
    const LineTable table("a\nbc\r\nd\re\r\r\n");
    REQUIRE(table.count() == 6);
    CHECK(table.line(1) == Range{0, 1});
    CHECK(table.line(2) == Range{2, 4});
    CHECK(table.line(3) == Range{6, 7});
    CHECK(table.line(4) == Range{8, 9});
    CHECK(table.line(5) == Range{10, 10});
    CHECK(table.line(6) == Range{12, 12});
    CHECK(table.line(7) == Range{12, 12});
    CHECK(table.lineOf(5) == 2);
    CHECK(table.lineOf(6) == 3);
    CHECK(table.lineOf(8) == 4);
    CHECK(table.lineOf(100) == 6);
    CHECK(LineTable("a\r").count() == 2);
}

TEST_CASE("a line ending belongs to no column") {
    const LineTable table("ab\r\ncd");
    checkPosition(table, 2, {1, 3, 3});
    checkPosition(table, 3, {1, 3, 3});
    checkPosition(table, 4, {2, 1, 1});
    checkPosition(table, 6, {2, 3, 3});
    checkPosition(table, 60, {2, 3, 3});
}

TEST_CASE("columns count characters, and UTF-16 code units beside them") {
    const LineTable table("é😀x\xFF\xE2\x82y");
    checkPosition(table, 0, {1, 1, 1});
    checkPosition(table, 2, {1, 2, 2});
    checkPosition(table, 6, {1, 3, 4});
    checkPosition(table, 7, {1, 4, 5});
    checkPosition(table, 8, {1, 5, 6});  // after a byte that is no UTF-8
    checkPosition(table, 10, {1, 7, 8}); // after a character that was cut off
    checkPosition(table, 4, {1, 2, 2});  // in the middle of a character
}

TEST_CASE("a byte order mark is before the first column") {
    const LineTable table("\xEF\xBB\xBFselect\n1");
    checkPosition(table, 0, {1, 1, 1});
    checkPosition(table, 3, {1, 1, 1});
    checkPosition(table, 9, {1, 7, 7});
    checkPosition(table, 10, {2, 1, 1});
    CHECK(table.line(1) == Range{3, 9});
}

TEST_CASE("every position of long lines is counted") {
    std::string text(1000, 'x');
    text.insert(501, "é");
    const LineTable table(text);
    checkPosition(table, 501, {1, 502, 502});
    checkPosition(table, 503, {1, 503, 503});
    checkPosition(table, 1002, {1, 1002, 1002});
}

TEST_CASE("columns of a long line are the same from wherever they are counted") {
    std::string text = "first\n";
    for (int i = 0; i < 5'000; ++i) {
        text += "é😀x\xFF";
    }
    text += "\nlast";
    const LineTable table(text);
    // A character of two bytes, one of four, and two of one: 4 code points, 5 code units.
    for (const uint32_t group : {0U, 511U, 512U, 513U, 2'049U, 4'999U}) {
        checkPosition(table, 6 + 8 * group, {2, 1 + 4 * group, 1 + 5 * group});
        checkPosition(table, 6 + 8 * group + 4, {2, 2 + 4 * group, 2 + 5 * group});
        checkPosition(table, 6 + 8 * group + 7, {2, 4 + 4 * group, 5 + 5 * group});
    }
    checkPosition(table, static_cast<uint32_t>(text.size()), {3, 5, 5});
}
