// The statements within the bodies of routines and DO blocks. An SQL body is parsed whole. Of a
// PL/pgSQL body the control structure is walked with the scanner, and each SQL statement in it is
// parsed on its own; expressions, assignments and dynamic SQL are not looked into.
#include "grammar/lower.h"
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

std::string lowered(std::string_view word) { return foldedIdentifier(word); }

/// Walks over a PL/pgSQL body.
class PlPgSqlReader {
public:
    PlPgSqlReader(std::string_view text, Range body, Arena& arena, Body& result)
        : text_(text), scanner_(text, body), arena_(arena), result_(result) {}

    std::vector<const Statement*> read() {
        for (Token token = scanner_.nextSignificant(); token.kind != TokenKind::End;
             token = scanner_.nextSignificant()) {
            statement(token);
        }
        return std::move(statements_);
    }

private:
    void statement(const Token& token) {
        if (token.kind != TokenKind::Word) {
            if (token.kind == TokenKind::QuotedIdentifier) {
                skipPast(";");
            }
            return;
        }
        std::string word = lowered(scanner_.textOf(token));
        if (control(word) || loop(word)) {
            return;
        }
        if (word == "perform" || word == "return") {
            perform(token, word);
        } else if (word == "execute") {
            result_.executesDynamicSql = true;
            skipPast(";");
        } else if (std::ranges::binary_search(sqlStarts, word)) {
            sql({token.range.begin, skipPast(";")});
        } else {
            skipPast(";");
        }
    }

    /// IF, CASE, BEGIN, EXCEPTION, DECLARE and their ends.
    bool control(std::string_view word) {
        if (word == "declare") {
            while (!atWord("begin") && !finished_) {
                skipPast(";");
            }
        } else if (word == "if" || word == "elsif" || word == "elseif") {
            depth_ += word == "if" ? 1 : 0;
            alternative_ += word == "if" || alternative_ > 0 ? 0 : 1;
            skipPast("then");
        } else if (word == "case") {
            ++depth_;
            skipPast("then");
        } else if (word == "when") {
            skipPast("then");
        } else if (word == "else" || word == "exception") {
            alternative_ = std::max(alternative_, 1);
        } else if (word == "end") {
            bool block = !atWord("if") && !atWord("case") && !atWord("loop");
            depth_ -= !block && depth_ > 0 ? 1 : 0;
            alternative_ = 0;
            skipPast(";");
        } else {
            return word == "begin" || word == "then";
        }
        return true;
    }

    bool loop(std::string_view word) {
        if (word == "while" || word == "foreach") {
            skipPast("loop");
            ++depth_;
        } else if (word == "for") {
            ++depth_;
            forLoop();
        } else if (word == "loop") {
            ++depth_;
        } else {
            return false;
        }
        return true;
    }

    void forLoop() {
        skipPast("in");
        uint32_t begin = scanner_.position();
        Scanner ahead = scanner_;
        Token first = ahead.nextSignificant();
        uint32_t end = skipPast("loop");
        if (ahead.is(first, "execute")) {
            result_.executesDynamicSql = true;
        } else if (ahead.is(first, "select") || ahead.is(first, "with") ||
                   ahead.is(first, "values") || ahead.isSymbol(first, "(")) {
            sql(trimmed(text_, {begin, end}));
        }
    }

    void perform(const Token& token, std::string_view word) {
        uint32_t begin = token.range.begin;
        if (word == "return") {
            if (!atWord("query")) {
                skipPast(";");
                return;
            }
            scanner_.nextSignificant();
            if (atWord("execute")) {
                result_.executesDynamicSql = true;
                skipPast(";");
                return;
            }
            begin = scanner_.position();
        }
        sql(trimmed(text_, {begin, skipPast(";")}));
    }

