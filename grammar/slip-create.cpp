// Slips in CREATE statements, except for what stands in a table's list of columns.
#include "grammar/slip-pattern.h"

#include <array>

namespace ironlaw {

namespace {

constexpr auto patterns = std::to_array<SlipPattern>({
    // OR REPLACE and IF NOT EXISTS
    {"create or replace ^ table", "CREATE TABLE takes no OR REPLACE",
     "write CREATE TABLE IF NOT EXISTS, or drop the table before"},
    {"create or replace ^ unique|index", "CREATE INDEX takes no OR REPLACE",
     "write CREATE INDEX IF NOT EXISTS, or drop the index before"},
    {"create or replace ^ "
     "type|schema|sequence|materialized|extension|policy|domain|role|user|database",
     "$0 takes no OR REPLACE", "drop the old one before, and leave OR REPLACE out"},
    {"create trigger if ^ not exists", "CREATE TRIGGER takes no IF NOT EXISTS",
     "write CREATE OR REPLACE TRIGGER, or DROP TRIGGER IF EXISTS before it"},
    {"create view|function|procedure|rule|aggregate if ^ not exists", "$0 takes no IF NOT EXISTS",
     "write CREATE OR REPLACE instead"},
    {"create or replace .. if ^ not exists", "$0 takes OR REPLACE, but no IF NOT EXISTS",
     "remove IF NOT EXISTS"},
    {"create type|domain|policy|cast|operator|publication|subscription if ^ not exists",
     "$0 takes no IF NOT EXISTS", "drop the old one before with IF EXISTS"},
    {"create database|role|user|tablespace if ^ not exists", "$0 takes no IF NOT EXISTS",
     "remove IF NOT EXISTS"},
    {"create table|index|schema|sequence|extension if ^ exists", "$0 takes no IF EXISTS",
     "write IF NOT EXISTS"},
    {"create .. if not ^ exist", "EXIST is not an SQL keyword", "write IF NOT EXISTS"},
    {"create .. <name> ^ if not exists", "$0 has IF NOT EXISTS behind the name",
     "write IF NOT EXISTS before $1"},

    // Indexes
    {"create ^ clustered|nonclustered", "$^ is SQL Server's syntax", "write CREATE INDEX"},
    {"create ^ fulltext|spatial index", "CREATE $^ INDEX is MySQL's syntax",
     "write CREATE INDEX … USING gin or gist"},
    {"create ^ inverted index", "INVERTED is CockroachDB's syntax",
     "write CREATE INDEX … USING gin"},
    {"create ^ concurrently index", "CONCURRENTLY stands before INDEX",
     "write CREATE INDEX CONCURRENTLY"},
    {"create .. index ?exists <name> ^ concurrently", "CONCURRENTLY stands behind the index's name",
     "write CREATE INDEX CONCURRENTLY $1"},
    {"create .. index if not exists ^ concurrently", "CONCURRENTLY stands behind IF NOT EXISTS",
     "write CREATE INDEX CONCURRENTLY IF NOT EXISTS"},
    {"create .. index .. if not exists ^ on", "IF NOT EXISTS needs the index to have a name",
     "write a name before ON"},
    {"create unique ^ <name>", "CREATE UNIQUE has no INDEX before the name",
     "write CREATE UNIQUE INDEX $1"},
    {"create .. index .. <name> ^ <name> (", "CREATE INDEX has no ON before the table",
     "write ON $2"},
    {"create .. index .. on <name> ^ <name>", "no parentheses are around the columns of the index",
     "write ON $1 ($2)"},
    {"create .. index .. on <name> ^ <end>", "CREATE INDEX on %1 names no columns",
     "write the columns in parentheses behind $1"},
    {"create .. index .. on <name> ^ where", "CREATE INDEX on %1 has WHERE before the columns",
     "write the columns in parentheses behind $1"},
    {"create .. index .. include ^ <name>", "no parentheses are around the columns of INCLUDE",
     "write INCLUDE ($1)"},
    {"create .. index .. ) ^ using", "USING stands behind the columns of the index",
     "write USING before the parentheses"},
    {"create .. index .. ) ^ storing", "STORING is CockroachDB's syntax", "write INCLUDE"},
    {"create .. index .. ( .. <name> ^ <operator>",
     "an index on an expression has no parentheses around the expression",
     "write one more pair of parentheses: ((expression))"},

    // Extensions
    {"create extension ?exists <name> ^ -", "the name of the extension has a dash, but no quotes",
     "put the name in double quotes"},
    {"create extension ?exists ^ <string>", "the name of the extension is written as a string",
     "write it in double quotes: %1"},

    // Triggers and routines
    {"create .. execute ^ <name> (", "EXECUTE has no FUNCTION before the function's name",
     "write EXECUTE FUNCTION $1()"},
    {"create .. execute function|procedure <name> ^ <end>",
     "EXECUTE FUNCTION %1 has no parentheses", "write EXECUTE FUNCTION $1()"},
    {"create trigger .. row ^ begin|set|call", "CREATE TRIGGER has a body, which is MySQL's syntax",
     "put the body in a function, and write EXECUTE FUNCTION"},
    {"create trigger .. row|statement ^ <name> (", "CREATE TRIGGER has no EXECUTE FUNCTION",
     "write EXECUTE FUNCTION before $1"},
    {"create trigger <name> ^ on", "ON stands before the trigger's events",
     "write CREATE TRIGGER $1 BEFORE or AFTER the events, then ON the table"},
    {"create .. as ^ begin|declare", "the body of the function is not in quotes",
     "put $$ before $^ and behind its END"},
    {"create function|procedure .. ^ declare", "the body of the function is not in quotes",
     "write AS $$ before DECLARE, and $$ behind the body's END"},
    {"create or replace function|procedure .. ^ declare",
     "the body of the function is not in quotes",
     "write AS $$ before DECLARE, and $$ behind the body's END"},
    {"create function|procedure .. begin ^", "the body of the function is not in quotes",
     "write AS $$ before BEGIN, and $$ behind the body's END"},
    {"create or replace function|procedure .. begin ^", "the body of the function is not in quotes",
     "write AS $$ before BEGIN, and $$ behind the body's END"},
    {"do ^ begin|declare", "the body of DO is not in quotes",
     "put $$ before $^ and behind its END"},

    // Names and other objects
    {"create .. ^ auto_increment =", "AUTO_INCREMENT is MySQL's syntax", "remove it"},
    {"create sequence .. ^ nocache", "NOCACHE is Oracle's syntax", "remove it"},
    {"create sequence .. ^ nocycle|nomaxvalue|nominvalue", "$^ is Oracle's syntax",
     "write NO behind it as a word of its own: NO CYCLE, NO MAXVALUE, NO MINVALUE"},
    {"create ^ virtual table", "CREATE VIRTUAL TABLE is SQLite's syntax",
     "write CREATE TABLE, and an index USING gin for text search"},
    {"create table ?exists <name> ^ -", "the name of the table has a dash, but no quotes",
     "put the name in double quotes"},
    {"create .. table ?exists <name> ^ like <name>", "no parentheses are around LIKE",
     "write (LIKE $2)"},
    {"create table ?exists <name> ^ <name>", "no parenthesis opens the columns of %1",
     "write CREATE TABLE $!$1 ("},
    {"create schema|database|role|user|table|view|type ^ <end>", "$0 has no name",
     "write the name behind $0"},
    {"comment on .. ^ <string>", "COMMENT has no IS before the text", "write IS before the text"},
    {"comment on .. is ^ <quoted>", "the comment is in double quotes, which make a name",
     "put the text in single quotes"},
    {"grant .. to <name> ^ <string>", "GRANT ends with a string", "remove it"},
    {"grant .. on .. ^ <end>", "GRANT does not say to whom", "write TO and the role"},
    {"grant .. on .. ^ from|for", "GRANT takes TO, not $^", "write TO before the role"},
    {"revoke .. ^ to", "REVOKE takes FROM, not TO", "write FROM before the role"},
    {"revoke .. on .. ^ <end>", "REVOKE does not say from whom", "write FROM and the role"},
});

} // namespace

std::span<const SlipPattern> createSlips() { return patterns; }

} // namespace ironlaw
