// The placeholders' part of the preparation: finds what may stand in for each, by its place.
#include "grammar/bytes.h"
#include "grammar/preparer.h"
#include "grammar/psql.h"
#include "grammar/statement-start.h"

namespace ironlaw {

bool Preparer::readPlaceholder(const Token& token) {
    // Most tokens are words, and few words end with a dollar sign.
    if (token.kind == TokenKind::Word && text_[token.range.end - 1] != '$') {
        return false;
    }
    const auto start = placeholderStart(text_, token, end_);
    const auto found = start ? placeholderAt(text_, *start, end_) : std::nullopt;
    if (!found) {
        return false;
    }
    if (*start > token.range.begin) {
        statement_.see({token.kind, false, {token.range.begin, *start}});
    }
    scanner_.seek(found->range.end);
    placeholder(*found);
    return true;
}

bool Preparer::readQuotedTag(const Token& token) {
    const auto range = quotedTag(text_, token.range, end_);
    if (!range) {
        return false;
    }
    result_->placeholders.push_back(*range);
    const std::string_view name =
        standIn(text_, {range->begin + 1, range->end - 1}, Slot::Name, arena_);
    edits_.replace({range->begin + 1, range->end - 1}, name);
    scanner_.seek(range->end);
    statement_.see({token.kind, false, *range});
    return true;
}

void Preparer::placeholder(const Placeholder& found) {
    result_->placeholders.push_back(found.range);
    if (found.kind == Placeholder::Kind::Value) {
        value(found.range, found.otherDialect);
        return;
    }
    edits_.blank(found.range);
    branch(found);
}

void Preparer::branch(const Placeholder& tag) {
    const bool skips = tag.kind == Placeholder::Kind::Alternative ||
                       (tag.kind == Placeholder::Kind::Opening && tag.otherDialect);
    if (!skips || noBranchEnd_) {
        return;
    }
    const uint32_t begin = tag.range.end;
    const auto stop = branchEnd(text_, {begin, end_}, tag.kind == Placeholder::Kind::Opening);
    if (!stop) {
        noBranchEnd_ = true;
        return;
    }
    result_->placeholders.back().end = stop->range.end;
    edits_.blank({begin, stop->range.end});
    scanner_.seek(stop->range.end);
}

void Preparer::value(Range range, bool otherDialect) {
    const std::string_view written = text_.substr(range.begin, range.size());
    if (statement_.empty()) {
        // No statement starts with a name: it stands for nothing, for a comment mark or for
        // statements of its own.
        lineMarker_ = written;
        if (otherDialect) {
            const uint32_t line = nextLine(text_, range.end, end_);
            result_->placeholders.back().end = line;
            edits_.blank({range.begin, line});
            scanner_.seek(line);
            return;
        }
        edits_.blank(range);
        return;
    }
    if ((written == lineMarker_ && indentation(text_, range.begin)) || standsAlone(range)) {
        edits_.blank(range);
        return;
    }
    const Token& last = statement_.last();
    const bool glued = last.range.end == range.begin && last.kind == TokenKind::Word;
    const Slot slot = glued ? Slot::Name : slotBehind(text_, statement_);
    edits_.replace(range, standIn(text_, range, slot, arena_));
    // A number is followed by blanks, which belong to no token.
    const uint32_t behind = slot == Slot::Number ? range.begin + 1 : range.end;
    statement_.see({TokenKind::Word, false, {range.begin, behind}});
}

bool Preparer::endsLine(uint32_t offset) const {
    while (offset < end_ && isBlank(text_[offset])) {
        ++offset;
    }
    return offset == end_ || text_[offset] == '\n' || text_[offset] == '\r';
}

/// CREATE TABLE … (…) ${options}; has no place for a name.
bool Preparer::standsAlone(Range range) const {
    if (statement_.insideParentheses() || text_[statement_.last().range.begin] != ')' ||
        !scanner_.is(statement_.first(), "create")) {
        return false;
    }
    Scanner ahead(text_, {range.end, end_});
    return ahead.isSymbol(ahead.next(), ";");
}

/// Tools replace their placeholders in function bodies, too.
void Preparer::bodyPlaceholders(Range body, int depth) {
    constexpr int deepest = 3;
    const std::string_view written = text_.substr(body.begin, body.size());
    if (depth == deepest || (written.find("${") == std::string_view::npos &&
                             written.find("{{") == std::string_view::npos)) {
        return;
    }
    const auto tag = static_cast<uint32_t>(written.find('$', 1) + 1);
    Scanner scanner(text_, {body.begin + tag, body.end - tag});
    for (Token token = scanner.next(); token.kind != TokenKind::End; token = scanner.next()) {
        if (token.kind == TokenKind::DollarString) {
            bodyPlaceholders(token.unterminated ? Range{} : token.range, depth + 1);
            continue;
        }
        if (token.kind == TokenKind::String || token.kind == TokenKind::QuotedIdentifier) {
            literalPlaceholders(token, body.end - tag, scanner);
            continue;
        }
        const bool candidate = token.kind == TokenKind::Word || token.kind == TokenKind::Unknown;
        const auto start = candidate ? placeholderStart(text_, token, body.end) : std::nullopt;
        const auto found = start ? placeholderAt(text_, *start, body.end - tag) : std::nullopt;
        if (!found) {
            continue;
        }
        const Range range = found->range;
        result_->placeholders.push_back(range);
        scanner.seek(range.end);
        const bool marksLine =
            indentation(text_, range.begin) && (isBlank(text_[range.end]) || endsLine(range.end));
        if (found->kind != Placeholder::Kind::Value || marksLine) {
            edits_.blank(range);
        } else {
            edits_.replace(range, standIn(text_, range, Slot::Name, arena_));
        }
    }
}

/// The placeholders in a string or quoted name of a body. Their own quotes are none of its quotes.
void Preparer::literalPlaceholders(const Token& token, uint32_t end, Scanner& scanner) {
    if (const auto whole = quotedTag(text_, token.range, end)) {
        result_->placeholders.push_back(*whole);
        const Range inside{whole->begin + 1, whole->end - 1};
        edits_.replace(inside, standIn(text_, inside, Slot::Name, arena_));
        scanner.seek(whole->end);
        return;
    }
    for (const std::string_view sign : {"${", "{{"}) {
        const size_t at = text_.substr(token.range.begin, token.range.size()).find(sign);
        if (at != std::string_view::npos) {
            result_->placeholders.push_back(token.range);
            return;
        }
    }
}

} // namespace ironlaw
