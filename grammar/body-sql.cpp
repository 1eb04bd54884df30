// See body-sql.h.
#include "grammar/body-sql.h"

#include "grammar/name.h"
#include "grammar/recovery.h"
#include "grammar/scanner.h"
#include "grammar/splitter.h"
#include "grammar/statements.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// Where the targets end that follow at the scanner: [STRICT] a, b.c, d[1].
uint32_t targetsEnd(Scanner& scanner, uint32_t end) {
    Token part = scanner.nextSignificant();
    if (scanner.is(part, "strict")) {
        end = part.range.end;
        part = scanner.nextSignificant();
    }
    bool wantsName = true;
    while (wantsName ? part.kind == TokenKind::Word || part.kind == TokenKind::QuotedIdentifier ||
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

/// Whether a query reads a relation, or holds another query.
bool holdsQuery(const Statement& statement) {
    const auto* query = as<QueryStatement>(statement);
    size_t queries = 0;
    if (query != nullptr) {
        walkQueries(*query->query, QueryPlace::TopLevel,
                    [&](const Query&, QueryPlace) { ++queries; });
    }
    return queries > 1 || (queries == 1 && !query->query->from.empty());
}

/// The literal that EXECUTE is given at the begin of `range`; an empty range if it is none, or not
/// the whole argument.
Range executedLiteral(std::string_view text, Range range) {
    Scanner scanner(text, range);
    Token token = scanner.nextSignificant();
    const bool formats = scanner.is(token, "format");
    if (formats) {
        token = scanner.nextSignificant();
    }
    int parentheses = 0;
    for (; scanner.isSymbol(token, "("); token = scanner.nextSignificant()) {
        ++parentheses;
    }
    const Range literal = token.range;
    const bool isLiteral = token.kind == TokenKind::String || token.kind == TokenKind::DollarString;
    if (!isLiteral || (formats && (parentheses == 0 ||
                                   scanner.textOf(token).find('%') != std::string_view::npos))) {
        return {};
    }
    token = scanner.nextSignificant();
    for (; parentheses > 0 && scanner.isSymbol(token, ")"); token = scanner.nextSignificant()) {
        --parentheses;
    }
    const bool ends =
        token.kind == TokenKind::End || scanner.is(token, "into") || scanner.is(token, "using");
    return parentheses == 0 && ends ? literal : Range();
}

} // namespace

bool BodySql::parse(const std::string& buffer, uint32_t base, RawError& error, RawMode mode) {
    ParserSession session;
    return session.parse(buffer, base, text_, arena_, depth_, statements, error, mode);
}

void BodySql::read(Range range, std::string_view sql) {
    std::string buffer;
    const auto attempt = [&](Range piece, bool keep, RawError& error) {
        const size_t before = statements.size();
        buffer = sql.substr(piece.begin - range.begin, piece.size());
        const bool sound = parse(buffer, piece.begin, error, RawMode::Statements);
        statements.resize(keep ? statements.size() : before);
        return sound;
    };
    RawError error;
    if (!attempt(range, true, error)) {
        readBroken(text_, range, SlipPlace::Body, attempt, arena_, errors);
    }
}

void BodySql::body(Range range) {
    RawError ignored;
    if (parse(std::string(text_.at(range)), range.begin, ignored, RawMode::Statements)) {
        return;
    }
    const auto one = [&](Range statement) { read(placed(statement), text_.at(placed(statement))); };
    Splitter splitter(text_.bytes, local(range).end);
    Scanner scanner(text_.bytes, local(range));
    for (Token token = scanner.nextSignificant(); token.kind != TokenKind::End;
         token = scanner.nextSignificant()) {
        if (!scanner.isSymbol(token, ";") || !splitter.endsAt(token)) {
            splitter.see(token);
        } else if (!splitter.empty()) {
            one(splitter.range());
            splitter.reset();
        }
    }
    if (!splitter.empty()) {
        one(splitter.range());
    }
}

void BodySql::statement(Range range) {
    range = trimmedIn(text_, range);
    if (!range.empty()) {
        read(range, withoutTargets(range));
    }
}

void BodySql::expression(Range range) {
    range = trimmedIn(text_, range);
    if (range.empty()) {
        return;
    }
    const size_t before = statements.size();
    RawError error;
    if (!parse(std::string(text_.at(range)), range.begin, error, RawMode::Expression)) {
        const Range token = tokenAt(text_.bytes, error.offset - text_.base);
        errors.push_back(describedError(text_, range, placed(token), error, {}, arena_));
    } else if (statements.size() > before && !holdsQuery(*statements.back())) {
        statements.resize(before);
    }
}

bool BodySql::executed(Range range) {
    const Range literal = executedLiteral(text_.bytes, local(range));
    if (literal.empty() || depth_ >= maxBodyDepth) {
        return false;
    }
    const auto quoted = quotedText(text_, placed(literal));
    if (!quoted) {
        return false;
    }
    BodySql inner({quoted->bytes, quoted->range.begin}, arena_, depth_ + 1);
    inner.body(quoted->range);
    coverQuotes(text_, quoted->range, inner.statements);
    statements.insert(statements.end(), inner.statements.begin(), inner.statements.end());
    errors.insert(errors.end(), inner.errors.begin(), inner.errors.end());
    return inner.errors.empty();
}

/// The text of a statement as PL/pgSQL hands it on (make_execsql_stmt, src/pl/plpgsql/src/
/// pl_gram.y), with equal length.
std::string BodySql::withoutTargets(Range range) const {
    std::string result(text_.at(range));
    Scanner scanner(text_.bytes, local(range));
    Token token = scanner.nextSignificant();
    const bool performs = scanner.is(token, "perform");
    if (performs) {
        result.replace(0, token.range.size(), "SELECT ");
    }
    if (performs || scanner.is(token, "import") || scanner.is(token, "call") ||
        scanner.is(token, "do")) {
        return result;
    }
    Token previous;
    for (; token.kind != TokenKind::End; previous = token, token = scanner.nextSignificant()) {
        if (!scanner.is(token, "into") || scanner.is(previous, "insert") ||
            scanner.is(previous, "merge")) {
            continue;
        }
        const uint32_t end = targetsEnd(scanner, token.range.end);
        const uint32_t begin = local(range).begin;
        std::fill(result.begin() + (token.range.begin - begin), result.begin() + (end - begin),
                  ' ');
        scanner.seek(end);
    }
    return result;
}

} // namespace ironlaw
