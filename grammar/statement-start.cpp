// The words that statements of PostgreSQL 18 start with (src/backend/parser/gram.y: stmt). A verb
// alone proves little: ALTER TABLE has its own DROP, a trigger its own EXECUTE, prose its own
// "create"; so the word behind the verb counts.
#include "grammar/statement-start.h"

#include "grammar/bytes.h"
#include "grammar/keyword.h"
#include "grammar/name.h"
#include "grammar/scanner.h"
#include "grammar/slip-words.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <utility>

namespace ironlaw {

namespace {

struct Verb {
    std::string_view word;
    StartStrength strength;
    /// The words that may follow, separated by blanks; `*` for any name, `;` for the end.
    std::string_view followers;
};

constexpr std::string_view objectKinds =
    "table index type sequence view materialized function procedure schema database role user "
    "domain extension foreign publication subscription policy trigger rule server tablespace "
    "collation conversion event group language operator aggregate statistics routine text";

constexpr std::array verbs = {
    Verb{"alter", StartStrength::Always, objectKinds},
    Verb{"analyze", StartStrength::AfterEnd, "* ;"},
    Verb{"begin", StartStrength::AfterEnd, "transaction work isolation ;"},
    Verb{"call", StartStrength::Data, "*"},
    Verb{"cluster", StartStrength::AfterEnd, "* ;"},
    Verb{"comment", StartStrength::Always, "on"},
    Verb{"commit", StartStrength::AfterEnd, "transaction work prepared ;"},
    Verb{"copy", StartStrength::AfterEnd, "* ("},
    Verb{"create", StartStrength::Always, objectKinds},
    Verb{"deallocate", StartStrength::AfterEnd, "*"},
    Verb{"declare", StartStrength::AfterEnd, "*"},
    Verb{"delete", StartStrength::Data, "from"},
    Verb{"discard", StartStrength::AfterEnd, "all plans sequences temp temporary"},
    Verb{"do", StartStrength::Always, "$ language"},
    Verb{"drop", StartStrength::Always, objectKinds},
    Verb{"end", StartStrength::AfterEnd, "transaction work ;"},
    Verb{"execute", StartStrength::AfterEnd, "*"},
    Verb{"explain", StartStrength::AfterEnd, "* ("},
    Verb{"grant", StartStrength::Always, "*"},
    Verb{"import", StartStrength::Always, "foreign"},
    Verb{"insert", StartStrength::Data, "into"},
    Verb{"listen", StartStrength::AfterEnd, "*"},
    Verb{"load", StartStrength::AfterEnd, "'"},
    Verb{"lock", StartStrength::Data, "table"},
    Verb{"merge", StartStrength::Data, "into"},
    Verb{"notify", StartStrength::AfterEnd, "*"},
    Verb{"prepare", StartStrength::AfterEnd, "*"},
    Verb{"reassign", StartStrength::Always, "owned"},
    Verb{"refresh", StartStrength::Data, "materialized"},
    Verb{"reindex", StartStrength::Always, "table index schema database system concurrently ("},
    Verb{"release", StartStrength::AfterEnd, "*"},
    Verb{"reset", StartStrength::AfterEnd, "*"},
    Verb{"revoke", StartStrength::Always, "*"},
    Verb{"rollback", StartStrength::AfterEnd, "transaction work prepared to ;"},
    Verb{"savepoint", StartStrength::AfterEnd, "*"},
    Verb{"security", StartStrength::Always, "label"},
    Verb{"select", StartStrength::AfterEnd, "* ( ' ;"},
    Verb{"set", StartStrength::AfterEnd, "*"},
    Verb{"show", StartStrength::AfterEnd, "*"},
    Verb{"start", StartStrength::Always, "transaction"},
    Verb{"table", StartStrength::AfterEnd, "*"},
    Verb{"truncate", StartStrength::Data, "*"},
    Verb{"update", StartStrength::Data, "*"},
    Verb{"vacuum", StartStrength::AfterEnd, "* ( ;"},
    Verb{"values", StartStrength::AfterEnd, "("},
    Verb{"with", StartStrength::AfterEnd, "*"},
};

/// What only CREATE, ALTER or DROP has behind it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> moreFollowers = {{
    {"alter", "default system large"},
    {"create", "or unique temp temporary unlogged cast recursive constraint access global local "
               "transform"},
    {"drop", "owned cast access transform"},
}};

