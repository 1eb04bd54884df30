// Tells a statement of another database from a broken one of PostgreSQL's, by words that only the
// other database has.
#include "grammar/preparation.h"
#include "grammar/slip-pattern.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

struct Evidence {
    std::string_view pattern; ///< as in SlipPattern
    std::string_view dialect;
};

/// The first that fits counts: ClickHouse has an ENGINE as MySQL does.
constexpr auto evidence = std::to_array<Evidence>({
    {".. engine = mergetree|replacingmergetree|summingmergetree|aggregatingmergetree",
     "ClickHouse"},
    {".. engine = replicatedmergetree|distributed|kafka|null", "ClickHouse"},
    {".. lowcardinality|datetime64 (", "ClickHouse"},
    {".. engine = <name>", "MySQL"},
    {".. engine innodb|myisam", "MySQL"},
    {".. auto_increment", "MySQL"},
    {".. on duplicate key", "MySQL"},
    {"alter table .. modify column", "MySQL"},
    {"alter table .. change column", "MySQL"},
    {"alter table .. drop foreign key", "MySQL"},
    {".. <type> unsigned", "MySQL"},
    {".. ) unsigned", "MySQL"},
    {".. on update current_timestamp", "MySQL"},
    {".. character set utf8|utf8mb4|latin1|ascii|=", "MySQL"},
    {".. default charset", "MySQL"},
    {".. mediumint|mediumtext|longtext|longblob|tinytext|mediumblob", "MySQL"},
    {"rename table", "MySQL"},
    {"insert ignore", "MySQL"},
    {"insert into <name> set <name> =", "MySQL"},
    {"replace into", "MySQL"},
    {"lock tables", "MySQL"},
    {"unlock tables", "MySQL"},
    {"delimiter", "MySQL"},
    {"use <name> <end>", "MySQL"},
    {".. autoincrement", "SQLite"},
    {".. without rowid", "SQLite"},
    {"insert or ignore|replace|abort|fail", "SQLite"},
    {"create virtual table", "SQLite"},
    {"pragma", "SQLite"},
    {"attach database", "SQLite"},
    {".. nvarchar|varchar|varbinary ( max", "SQL Server"},
    {".. identity ( <number> ,", "SQL Server"},
    {"create .. clustered|nonclustered index", "SQL Server"},
    {".. key|unique clustered|nonclustered", "SQL Server"},
    {"alter table .. with nocheck", "SQL Server"},
    {".. count_big (", "SQL Server"},
    {"select top <number>", "SQL Server"},
    {".. getdate ( )", "SQL Server"},
    {".. [ dbo ]", "SQL Server"},
    {"exec <name>", "SQL Server"},
    {"go", "SQL Server"},
    {"print <string>", "SQL Server"},
    {"declare @", "SQL Server"},
    {".. cascade constraints", "Oracle"},
    {".. varchar2 (", "Oracle"},
    {"execute immediate <string>", "Oracle"},
    {"create inverted index", "CockroachDB"},
    {"create .. index .. ) storing (", "CockroachDB"},
    {"drop index .. @", "CockroachDB"},
});

} // namespace

std::string_view foreignDialect(std::string_view text, Range statement) {
    constexpr uint32_t longest = 256 << 10; // enough to tell
    if (statement.size() > longest) {
        statement.end = statement.begin + longest;
    }
    const BrokenStatement broken(text, statement, statement.begin);
    const auto* found = std::find_if(evidence.begin(), evidence.end(), [&](const Evidence& one) {
        return fitsPattern(one.pattern, broken);
    });
    if (found != evidence.end()) {
        return found->dialect;
    }
    // Nothing but MySQL's own clients writes names in backquotes; BigQuery's and ClickHouse's
    // statements end here as well.
    const bool backquotes =
        std::any_of(broken.tokens.begin(), broken.tokens.end(), [text](const Token& token) {
            return token.kind == TokenKind::Operator && text[token.range.begin] == '`';
        });
    return backquotes ? "MySQL" : "";
}

} // namespace ironlaw
