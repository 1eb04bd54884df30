// The SQL statements within a PL/pgSQL body. Its control structure is walked with the scanner, and
// each SQL statement in it is parsed on its own; expressions, assignments and dynamic SQL are not
// looked into.
#include "grammar/body.h"
#include "grammar/raw-parse.h"
#include "grammar/scanner.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// Words that start an SQL statement within PL/pgSQL, sorted.
constexpr std::array<std::string_view, 33> sqlStarts = {
    "alter",      "analyze",  "call",    "cluster", "comment", "copy",     "create",
    "deallocate", "delete",   "discard", "do",      "drop",    "explain",  "grant",
    "import",     "insert",   "listen",  "lock",    "merge",   "notify",   "prepare",
    "reassign",   "refresh",  "reindex", "reset",   "revoke",  "security", "select",
    "set",        "truncate", "update",  "values",  "with"};

bool startsSql(std::string_view word) { return std::ranges::binary_search(sqlStarts, word); }

/// What an END closes.
enum class Construct : uint8_t { Block, If, Case, Loop };

struct Open {
    Construct construct;
    bool alternative = false; ///< in an ELSE branch, a later WHEN or an exception handler
};

class PlPgSqlReader {
public:
    PlPgSqlReader(PlacedText text, Range body, Arena& arena, int depth, Body& result)
        : text_(text), scanner_(text.bytes, local(body)), arena_(arena), depth_(depth),
          result_(result) {}

    std::vector<const Statement*> read() {
        for (Token token = scanner_.nextSignificant(); token.kind != TokenKind::End;
             token = scanner_.nextSignificant()) {
            statement(token);
        }
        return std::move(statements_);
    }

private:
    /// The scanner counts from the start of its text.
    Range local(Range range) const { return {range.begin - text_.base, range.end - text_.base}; }
    Range placed(Range range) const { return {range.begin + text_.base, range.end + text_.base}; }

    void statement(const Token& token) {
        if (scanner_.isSymbol(token, "<<")) { // <<label>>
            scanner_.nextSignificant();
            scanner_.nextSignificant();
        } else if (scanner_.isSymbol(token, "#")) { // #variable_conflict use_column
            scanner_.nextSignificant();
            scanner_.nextSignificant();
        } else if (token.kind == TokenKind::Word) {
            wordStatement(token, foldedIdentifier(scanner_.textOf(token)));
        } else if (token.kind == TokenKind::QuotedIdentifier ||
                   token.kind == TokenKind::Parameter) {
            skipPast(";");
        }
    }

    void wordStatement(const Token& token, std::string_view word) {
        if (branch(word) || loop(word)) {
            return;
        }
        if (word == "declare") {
            while (!atWord("begin") && !finished_) {
                skipPast(";");
            }
        } else if (word == "begin") {
            open_.push_back({Construct::Block});
        } else if (word == "end") {
            end();
        } else if (word == "execute") {
            result_.executesDynamicSql = true;
            skipPast(";");
        } else if (word == "perform" || (startsSql(word) && !assigns())) {
            sql({token.range.begin, skipPast(";")});
        } else if (word == "return") {
            returns();
        } else if (word == "open") {
            opens();
        } else {
            skipPast(";");
        }
    }

    /// IF, CASE and EXCEPTION with their branches.
    bool branch(std::string_view word) {
        if (word == "if") {
            open_.push_back({Construct::If});
            skipPast("then");
        } else if (word == "elsif" || word == "elseif") {
            alternative();
            skipPast("then");
        } else if (word == "else" || word == "exception") {
            alternative();
        } else if (word == "case") {
            open_.push_back({Construct::Case});
            skipPast("then");
        } else if (word == "when") {
            alternative();
            skipPast("then");
        } else {
            return false;
        }
        return true;
    }

    void alternative() {
        if (!open_.empty()) {
            open_.back().alternative = true;
        }
    }

    bool loop(std::string_view word) {
        if (word == "for") {
            forHeader();
        } else if (word == "while" || word == "foreach") {
            skipPast("loop");
        } else if (word != "loop") {
            return false;
        }
        open_.push_back({Construct::Loop});
        return true;
    }

    void forHeader() {
        skipPast("in");
        const uint32_t begin = scanner_.position();
        Scanner ahead = scanner_;
        Token first = ahead.nextSignificant();
        while (ahead.isSymbol(first, "(")) {
            first = ahead.nextSignificant();
        }
        const std::string word = foldedIdentifier(ahead.textOf(first));
        const uint32_t end = skipPast("loop");
        if (word == "execute") {
            result_.executesDynamicSql = true;
        } else if (startsSql(word)) {
            sql(trimmed(text_.bytes, {begin, end}));
        }
    }

    void end() {
        if (!open_.empty()) {
            open_.pop_back();
        }
        // END IF; END label; and the last END, which may go without semicolon.
        Token token = scanner_.nextSignificant();
        while (token.kind == TokenKind::Word || token.kind == TokenKind::QuotedIdentifier) {
            token = scanner_.nextSignificant();
        }
    }

    void returns() {
        if (!atWord("query")) {
            skipPast(";");
            return;
        }
        scanner_.nextSignificant();
        query();
    }

    /// OPEN cursor FOR query, or the opening of a cursor whose query is known.
    void opens() {
        Scanner ahead = scanner_;
        Token token = ahead.nextSignificant();
        while (token.kind == TokenKind::Word || token.kind == TokenKind::QuotedIdentifier) {
            if (ahead.is(token, "for")) {
                scanner_ = ahead;
                query();
                return;
            }
            token = ahead.nextSignificant();
        }
        skipPast(";");
    }