/// Words that make the verb before them part of another statement: WITH GRANT OPTION, OR TRUNCATE
/// ON, FOR UPDATE OF, DO UPDATE SET.
constexpr std::string_view continuations =
    " option on set of nowait skip or function procedure as to from in is ";

bool containsWord(std::string_view list, std::string_view word) {
    for (size_t at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1)) {
        const size_t behind = at + word.size();
        if ((at == 0 || list[at - 1] == ' ') && (behind == list.size() || list[behind] == ' ')) {
            return true;
        }
    }
    return false;
}

const Verb* verbAt(const Scanner& scanner, const Token& token) {
    constexpr uint32_t longestVerb = 10;
    if (token.kind != TokenKind::Word || token.range.size() > longestVerb) {
        return nullptr;
    }
    const std::string word = foldedIdentifier(scanner.textOf(token));
    const auto* found = std::lower_bound(
        verbs.begin(), verbs.end(), word,
        [](const Verb& verb, std::string_view wanted) { return verb.word < wanted; });
    return found != verbs.end() && found->word == word ? found : nullptr;
}

/// Whether `word`, in lower case, is a keyword that may stand behind `verb`.
bool isFollower(const Verb& verb, std::string_view word) {
    return containsWord(verb.followers, word) ||
           std::any_of(moreFollowers.begin(), moreFollowers.end(), [&](const auto& more) {
               return more.first == verb.word && containsWord(more.second, word);
           });
}

bool follows(const Verb& verb, const Scanner& scanner, const Token& token) {
    switch (token.kind) {
    case TokenKind::End: return containsWord(verb.followers, ";");
    case TokenKind::QuotedIdentifier: return containsWord(verb.followers, "*");
    case TokenKind::DollarString: return containsWord(verb.followers, "$");
    case TokenKind::String:
    case TokenKind::Number: return containsWord(verb.followers, "'");
    case TokenKind::Symbol: return containsWord(verb.followers, scanner.textOf(token));
    case TokenKind::Operator: // SELECT *
        return verb.word == "select" && scanner.textOf(token) == "*";
    case TokenKind::Word: break;
    default: return false;
    }
    const std::string word = foldedIdentifier(scanner.textOf(token));
    return isFollower(verb, word) ||
           (containsWord(verb.followers, "*") && !containsWord(continuations, word));
}

/// UPDATE name … SET within a few tokens: the word alone is also part of prose and of clauses.
bool isUpdate(Scanner& scanner) {
    constexpr int reach = 8;
    for (int i = 0; i < reach; ++i) {
        const Token token = scanner.nextSignificant();
        if (token.kind == TokenKind::End || scanner.isSymbol(token, ";")) {
            return false;
        }
        if (scanner.is(token, "set")) {
            return true;
        }
    }
    return false;
}

/// WITH name AS, WITH name (columns), WITH RECURSIVE.
bool isCommonTable(Scanner& scanner, const Token& second) {
    if (scanner.is(second, "recursive")) {
        return true;
    }
    const Token third = scanner.nextSignificant();
    return scanner.is(third, "as") || scanner.isSymbol(third, "(");
}

/// Bounds what one look at a line costs, whatever comment or string begins in it.
uint32_t lookAheadEnd(uint32_t offset, uint32_t end) {
    constexpr uint32_t reach = 400;
    return end - offset > reach ? offset + reach : end;
}

/// Whether the line that ends before `lineBegin` is blank or ends with a semicolon.
bool endsStatementBefore(std::string_view text, uint32_t lineBegin) {
    uint32_t at = lineBegin - 1; // the newline
    while (at > 0 && (isBlank(text[at - 1]) || text[at - 1] == '\r')) {
        --at;
    }
    return at == 0 || text[at - 1] == '\n' || text[at - 1] == ';';
}

} // namespace

