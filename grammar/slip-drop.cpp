// Slips in DROP statements.
#include "grammar/slip-pattern.h"

#include <array>

namespace ironlaw {

namespace {

constexpr auto patterns = std::to_array<SlipPattern>({
    {"drop index .. <name> ^ on <name>", "DROP INDEX takes no table: ON is MySQL's syntax",
     "drop the index by its name: DROP INDEX $1"},
    {"drop index .. ^ @", "DROP INDEX takes no table: \"table@index\" is CockroachDB's syntax",
     "drop the index by its name alone"},
    {"drop .. if ^ not exists", "$0 takes no IF NOT EXISTS", "write $0 IF EXISTS"},
    {"drop .. if ^ exist", "EXIST is not an SQL keyword", "write IF EXISTS"},
    {"drop .. <name> ^ if exists", "$0 has IF EXISTS behind the name", "write IF EXISTS before $1"},
    {"drop ^ constraint ?exists <name> on <name>", "DROP CONSTRAINT stands outside of ALTER TABLE",
     "write ALTER TABLE $2 DROP CONSTRAINT $?$1"},
    {"drop ^ constraint ?exists <name>", "DROP CONSTRAINT stands outside of ALTER TABLE",
     "write ALTER TABLE and the table's name before DROP CONSTRAINT $?$1"},
    {"drop ^ column ?exists <name>", "DROP COLUMN stands outside of ALTER TABLE",
     "write ALTER TABLE and the table's name before DROP COLUMN $?$1"},
    {"drop trigger|policy|rule ?exists <name> ^ <end>", "$0 %1 does not name the table",
     "write $0 $?$1 ON and the table's name"},
    {"drop trigger|policy|rule ?exists <name> ^ cascade|restrict|,",
     "$0 %1 does not name the table", "write $0 $?$1 ON and the table's name"},
    {"drop trigger|policy|rule .. on <name> ^ ,", "$0 takes one name", "write a $0 for each"},
    {"drop aggregate ?exists <name> ^ <end>", "DROP AGGREGATE %1 does not name the argument types",
     "write DROP AGGREGATE $?$1 (…) with the types of its arguments"},
    {"drop .. cascade ^ constraints", "CASCADE CONSTRAINTS is Oracle's syntax", "write CASCADE"},
    {"drop .. cascade ^ <name>", "CASCADE stands before the name %1",
     "write CASCADE at the end of the statement"},
    {"drop .. restrict ^ <name>", "RESTRICT stands before the name %1",
     "write RESTRICT at the end of the statement"},
    {"drop index if exists ^ concurrently", "CONCURRENTLY stands behind IF EXISTS",
     "write DROP INDEX CONCURRENTLY IF EXISTS"},
    {"drop index if exists <name> ^ concurrently", "CONCURRENTLY stands behind the index's name",
     "write DROP INDEX CONCURRENTLY IF EXISTS $1"},
    {"drop index .. <name> ^ concurrently", "CONCURRENTLY stands behind the index's name",
     "write CONCURRENTLY right behind DROP INDEX"},
    {"drop .. ^ purge", "PURGE is Oracle's syntax", "remove PURGE"},
    {"drop ^ primary|foreign key", "DROP $^ KEY stands outside of ALTER TABLE",
     "write ALTER TABLE and the table's name, and DROP CONSTRAINT with the key's name"},
    {"drop table|view|index|type|sequence|schema|materialized ^ <end>", "$0 names nothing to drop",
     "write the name, or remove the statement"},
});

} // namespace

std::span<const SlipPattern> dropSlips() { return patterns; }

} // namespace ironlaw
