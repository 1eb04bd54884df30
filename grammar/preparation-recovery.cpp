// Quotes and comments without an end. What they swallow is mostly sound SQL, so the opening is
// taken for a mistake and reading goes on behind it, or at the next line that plainly starts a
// statement.
#include "grammar/bytes.h"
#include "grammar/preparer.h"
#include "grammar/psql.h"
#include "grammar/statement-start.h"

#include <algorithm>

namespace ironlaw {

namespace {

template <typename T, typename Begin>
void dropFrom(std::vector<T>& values, uint32_t offset, Begin begin) {
    while (!values.empty() && begin(values.back()) >= offset) {
        values.pop_back();
    }
}

} // namespace

uint32_t Preparer::trimmedEnd(Range range) const {
    while (!range.empty() && isBlankOrLineEnd(text_[range.end - 1])) {
        --range.end;
    }
    return range.end;
}

/// The first line, other than the one that `range` begins in, that starts a statement whose
/// semicolon stands at the end of a line, before any blank line. Prose has its own "create table".
std::optional<uint32_t> Preparer::endedStatementLine(Range range) const {
    std::optional<uint32_t> start;
    for (uint32_t line = nextLine(text_, range.begin, range.end); line < range.end;) {
        const uint32_t next = nextLine(text_, line, range.end);
        const uint32_t end = trimmedEnd({line, next});
        if (end == line) {
            start.reset();
        } else if (!start && statementStartAt(text_, line, range.end) >= StartStrength::Data) {
            start = line;
        }
        if (start && text_[end - 1] == ';') {
            return start;
        }
        line = next;
    }
    return std::nullopt;
}

void Preparer::unterminatedComment(const Token& token) {
    const uint32_t begin = token.range.begin;
    const uint32_t stop =
        std::min(nextStatementLine(text_, token.range, StartStrength::AfterEnd).value_or(end_),
                 endedStatementLine(token.range).value_or(end_));
    problem(Problem::UnterminatedComment, {begin, begin + 2});
    const Range range{begin, trimmedEnd({begin, stop})};
    result_->comments.push_back({range, false});
    edits_.blank(range);
    endStatement();
    scanner_.seek(stop);
}

/// Whether the string ends where the next routine's body begins (`… AS $$`): its own end is
/// missing.
bool Preparer::swallowsNextBody(const Token& token) const {
    const std::string_view written = text_.substr(token.range.begin, token.range.size());
    const auto tag = static_cast<uint32_t>(written.find('$', 1) + 1);
    const uint32_t end = token.range.end - tag;
    const uint32_t word = trimmedEnd({token.range.begin + tag, end});
    if (word == end || word < token.range.begin + tag + 3) {
        return false;
    }
    Scanner scanner(text_, {word - 2, word});
    const Token last = scanner.next();
    return isBlankOrLineEnd(text_[word - 3]) &&
           (scanner.is(last, "as") || scanner.is(last, "do")) &&
           nextStatementLine(text_, token.range, StartStrength::Always).has_value();
}

/// The `$tag$` that a dollar string begins with.
Range Preparer::openingTag(Range literal) const {
    const size_t end = text_.find('$', literal.begin + 1);
    return {literal.begin, static_cast<uint32_t>(end + 1)};
}

void Preparer::unterminatedDollarString(const Token& token) {
    const uint32_t begin = token.range.begin;
    const Range tag = openingTag(token.range);
    problem(Problem::UnterminatedDollarString, tag);
    edits_.blank(tag);
    // Bodies hold queries and data changes of their own.
    const uint32_t stop =
        nextStatementLine(text_, {begin, end_}, StartStrength::Always).value_or(end_);
    const Range range{begin, trimmedEnd({begin, stop})};
    Scanner body(text_, {tag.end, range.end});
    for (Token inner = body.next(); inner.kind != TokenKind::End; inner = body.next()) {
        if (inner.kind == TokenKind::LineComment || inner.kind == TokenKind::BlockComment) {
            readComment({inner.kind, false, inner.range});
        } else if (inner.kind == TokenKind::DollarString && inner.unterminated && recovers()) {
            const Range again = openingTag(inner.range);
            problem(Problem::UnterminatedDollarString, again);
            edits_.blank(again);
            body.seek(again.end);
        }
    }
    statement_.see({TokenKind::DollarString, true, range});
    endStatement();
    scanner_.seek(stop);
}

void Preparer::unterminatedQuote(const Token& token) {
    if (const auto culprit = quoteThatSwallows(token.range.begin)) {
        brokenQuotes_.push_back(*culprit);
        rewind();
    } else {
        openQuote(token);
    }
}

/// Whether a literal holds lines that plainly start a statement.
bool Preparer::swallowsStatement(Range literal) const {
    return nextStatementLine(text_, literal, StartStrength::AfterEnd).has_value();
}

/// Whether what belongs into a literal stands right behind one: 'it's', or the text of the literal
/// whose opening quote ended the one before.
bool Preparer::touchesLast(const Token& token) const {
    return token.range.begin == statement_.last().range.end &&
           (token.kind == TokenKind::Word || token.kind == TokenKind::Number ||
            token.kind == TokenKind::Unknown);
}

/// The last quote of a text is open when one is missing anywhere before it. The first literal of
/// the statement that holds the start of another statement is the likelier place.
std::optional<uint32_t> Preparer::quoteThatSwallows(uint32_t before) const {
    if (statement_.empty()) {
        return std::nullopt;
    }
    uint32_t begin = statement_.range().begin;
    for (const uint32_t broken : brokenQuotes_) {
        begin = std::max(begin, broken + 1);
    }
    Scanner scanner(text_, {begin, std::max(begin, before)});
    for (Token token = scanner.next(); token.kind != TokenKind::End; token = scanner.next()) {
        const bool quoted =
            token.kind == TokenKind::String || token.kind == TokenKind::QuotedIdentifier;
        if (quoted && swallowsStatement(token.range)) {
            return token.range.begin;
        }
    }
    return std::nullopt;
}

void Preparer::openQuote(const Token& token) {
    const bool name = token.kind == TokenKind::QuotedIdentifier;
    uint32_t behind = token.range.begin;
    while (text_[behind] != (name ? '"' : '\'')) {
        ++behind;
    }
    ++behind;
    const Range opening{token.range.begin, behind};
    problem(name ? Problem::UnterminatedQuotedName : Problem::UnterminatedString, opening);
    edits_.blank(opening);
    scanner_.seek(behind);
    if (!name && loweredByte(text_[token.range.begin]) == 'e') {
        escapesEnd_ = behind;
        while (escapesEnd_ < end_ && !isLineEnd(text_[escapesEnd_])) {
            ++escapesEnd_;
        }
    }
}

/// Reads the open statement again from its first token.
void Preparer::rewind() {
    const uint32_t begin = statement_.range().begin;
    const auto rangeBegin = [](Range range) { return range.begin; };
    dropFrom(result_->comments, begin, [](const Comment& comment) { return comment.range.begin; });
    dropFrom(result_->problems, begin, [](const TextProblem& found) { return found.range.begin; });
    dropFrom(result_->commands, begin, rangeBegin);
    dropFrom(result_->copyData, begin, rangeBegin);
    dropFrom(result_->joints, begin, [](uint32_t offset) { return offset; });
    dropFrom(result_->placeholders, begin, rangeBegin);
    edits_.undoFrom(begin);
    copyData_ = {};
    strayApostrophe_ = false;
    statement_.reset();
    scanner_.seek(begin);
}

} // namespace ironlaw
