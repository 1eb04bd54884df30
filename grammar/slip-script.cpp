// Statements that are none of PostgreSQL's SQL: commands of other databases' clients, and PL/pgSQL
// outside of a body.
#include "grammar/slip-pattern.h"

#include <array>

namespace ironlaw {

namespace {

constexpr auto patterns = std::to_array<SlipPattern>({
    {"^ go", "GO is a command of SQL Server's client", "end the statement before with a semicolon"},
    {".. go ^ create|alter|drop|insert|update|delete|select|exec",
     "GO is a command of SQL Server's client", "write a semicolon instead of GO"},
    {"^ delimiter", "DELIMITER is a command of MySQL's client",
     "remove it, and put function bodies in $$"},
    {"^ pragma", "PRAGMA is SQLite's syntax", "remove it"},
    {"^ use <name>", "USE is MySQL's syntax", "remove it: a connection is to one database"},
    {"^ exec|execute", "EXEC is SQL Server's syntax", "write CALL or SELECT"},
    {"^ print", "PRINT is SQL Server's syntax", "remove it, or write RAISE NOTICE in a DO block"},
    {"execute immediate ^ <string>", "EXECUTE IMMEDIATE is Oracle's syntax",
     "write EXECUTE in a DO block"},
    {"^ attach|detach", "$^ is SQLite's syntax", "remove it"},
    {"^ describe|desc", "$^ is a command of another database's client",
     "read information_schema.columns"},
    {"lock tables ^ <name>", "LOCK TABLES is MySQL's syntax", "write LOCK TABLE $1"},
    {"^ unlock tables", "UNLOCK TABLES is MySQL's syntax",
     "remove it: locks end with the transaction"},
    {"set ^ @", "a variable with @ is MySQL's and SQL Server's syntax",
     "use a variable in a DO block"},
    {"declare ^ @", "a variable with @ is SQL Server's syntax", "use a variable in a DO block"},
    {"^ raise", "RAISE stands outside of a function body", "put it in DO $$ BEGIN … END $$"},
    {"begin ^ raise|perform|if|for|while|execute|insert|update|delete|select",
     "BEGIN starts a transaction here, and has no semicolon",
     "write a semicolon behind BEGIN, or DO $$ before it for a block"},
    {"^ perform", "PERFORM stands outside of a function body", "write SELECT"},
    {"^ if", "IF stands outside of a function body", "put it in DO $$ BEGIN … END $$"},
    {"^ elsif|else|loop|for|while|return|exception", "$^ stands outside of a function body",
     "put it in DO $$ BEGIN … END $$"},
    {"end ^ if|loop", "END $^ stands outside of a function body",
     "put the block in DO $$ BEGIN … END $$"},
    {"declare <name> ^ <type>", "DECLARE with a variable stands outside of a function body",
     "put it in DO $$ DECLARE … BEGIN … END $$"},
});

} // namespace

std::span<const SlipPattern> scriptSlips() { return patterns; }

} // namespace ironlaw
