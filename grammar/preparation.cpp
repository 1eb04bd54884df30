// One pass over the tokens of a section. What is not SQL is noted as an edit and written over at
// the end; the pass itself always reads the file's own bytes.
#include "grammar/preparation.h"

#include "grammar/bytes.h"
#include "grammar/encoding.h"
#include "grammar/preparer.h"
#include "grammar/scanner.h"
#include "grammar/splitter.h"
#include "grammar/statement-start.h"

#include <algorithm>

namespace ironlaw {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

/// A text that is copied when it is first written to.
class Writable {
public:
    Writable(std::string_view text, bool isCopy, Arena& arena)
        : text_(text), arena_(arena), bytes_(isCopy ? const_cast<char*>(text.data()) : nullptr) {}

    std::string_view text() const { return text_; }
    char* bytes() {
        if (bytes_ == nullptr) {
            text_ = arena_.copy(text_);
            bytes_ = const_cast<char*>(text_.data()); // the arena's memory, not the file's
        }
        return bytes_;
    }

private:
    std::string_view text_;
    Arena& arena_;
    char* bytes_; ///< null until the text is copied
};

bool startsWith(std::string_view text, uint32_t offset, std::string_view prefix) {
    return text.substr(offset, prefix.size()) == prefix;
}

/// Brings out the SQL behind `--` on each line and between a leading `/*` and its `*/`.
void uncomment(Writable& writable, Range section) {
    char* bytes = writable.bytes();
    const std::string_view text = writable.text();
    Range inner = section;
    while (!inner.empty() && isBlankOrLineEnd(text[inner.begin])) {
        ++inner.begin;
    }
    while (!inner.empty() && isBlankOrLineEnd(text[inner.end - 1])) {
        --inner.end;
    }
    if (inner.size() >= 4 && startsWith(text, inner.begin, "/*")) {
        blankOut(bytes, {inner.begin, inner.begin + 2});
        if (startsWith(text, inner.end - 2, "*/")) {
            blankOut(bytes, {inner.end - 2, inner.end});
        }
    }
    bool atLineStart = true;
    for (uint32_t at = section.begin; at < section.end; ++at) {
        if (text[at] == '\n') {
            atLineStart = true;
        } else if (atLineStart && !isBlankOrLineEnd(text[at])) {
            atLineStart = false;
            if (at + 2 <= section.end && startsWith(text, at, "--")) {
                blankOut(bytes, {at, at + 2});
            }
        }
    }
}

/// Whether the operator `sign` is a line drawn of signs: it begins its line, or neither the line
/// nor a statement has anything behind it that it could stand before.
bool isRuler(std::string_view text, Range sign, uint32_t end) {
    const std::string_view written = text.substr(sign.begin, sign.size());
    if (written.size() < 3 || written.find_first_not_of("=*#") != std::string_view::npos) {
        return false;
    }
    const size_t behind = text.find_first_not_of(" \t\r", sign.end);
    return behind >= end || text[behind] == '\n' || text[behind] == ';' ||
           indentation(text, sign.begin);
}

/// Where "Set it back:" ends at the start of a line, 0 if its words have no colon and blank behind
/// them: no statement begins so, whatever its verb.
uint32_t labelEnd(std::string_view text, uint32_t begin, uint32_t end) {
    uint32_t at = begin;
    while (at < end && (isNameByte(text[at]) || isBlank(text[at]))) {
        ++at;
    }
    const bool isLabel =
        at < end && text[at] == ':' && (at + 1 == end || isBlankOrLineEnd(text[at + 1]));
    return isLabel ? at + 1 : 0;
}

/// Writes over rulers, and over lines and ends of lines that start no statement where one has to
/// start, and the labels of such as do: among SQL that was commented out they are remarks. psql
/// commands and placeholders stay.
void blankRemarks(Writable& writable, Range section) {
    constexpr std::string_view noRemarks = "\\{$%@";
    const std::string_view text = writable.text();
    Scanner scanner(text, section);
    Splitter splitter(text, section.end);
    for (Token token = scanner.next(); token.kind != TokenKind::End; token = scanner.next()) {
        if (token.kind == TokenKind::LineComment || token.kind == TokenKind::BlockComment) {
            continue;
        }
        const uint32_t begin = token.range.begin;
        const bool starts = splitter.empty() && startsStatementPlainly(text, begin, section.end);
        const uint32_t label = starts ? labelEnd(text, begin, section.end) : 0;
        if (scanner.isSymbol(token, ";") && (splitter.empty() || splitter.endsAt(token))) {
            splitter.reset();
        } else if (label > 0) {
            blankOut(writable.bytes(), {begin, label});
            scanner.seek(label);
        } else if (splitter.empty() ? !starts
                                    : token.kind == TokenKind::Operator &&
                                          isRuler(text, token.range, section.end)) {
            // A ruler at the end of a statement's line leaves the semicolon behind it.
            const bool wholeLine = splitter.empty() || indentation(text, begin);
            const size_t end = wholeLine ? text.find('\n', begin) : token.range.end;
            const auto remarkEnd = static_cast<uint32_t>(std::min<size_t>(end, section.end));
            if (noRemarks.find(text[begin]) == std::string_view::npos) {
                blankOut(writable.bytes(), {begin, remarkEnd});
            }
            scanner.seek(remarkEnd);
        } else {
            splitter.see(token);
        }
    }
}

/// Writes over bytes that are no text, and reports the first runs of each kind. A name with bytes
/// that are not UTF-8 stays a name.
void replaceBadBytes(Writable& writable, Range section, std::vector<TextProblem>& problems) {
    size_t nuls = 0;
    size_t others = 0;
    BadBytes bad = nextBadBytes(writable.text(), section);
    while (!bad.range.empty()) {
        std::memset(writable.bytes() + bad.range.begin, bad.nul ? ' ' : '_', bad.range.size());
        if ((bad.nul ? nuls : others)++ < maxBadRuns) {
            problems.push_back(
                {bad.nul ? TextProblem::Kind::NulByte : TextProblem::Kind::InvalidUtf8, bad.range});
        }
        bad = nextBadBytes(writable.text(), {bad.range.end, section.end});
    }
}

} // namespace

