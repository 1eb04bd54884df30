// Types as format_type prints them.
#include "grammar/parser.h"
#include "grammar/statements.h"

#include <doctest/doctest.h>

#include <string>

using namespace ironlaw;

namespace {

struct ParsedType {
    Arena arena;
    std::string text;
    ParsedSection parsed;

    explicit ParsedType(std::string_view type)
        : text("CREATE TABLE t (c " + std::string(type) + ")"),
          parsed(parse(text, {0, static_cast<uint32_t>(text.size())}, {}, arena)) {}

    TypeName type() const {
        REQUIRE(parsed.statements.size() == 1);
        return as<CreateTable>(*parsed.statements.front())->columns.front().type;
    }
};

std::string formatted(std::string_view type) { return formatType(ParsedType(type).type()); }

} // namespace

TEST_CASE("types are printed as PostgreSQL prints them") {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"int", "integer"},
        {"INT4", "integer"},
        {"bigint", "bigint"},
        {"int8", "bigint"},
        {"smallint", "smallint"},
        {"pg_catalog.int2", "smallint"},
        {"bool", "boolean"},
        {"real", "real"},
        {"float", "double precision"},
        {"float(24)", "real"},
        {"decimal(10)", "numeric(10,0)"},
        {"numeric(10, 2)", "numeric(10,2)"},
        {"numeric", "numeric"},
        {"varchar", "character varying"},
        {"varchar(20)", "character varying(20)"},
        {"national character varying(3)", "character varying(3)"},
        {"char", "character(1)"},
        {"char(3)", "character(3)"},
        {"bpchar", "bpchar"},
        {"\"char\"", "\"char\""},
        {"text", "text"},
        {"bit", "bit(1)"},
        {"bit varying(5)", "bit varying(5)"},
        {"timestamp", "timestamp without time zone"},
        {"timestamp(3) with time zone", "timestamp(3) with time zone"},
        {"timestamptz(0)", "timestamp(0) with time zone"},
        {"time", "time without time zone"},
        {"timetz", "time with time zone"},
        {"interval", "interval"},
        {"interval(3)", "interval(3)"},
        {"interval year to month", "interval year to month"},
        {"interval day to second(2)", "interval day to second(2)"},
        {"interval hour", "interval hour"},
        {"int[]", "integer[]"},
        {"int[3][4]", "integer[]"},
        {"varchar(20) ARRAY[3]", "character varying(20)[]"},
        {"_text", "text[]"},
        {"_int4", "integer[]"},
        {"_status", "_status"},
        {"uuid", "uuid"},
        {"app.mood", "app.mood"},
        {"\"Mood\"", "\"Mood\""},
        {"app.\"Mo\"\"od\"", "app.\"Mo\"\"od\""},
        {"geometry(Point, 4326)", "geometry(point,4326)"},
        {"vector(3)", "vector(3)"},
        {"bigserial", "bigserial"},
    };
    for (const auto& [written, printed] : cases) {
        CHECK_MESSAGE(formatted(written) == printed, written);
    }
}

TEST_CASE("serial types are known in all their spellings") {
    for (const char* type :
         {"serial", "SERIAL4", "bigserial", "serial8", "smallserial", "serial2"}) {
        CHECK_MESSAGE(ParsedType(type).type().isSerial(), type);
    }
    for (const char* type : {"int", "app.serial", "serial[]"}) {
        CHECK_FALSE_MESSAGE(ParsedType(type).type().isSerial(), type);
    }
}
