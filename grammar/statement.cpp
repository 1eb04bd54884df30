// The words that PostgreSQL's manual has for statements and objects.
#include "grammar/statement.h"

#include <array>

namespace ironlaw {

std::string_view wordsOf(StatementKind kind) {
    static constexpr std::string_view words[] = {
#define LOWERED(Kind, words) words,
#include "grammar/statement-kinds.def"
    };
    return words[static_cast<size_t>(kind)];
}

std::string_view wordsOf(ObjectKind kind) {
    // In the order of ObjectKind.
    static constexpr std::array<std::string_view, 43> words = {"TABLE",
                                                               "FOREIGN TABLE",
                                                               "VIEW",
                                                               "MATERIALIZED VIEW",
                                                               "SEQUENCE",
                                                               "INDEX",
                                                               "SCHEMA",
                                                               "TYPE",
                                                               "DOMAIN",
                                                               "FUNCTION",
                                                               "PROCEDURE",
                                                               "AGGREGATE",
                                                               "ROUTINE",
                                                               "TRIGGER",
                                                               "EVENT TRIGGER",
                                                               "POLICY",
                                                               "RULE",
                                                               "EXTENSION",
                                                               "COLUMN",
                                                               "CONSTRAINT",
                                                               "CONSTRAINT",
                                                               "ATTRIBUTE",
                                                               "VALUE",
                                                               "STATISTICS",
                                                               "COLLATION",
                                                               "DATABASE",
                                                               "ROLE",
                                                               "PUBLICATION",
                                                               "ACCESS METHOD",
                                                               "CAST",
                                                               "CONVERSION",
                                                               "FOREIGN DATA WRAPPER",
                                                               "LANGUAGE",
                                                               "OPERATOR",
                                                               "OPERATOR CLASS",
                                                               "OPERATOR FAMILY",
                                                               "SERVER",
                                                               "TEXT SEARCH CONFIGURATION",
                                                               "TEXT SEARCH DICTIONARY",
                                                               "TEXT SEARCH PARSER",
                                                               "TEXT SEARCH TEMPLATE",
                                                               "TRANSFORM",
                                                               "OBJECT"};
    return words[static_cast<size_t>(kind)];
}

} // namespace ironlaw
