// Slips in statements that change or read rows.
#include "grammar/slip-pattern.h"

#include <array>

namespace ironlaw {

namespace {

constexpr auto patterns = std::to_array<SlipPattern>({
    {"insert .. on ^ duplicate key", "ON DUPLICATE KEY UPDATE is MySQL's syntax",
     "write ON CONFLICT (…) DO UPDATE SET"},
    {"insert ^ ignore", "INSERT IGNORE is MySQL's syntax",
     "write INSERT INTO … ON CONFLICT DO NOTHING"},
    {"insert ^ or ignore", "INSERT OR IGNORE is SQLite's syntax",
     "write INSERT INTO … ON CONFLICT DO NOTHING"},
    {"insert ^ or replace", "INSERT OR REPLACE is SQLite's syntax",
     "write INSERT INTO … ON CONFLICT (…) DO UPDATE SET"},
    {"insert ^ <name>", "INSERT has no INTO", "write INSERT INTO $1"},
    {"insert into .. ^ value (", "VALUE is MySQL's syntax", "write VALUES"},
    {"insert into <name> ^ set <name> =", "INSERT with SET is MySQL's syntax",
     "write INSERT INTO $1 (…) VALUES (…)"},
    {"^ replace into <name>", "REPLACE INTO is MySQL's syntax",
     "write INSERT INTO $1 … ON CONFLICT (…) DO UPDATE SET"},
    {"update ^ table", "UPDATE takes no word TABLE", "write UPDATE and the table's name"},
    {"update .. ^ join", "UPDATE with a JOIN before SET is MySQL's syntax",
     "write UPDATE … SET … FROM the other table WHERE the join's condition"},
    {"update .. ^ inner|left|right|cross join", "UPDATE with a JOIN before SET is MySQL's syntax",
     "write UPDATE … SET … FROM the other table WHERE the join's condition"},
    {"update .. ^ limit|order", "UPDATE takes no $^",
     "choose the rows in a subquery: WHERE id IN (SELECT …)"},
    {"update .. set .. , ^ where|from", "a comma stands before $^", "remove the comma"},
    {"update .. set .. ^ <name> =", "no comma stands before %1", "write a comma before $1", ","},
    {"update set <name> ^ =", "UPDATE does not name the table",
     "write the table's name before SET"},
    {"update <name> <name> ^ =", "UPDATE %1 has no SET", "write SET before $2"},
    {"update <name> ^ <name> .", "UPDATE %1 has no SET", "write SET before $2"},
    {"delete ^ <name> from", "DELETE takes the table only behind FROM", "write DELETE FROM $1"},
    {"delete ^ <name>", "DELETE has no FROM", "write DELETE FROM $1"},
    {"delete ^ table <name>", "DELETE TABLE is not SQL",
     "write DROP TABLE $1, or DELETE FROM $1 for its rows"},
    {"delete ^ *", "DELETE takes no columns", "write DELETE FROM"},
    {"delete from .. ^ join", "DELETE with a JOIN is MySQL's syntax",
     "write DELETE FROM … USING the other table WHERE the join's condition"},
    {"delete from .. ^ inner|left|right|cross join", "DELETE with a JOIN is MySQL's syntax",
     "write DELETE FROM … USING the other table WHERE the join's condition"},
    {"delete .. ^ limit|order", "DELETE takes no $^",
     "choose the rows in a subquery: WHERE id IN (SELECT …)"},
    {"select top ^ <number>", "TOP is SQL Server's syntax", "write LIMIT $1 at the end"},
    {".. limit <number> , <number>", "LIMIT with two numbers is MySQL's syntax",
     "write LIMIT $2 OFFSET $1"},
    {"truncate .. cascade|restrict ^ restart|continue identity",
     "$^ IDENTITY stands behind the word for dependent tables",
     "write $^ IDENTITY before CASCADE or RESTRICT"},
    {"truncate .. <name> ^ <name>", "no comma separates %1 and %2", "write a comma before $2", ","},
    {"drop .. <name> ^ <name>", "no comma separates %1 and %2",
     "write a comma before $2, or end the statement with a semicolon", ","},
});

} // namespace

std::span<const SlipPattern> dataSlips() { return patterns; }

} // namespace ironlaw