StartStrength statementStartAt(std::string_view text, uint32_t offset, uint32_t end) {
    if (offset >= end || !isLetter(text[offset])) {
        return StartStrength::None;
    }
    Scanner scanner(text, {offset, lookAheadEnd(offset, end)});
    const Verb* verb = verbAt(scanner, scanner.next());
    if (verb == nullptr) {
        return StartStrength::None;
    }
    const Token second = scanner.nextSignificant();
    if (!follows(*verb, scanner, second) || (verb->word == "update" && !isUpdate(scanner)) ||
        (verb->word == "with" && !isCommonTable(scanner, second))) {
        return StartStrength::None;
    }
    return verb->strength;
}

std::string startKeywords(std::string_view text, uint32_t offset, uint32_t end) {
    constexpr std::string_view passed =
        "or replace unique temp temporary unlogged global local recursive constraint";
    constexpr std::string_view halves = "materialized foreign event";
    Scanner scanner(text, {offset, lookAheadEnd(offset, end)});
    const Verb* verb = verbAt(scanner, scanner.next());
    if (verb == nullptr) {
        return {};
    }
    std::string keywords = upperCase(verb->word);
    const bool creates = verb->word == "create";
    bool half = false;
    for (Token token = scanner.nextSignificant(); token.kind == TokenKind::Word;
         token = scanner.nextSignificant()) {
        const std::string word = foldedIdentifier(scanner.textOf(token));
        if (creates && containsWord(passed, word)) {
            continue; // CREATE OR REPLACE VIEW is a CREATE VIEW
        }
        if (half ? containsWord(objectKinds, word)
                 : isFollower(*verb, word) || isReservedWord(word)) {
            keywords.append(1, ' ').append(upperCase(word));
        }
        if (half || !containsWord(halves, word)) {
            break;
        }
        half = true;
    }
    return keywords;
}

bool isStatementVerb(std::string_view text, uint32_t offset, uint32_t end) {
    Scanner scanner(text, {offset, lookAheadEnd(offset, end)});
    return verbAt(scanner, scanner.next()) != nullptr;
}

bool startsStatementPlainly(std::string_view text, uint32_t offset, uint32_t end) {
    if (statementStartAt(text, offset, end) != StartStrength::None) {
        return true;
    }
    if (!isStatementVerb(text, offset, end)) {
        return false;
    }
    std::string_view line = text.substr(offset, lookAheadEnd(offset, end) - offset);
    line = line.substr(0, line.find_first_of("\r\n"));
    const std::string_view verb = line.substr(0, line.find_first_of(" \t;("));
    const bool capitals = std::none_of(verb.begin(), verb.end(),
                                       [](char byte) { return byte >= 'a' && byte <= 'z'; });
    const size_t last = line.find_last_not_of(" \t");
    return capitals || line[last] == ';';
}

std::optional<uint32_t> indentation(std::string_view text, uint32_t offset) {
    uint32_t line = offset;
    while (line > 0 && isBlank(text[line - 1])) {
        --line;
    }
    const bool first = line == 0 || isLineEnd(text[line - 1]);
    return first ? std::optional(offset - line) : std::nullopt;
}

std::optional<uint32_t> nextStatementLine(std::string_view text, Range range,
                                          StartStrength strength) {
    const char* base = text.data();
    const char* end = base + range.end;
    const char* from = base + range.begin;
    while (const void* newline = std::memchr(from, '\n', static_cast<size_t>(end - from))) {
        from = static_cast<const char*>(newline) + 1;
        const auto line = static_cast<uint32_t>(from - base);
        if (from < end && statementStartAt(text, line, range.end) >= strength &&
            endsStatementBefore(text, line)) {
            return line;
        }
    }
    return std::nullopt;
}

} // namespace ironlaw
