// A type as the SQL names it: varchar(20), pg_catalog.int4[], my_schema.mood, orders.id%TYPE.
#pragma once

#include "grammar/name.h"

#include <string>

namespace ironlaw {

/// `name` is PostgreSQL's internal name where the grammar knows the spelling ("int8" for bigint,
/// "varchar", "bpchar", "timestamptz", …; src/backend/parser/gram.y, SystemTypeName).
struct TypeName {
    QualifiedName name; ///< the schema is "pg_catalog" when the grammar itself put it there
    CompactSpan<int64_t> modifiers; ///< varchar(20): {20}; only integer constants are kept
    /// All modifiers in their order if one of them is no integer: geometry(point,4326).
    CompactSpan<std::string_view> modifierTexts;
    uint8_t dimensions = 0; ///< number of [] written
    bool setOf = false;
    bool columnType = false; ///< table.column%TYPE
    /// serial, bigserial, smallserial in any of their spellings (parse_utilcmd.c).
    bool isSerial() const;
};

/// Whether PostgreSQL itself has a type of this internal name.
bool isBuiltinType(std::string_view internal);

/// The type as PostgreSQL's format_type prints it: "character varying(255)", "integer[]".
/// Types that are not PostgreSQL's own come with their schema as far as it was written. Serial
/// types keep the name that was written.
std::string formatType(const TypeName& type);

} // namespace ironlaw