void Preparer::run(PreparedText& result) {
    result_ = &result;
    for (Token token = scanner_.next(); token.kind != TokenKind::End; token = scanner_.next()) {
        if (!copyData_.empty() && token.range.begin >= copyData_.begin) {
            // A literal that begins on COPY's own line may have swallowed the data.
            const uint32_t behind = std::max(copyData_.end, token.range.begin);
            copyData_ = {};
            scanner_.seek(behind);
            continue;
        }
        read(token);
    }
    endStatement();
}

void Preparer::read(const Token& token) {
    switch (token.kind) {
    case TokenKind::LineComment:
    case TokenKind::BlockComment: readComment(token); break;
    case TokenKind::Backslash: readBackslash(token); break;
    case TokenKind::String:
    case TokenKind::QuotedIdentifier: readQuoted(token); break;
    case TokenKind::DollarString: readDollarString(token); break;
    default: readCode(token); break;
    }
}

void Preparer::readQuoted(const Token& token) {
    const auto broken = std::find(brokenQuotes_.begin(), brokenQuotes_.end(), token.range.begin);
    if (broken != brokenQuotes_.end()) {
        openQuote(token);
    } else if (options_.placeholders && readQuotedTag(token)) {
        return;
    } else if (strayApostrophe_ && swallowsStatement(token.range) && recovers()) {
        openQuote(token);
    } else if (token.unterminated && recovers()) {
        unterminatedQuote(token);
    } else {
        statement_.see(token);
    }
}

void Preparer::readDollarString(const Token& token) {
    if ((token.unterminated || swallowsNextBody(token)) && recovers()) {
        unterminatedDollarString(token);
        return;
    }
    if (options_.placeholders) {
        bodyPlaceholders(token.range, 0);
    }
    statement_.see(token);
}

void Preparer::readCode(const Token& token) {
    if (token.kind == TokenKind::Symbol && token.range.size() == 1) {
        const char symbol = text_[token.range.begin];
        if (symbol == ';') {
            semicolon(token);
            return;
        }
        if (symbol == ':' && (options_.psql || options_.placeholders)) {
            readColon(token);
            return;
        }
    } else if (options_.placeholders && readPlaceholder(token)) {
        return;
    }
    if (statement_.last().kind == TokenKind::String && touchesLast(token)) {
        if (swallowsStatement(statement_.last().range) && recovers()) {
            brokenQuotes_.push_back(statement_.last().range.begin);
            rewind();
            return;
        }
        strayApostrophe_ = true;
    }
    statement_.see(token);
}

void Preparer::readComment(const Token& token) {
    if (token.unterminated && recovers()) {
        unterminatedComment(token);
        return;
    }
    result_->comments.push_back({token.range, token.kind == TokenKind::LineComment});
}

void Preparer::endStatement() {
    if (!statement_.empty()) {
        result_->statements.push_back(statement_.range());
    }
    statement_.reset();
    strayApostrophe_ = false;
    lineMarker_ = {};
}

void Preparer::semicolon(const Token& token) {
    if (!statement_.endsAt(token)) {
        statement_.see(token);
        return;
    }
    const bool copies = options_.psql && statement_.copiesFromStdin();
    endStatement();
    if (copies) {
        copyDataBehind(token.range.end);
    }
}

PreparedText prepare(std::string_view bytes, Range section, const PrepareOptions& options,
                     Arena& arena) {
    Writable writable(bytes, options.isCopy, arena);
    if (isUtf16(bytes)) {
        blankOut(writable.bytes(), section);
        PreparedText nothing;
        nothing.text = writable.text();
        nothing.problems.push_back({TextProblem::Kind::Utf16, section});
        return nothing;
    }
    if (section.begin == 0 && bytes.starts_with(byteOrderMark) &&
        section.end >= byteOrderMark.size()) {
        section.begin = byteOrderMark.size();
        blankOut(writable.bytes(), {0, section.begin});
    }
    for (const Range one : options.unsent) {
        blankOut(writable.bytes(), one);
    }
    for (const uint32_t cut : options.cuts) {
        writable.bytes()[cut] = ';';
    }
    if (options.uncomment) {
        uncomment(writable, section);
    }
    if (options.remarks) {
        blankRemarks(writable, section);
    }
    PreparedText result;
    Preparer preparer(writable.text(), section, options, arena);
    preparer.run(result);
    if (!preparer.edits().empty()) {
        preparer.edits().applyTo(writable.bytes());
    }
    replaceBadBytes(writable, section, result.problems);
    result.text = writable.text();
    std::sort(result.problems.begin(), result.problems.end(),
              [](const TextProblem& a, const TextProblem& b) {
                  return a.range.begin != b.range.begin ? a.range.begin < b.range.begin
                                                        : a.kind < b.kind;
              });
    return result;
}

} // namespace ironlaw