    /// Parses one SQL statement. PERFORM reads SELECT there, and INTO targets are PL/pgSQL's own.
    void sql(Range range) {
        if (range.empty()) {
            return;
        }
        buffer_.assign(text_, range.begin, range.size());
        if (lowered(std::string_view(buffer_).substr(0, 7)) == "perform") {
            buffer_.replace(0, 7, "SELECT ");
        }
        blankIntoTargets(range);
        size_t before = statements_.size();
        ParserSession session;
        RawError error;
        if (!session.parse(buffer_, range.begin, text_, arena_, statements_, error)) {
            result_.readable = false;
            return;
        }
        for (size_t i = before; i < statements_.size(); ++i) {
            // Statements are only shared as const once they are complete.
            auto* statement = const_cast<Statement*>(statements_[i]);
            statement->conditional = depth_ > 0;
            statement->alternative = alternative_ > 0;
        }
    }

    void blankIntoTargets(Range range) {
        Scanner scanner(text_, range);
        Token previous;
        int depth = 0;
        for (Token token = scanner.nextSignificant(); token.kind != TokenKind::End;
             previous = token, token = scanner.nextSignificant()) {
            depth += scanner.isSymbol(token, "(") ? 1 : scanner.isSymbol(token, ")") ? -1 : 0;
            if (depth != 0 || !scanner.is(token, "into") || scanner.is(previous, "insert") ||
                scanner.is(previous, "merge")) {
                continue;
            }
            uint32_t end = token.range.end;
            Token part = scanner.nextSignificant();
            if (scanner.is(part, "strict")) {
                end = part.range.end;
                part = scanner.nextSignificant();
            }
            bool wantsName = true;
            while (wantsName
                       ? part.kind == TokenKind::Word || part.kind == TokenKind::QuotedIdentifier
                       : scanner.isSymbol(part, ",") || scanner.isSymbol(part, ".")) {
                end = part.range.end;
                wantsName = !wantsName;
                part = scanner.nextSignificant();
            }
            std::fill(buffer_.begin() + (token.range.begin - range.begin),
                      buffer_.begin() + (end - range.begin), ' ');
            scanner.seek(end);
        }
    }

    bool atWord(std::string_view word) const {
        Scanner ahead = scanner_;
        return ahead.is(ahead.nextSignificant(), word);
    }

    /// Goes behind the next `stop` (a word or a semicolon) outside of parentheses and CASE
    /// expressions; the offset where it starts.
    uint32_t skipPast(std::string_view stop) {
        int parentheses = 0;
        int cases = 0;
        for (Token token = scanner_.nextSignificant(); token.kind != TokenKind::End;
             token = scanner_.nextSignificant()) {
            bool free = parentheses <= 0 && cases <= 0;
            if (free && (scanner_.is(token, stop) || scanner_.isSymbol(token, stop))) {
                return token.range.begin;
            }
            parentheses += scanner_.isSymbol(token, "(")   ? 1
                           : scanner_.isSymbol(token, ")") ? -1
                                                           : 0;
            cases += scanner_.is(token, "case") ? 1 : 0;
            cases -= cases > 0 && scanner_.is(token, "end") ? 1 : 0;
        }
        finished_ = true;
        return scanner_.position();
    }

    std::string_view text_;
    Scanner scanner_;
    Arena& arena_;
    Body& result_;
    std::vector<const Statement*> statements_;
    std::string buffer_;
    int depth_ = 0;
    int alternative_ = 0;
    bool finished_ = false;
};

/// An SQL body between single quotes doubles its own quotes; both halves stay in place, so that
/// offsets hold (a literal gains a blank in front, which no analysis looks at).
void undoubleQuotes(std::string& buffer) {
    for (size_t at = buffer.find("''"); at != std::string::npos; at = buffer.find("''", at + 2)) {
        buffer[at + 1] = ' ';
    }
}

} // namespace

Body readBody(std::string_view text, Range body, std::string_view language, Arena& arena) {
    Body result;
    result.language = language;
    result.range = body;
    std::vector<const Statement*> statements;
    if (language == "sql") {
        std::string buffer(text.substr(body.begin, body.size()));
        if (body.begin > 0 && text[body.begin - 1] == '\'') {
            undoubleQuotes(buffer);
        }
        ParserSession session;
        RawError error;
        result.readable = session.parse(buffer, body.begin, text, arena, statements, error);
    } else if (language == "plpgsql") {
        statements = PlPgSqlReader(text, body, arena, result).read();
    } else {
        result.readable = false;
    }
    result.statements = arena.copy(statements);
    return result;
}

} // namespace ironlaw