    /// The query, or EXECUTE with its text, that follows up to the semicolon.
    void query() {
        const uint32_t begin = scanner_.position();
        const bool dynamic = atWord("execute");
        const Range range = trimmed(text_.bytes, {begin, skipPast(";")});
        if (dynamic) {
            result_.executesDynamicSql = true;
        } else {
            sql(range);
        }
    }

    /// Parses one SQL statement at `range` of the scanner's text. PERFORM reads SELECT there, and
    /// INTO targets are PL/pgSQL's own.
    void sql(Range range) {
        if (range.empty()) {
            return;
        }
        buffer_.assign(text_.bytes, range.begin, range.size());
        if (foldedIdentifier(std::string_view(buffer_).substr(0, 7)) == "perform") {
            buffer_.replace(0, 7, "SELECT ");
        }
        blankIntoTargets(range);
        const size_t before = statements_.size();
        ParserSession session;
        RawError error;
        if (!session.parse(buffer_, placed(range).begin, text_, arena_, depth_, statements_,
                           error)) {
            result_.readable = false;
            return;
        }
        const bool alternative = std::ranges::any_of(open_, &Open::alternative);
        const bool conditional = alternative || std::ranges::any_of(open_, [](const Open& one) {
                                     return one.construct != Construct::Block;
                                 });
        for (size_t i = before; i < statements_.size(); ++i) {
            // Statements are only shared as const once they are complete.
            auto* statement = const_cast<Statement*>(statements_[i]);
            statement->conditional = conditional;
            statement->alternative = alternative;
        }
    }

    void blankIntoTargets(Range range) {
        Scanner scanner(text_.bytes, range);
        Token token = scanner.nextSignificant();
        static constexpr std::array<std::string_view, 8> queries = {
            "select", "perform", "insert", "update", "delete", "merge", "with", "values"};
        if (std::ranges::find(queries, foldedIdentifier(scanner.textOf(token))) == queries.end()) {
            return;
        }
        int depth = 0;
        Token previous;
        for (; token.kind != TokenKind::End; previous = token, token = scanner.nextSignificant()) {
            depth += scanner.isSymbol(token, "(") ? 1 : scanner.isSymbol(token, ")") ? -1 : 0;
            if (depth == 0 && scanner.is(token, "into") && !scanner.is(previous, "insert") &&
                !scanner.is(previous, "merge")) {
                const uint32_t end = targetsEnd(scanner, token.range.end);
                std::fill(buffer_.begin() + (token.range.begin - range.begin),
                          buffer_.begin() + (end - range.begin), ' ');
                scanner.seek(end);
            }
        }
    }

    /// Where the targets end that follow at the scanner: [STRICT] a, b.c, d[1].
    static uint32_t targetsEnd(Scanner& scanner, uint32_t end) {
        Token part = scanner.nextSignificant();
        if (scanner.is(part, "strict")) {
            end = part.range.end;
            part = scanner.nextSignificant();
        }
        bool wantsName = true;
        while (wantsName
                   ? part.kind == TokenKind::Word || part.kind == TokenKind::QuotedIdentifier ||
                         part.kind == TokenKind::Parameter
                   : scanner.isSymbol(part, ",") || scanner.isSymbol(part, ".") ||
                         scanner.isSymbol(part, "[")) {
            end = part.range.end;
            if (scanner.isSymbol(part, "[")) {
                while (part.kind != TokenKind::End && !scanner.isSymbol(part, "]")) {
                    part = scanner.nextSignificant();
                }
                end = part.range.end;
            } else {
                wantsName = !wantsName;
            }
            part = scanner.nextSignificant();
        }
        return end;
    }

    bool atWord(std::string_view word) const {
        Scanner ahead = scanner_;
        return ahead.is(ahead.nextSignificant(), word);
    }

    /// Whether the word before is a variable: comment := 'x', values[1] = 2, update.x = 1.
    bool assigns() const {
        Scanner ahead = scanner_;
        const Token next = ahead.nextSignificant();
        return ahead.isSymbol(next, ":=") || ahead.isSymbol(next, "=") ||
               ahead.isSymbol(next, "[") || ahead.isSymbol(next, ".");
    }

    /// Goes behind the next `stop` (a word or a semicolon) outside of parentheses and CASE
    /// expressions; the offset where it starts.
    uint32_t skipPast(std::string_view stop) {
        int parentheses = 0;
        int cases = 0;
        for (Token token = scanner_.nextSignificant(); token.kind != TokenKind::End;
             token = scanner_.nextSignificant()) {
            const bool free = parentheses <= 0 && cases <= 0;
            if (free && (scanner_.is(token, stop) || scanner_.isSymbol(token, stop))) {
                return token.range.begin;
            }
            parentheses += scanner_.isSymbol(token, "(") ? 1 : 0;
            parentheses -= scanner_.isSymbol(token, ")") ? 1 : 0;
            cases += scanner_.is(token, "case") ? 1 : 0;
            cases -= cases > 0 && scanner_.is(token, "end") ? 1 : 0;
        }
        finished_ = true;
        return scanner_.position();
    }

    PlacedText text_;
    Scanner scanner_;
    Arena& arena_;
    int depth_;
    Body& result_;
    std::vector<const Statement*> statements_;
    std::string buffer_;
    std::vector<Open> open_;
    bool finished_ = false;
};

} // namespace

std::vector<const Statement*> readPlPgSql(PlacedText text, Range body, Arena& arena, int depth,
                                          Body& result) {
    return PlPgSqlReader(text, body, arena, depth, result).read();
}

} // namespace ironlaw
