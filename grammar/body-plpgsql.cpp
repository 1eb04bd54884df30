// The SQL statements within a PL/pgSQL body. Its control structure is walked with the scanner, as
// src/pl/plpgsql/src/pl_gram.y reads it; statements and expressions in it are parsed on their own.
#include "grammar/body.h"
#include "grammar/name.h"
#include "grammar/plpgsql-scanner.h"

#include <algorithm>
#include <array>

namespace ironlaw {

namespace {

/// Words that start the query of a FOR loop; others are those of a cursor or of an integer.
constexpr std::array<std::string_view, 10> queryStarts = {
    "delete", "explain", "insert", "merge", "select", "show", "table", "update", "values", "with"};

/// PL/pgSQL's own statements in which nothing is looked at. What starts with none of its words is
/// SQL.
constexpr std::array<std::string_view, 11> controls = {"assert", "close",    "commit", "continue",
                                                       "exit",   "fetch",    "get",    "move",
                                                       "null",   "rollback", "then"};

bool contains(const auto& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

/// What an END closes.
enum class Construct : uint8_t { Block, If, Case, Loop };

struct Open {
    Construct construct;
    bool alternative = false; ///< in an ELSE branch, a later WHEN or an exception handler
    bool raises = false;      ///< an exception is raised in it in any case
};

class PlPgSqlReader {
public:
    PlPgSqlReader(PlacedText text, Range body, BodySql& sql, Body& result)
        : text_(text), scanner_(text.bytes, local(body)), sql_(sql), result_(result) {}

    void read() {
        for (Token token = scanner_.nextSignificant(); token.kind != TokenKind::End;
             token = scanner_.nextSignificant()) {
            statement(token);
        }
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
            assignment();
        }
    }

    void wordStatement(const Token& token, std::string_view word) {
        if (branch(word) || loop(word) || block(word)) {
            return;
        }
        if (word == "execute") {
            const uint32_t begin = scanner_.position();
            dynamic(token.range, {begin, scanner_.skipPast(";")});
        } else if (word == "return") {
            returns();
        } else if (word == "open") {
            opens();
        } else if (word == "raise") {
            raise();
        } else if (scanner_.assigns()) {
            assignment();
        } else if (contains(controls, word)) {
            scanner_.skipPast(";");
        } else {
            // The actions of CREATE RULE stand in parentheses, with semicolons.
            sql({token.range.begin,
                 word == "create" ? scanner_.skipStatement() : scanner_.skipPast(";")});
        }
    }

    bool block(std::string_view word) {
        if (word == "declare") {
            while (!scanner_.atWord("begin") && !scanner_.finished()) {
                declaration();
            }
        } else if (word == "begin") {
            open_.push_back({Construct::Block});
        } else if (word == "end") {
            end();
        } else {
            return false;
        }
        return true;
    }

    /// name type := value, or name CURSOR (arguments) FOR query. Goes behind its semicolon.
    void declaration() {
        bool cursor = false;
        int depth = 0;
        for (Token token = scanner_.nextSignificant(); !scanner_.isSymbol(token, ";");
             token = scanner_.nextSignificant()) {
            if (token.kind == TokenKind::End) {
                return;
            }
            depth += scanner_.isSymbol(token, "(") ? 1 : scanner_.isSymbol(token, ")") ? -1 : 0;
            cursor |= scanner_.is(token, "cursor");
            if (depth == 0 && cursor && (scanner_.is(token, "for") || scanner_.is(token, "is"))) {
                const uint32_t begin = scanner_.position();
                sql({begin, scanner_.skipPast(";")});
                return;
            }
            if (depth == 0 && (scanner_.is(token, "default") || scanner_.isAssignment(token))) {
                expressionTo(";");
                return;
            }
        }
    }

    /// IF, CASE and EXCEPTION with their branches.
    bool branch(std::string_view word) {
        if (word == "if") {
            expressionTo("then");
            open_.push_back({Construct::If});
        } else if (word == "elsif" || word == "elseif") {
            alternative();
            expressionTo("then");
        } else if (word == "else" || word == "exception") {
            alternative();
        } else if (word == "case") {
            open_.push_back({Construct::Case});
            scanner_.skipPast("then");
        } else if (word == "when") {
            alternative();
            scanner_.skipPast("then");
        } else {
            return false;
        }
        return true;
    }

    /// A handler may catch what was raised before it.
    void alternative() {
        if (!open_.empty()) {
            open_.back().alternative = true;
            open_.back().raises = false;
        }
    }

    bool loop(std::string_view word) {
        if (word == "for") {
            forHeader();
        } else if (word == "while") {
            expressionTo("loop");
        } else if (word == "foreach") {
            scanner_.skipPast("in");
            scanner_.nextSignificant(); // ARRAY
            expressionTo("loop");
        } else if (word != "loop") {
            return false;
        }
        open_.push_back({Construct::Loop});
        return true;
    }

    void forHeader() {
        scanner_.skipPast("in");
        const uint32_t begin = scanner_.position();
        Scanner ahead = scanner_;
        Token first = ahead.nextSignificant();
        while (ahead.isSymbol(first, "(")) {
            first = ahead.nextSignificant();
        }
        const std::string word = foldedIdentifier(ahead.textOf(first));
        const Range range{begin, scanner_.skipPast("loop")};
        if (word == "execute") {
            dynamic(first.range, {first.range.end, range.end});
        } else if (contains(queryStarts, word) && !isIntegers(range)) {
            sql(range);
        }
    }

    /// FOR i IN (SELECT 1)..10
    bool isIntegers(Range range) const {
        Scanner scanner(text_.bytes, range);
        int depth = 0;
        Token previous;
        for (Token token = scanner.nextSignificant(); token.kind != TokenKind::End;
             previous = token, token = scanner.nextSignificant()) {
            depth += scanner.isSymbol(token, "(") ? 1 : scanner.isSymbol(token, ")") ? -1 : 0;
            // The scanner may take the dots one by one.
            const bool twoDots = scanner.isSymbol(token, "..") ||
                                 (scanner.isSymbol(token, ".") && scanner.isSymbol(previous, "."));
            if (depth == 0 && twoDots) {
                return true;
            }
        }
        return false;
    }

    void end() {
        const bool raises = !open_.empty() && open_.back().raises;
        if (!open_.empty()) {
            open_.pop_back();
        }
        if (raises) {
            raised();
        }
        // END IF; END label; and the last END, which may go without semicolon.
        Token token = scanner_.nextSignificant();
        while (token.kind == TokenKind::Word || token.kind == TokenKind::QuotedIdentifier) {
            token = scanner_.nextSignificant();
        }
    }

    void raised() { (open_.empty() ? result_.raises : open_.back().raises) = true; }

    /// RAISE [EXCEPTION] ends the block, unless what stands before it may have left.
    void raise() {
        static constexpr std::array<std::string_view, 5> messages = {"debug", "info", "log",
                                                                     "notice", "warning"};
        Scanner ahead = scanner_;
        const std::string level = foldedIdentifier(ahead.textOf(ahead.nextSignificant()));
        if (!contains(messages, level) && !isConditional() && !returns_) {
            raised();
        }
        scanner_.skipPast(";");
    }

    void returns() {
        returns_ = true;
        if (scanner_.atWord("query")) {
            scanner_.nextSignificant();
            query();
            return;
        }
        if (scanner_.atWord("next")) {
            scanner_.nextSignificant();
        }
        expressionTo(";");
    }

    /// OPEN cursor FOR query, or the opening of a cursor whose query is known.
    void opens() {
        Scanner ahead = scanner_;
        Token token = ahead.nextSignificant();
        while (token.kind == TokenKind::Word || token.kind == TokenKind::QuotedIdentifier) {
            if (ahead.is(token, "for")) {
                scanner_.seek(ahead.position());
                query();
                return;
            }
            token = ahead.nextSignificant();
        }
        scanner_.skipPast(";");
    }

    /// The query, or EXECUTE with its text, that follows up to the semicolon.
    void query() {
        const bool executes = scanner_.atWord("execute");
        const Token word = executes ? scanner_.nextSignificant() : Token();
        const uint32_t begin = scanner_.position();
        const Range range{begin, scanner_.skipPast(";")};
        if (executes) {
            dynamic(word.range, range);
        } else {
            sql(range);
        }
    }

    void sql(Range range) {
        read([&] { sql_.statement(placed(range)); });
    }

    /// The word EXECUTE with the argument that stands at the begin of `range`.
    void dynamic(Range word, Range range) {
        read([&] {
            if (!sql_.executed(placed(range)) && !result_.executesDynamicSql) {
                result_.executesDynamicSql = true;
                result_.dynamicSql = placed(word);
            }
        });
    }

    /// The expression from here to `stop`, which it goes behind. One that nothing ends is part of a
    /// broken body, and says nothing.
    void expressionTo(std::string_view stop) {
        const uint32_t begin = scanner_.position();
        const Range range{begin, scanner_.skipPast(stop)};
        if (scanner_.found()) {
            read([&] { sql_.expression(placed(range)); });
        }
    }

    /// name := value, behind its first token; goes behind the semicolon.
    void assignment() {
        int depth = 0;
        for (Token token = scanner_.nextSignificant();
             token.kind != TokenKind::End && !scanner_.isSymbol(token, ";");
             token = scanner_.nextSignificant()) {
            if (depth == 0 && scanner_.isAssignment(token)) {
                expressionTo(";");
                return;
            }
            depth += scanner_.isSymbol(token, "[") ? 1 : scanner_.isSymbol(token, "]") ? -1 : 0;
        }
    }

    /// Statements that `parse` adds run under the conditions that hold here.
    void read(const auto& parse) {
        const size_t before = sql_.statements.size();
        parse();
        for (size_t i = before; i < sql_.statements.size(); ++i) {
            // Statements are only shared as const once they are complete.
            auto* statement = const_cast<Statement*>(sql_.statements[i]);
            statement->conditional = isConditional();
            statement->alternative = std::ranges::any_of(open_, &Open::alternative);
        }
    }

    bool isConditional() const {
        return std::ranges::any_of(open_, [](const Open& one) {
            return one.alternative || one.construct != Construct::Block;
        });
    }

    PlacedText text_;
    PlPgSqlScanner scanner_;
    BodySql& sql_;
    Body& result_;
    std::vector<Open> open_;
    bool returns_ = false; ///< a RETURN stands before
};

} // namespace

void readPlPgSql(PlacedText text, Range body, BodySql& sql, Body& result) {
    PlPgSqlReader(text, body, sql, result).read();
}

} // namespace ironlaw
