// The pass behind prepare(): reads a section token by token and notes what has to change. Its parts
// are spread over preparation-*.cpp; nobody else needs this header.
#pragma once

#include "grammar/arena.h"
#include "grammar/edits.h"
#include "grammar/placeholder.h"
#include "grammar/preparation.h"
#include "grammar/scanner.h"
#include "grammar/splitter.h"

#include <optional>
#include <string_view>
#include <vector>

namespace ironlaw {

/// Reads `section` of `text` once, from its first to its last byte.
class Preparer {
public:
    Preparer(std::string_view text, Range section, const PrepareOptions& options, Arena& arena)
        : text_(text), end_(section.end), options_(options), arena_(arena), scanner_(text, section),
          statement_(text, section.end) {}

    /// Fills all of `result` but its text, which results from edits().
    void run(PreparedText& result);
    const Edits& edits() const { return edits_; }

private:
    using Problem = TextProblem::Kind;

    /// Each unterminated quote costs a look at the rest of the section; past this many the text is
    /// no SQL, and its last quote is taken to run to the end.
    static constexpr size_t maxRecoveries = 20;

    void read(const Token& token);
    void readQuoted(const Token& token);
    void readCode(const Token& token);
    void readComment(const Token& token);
    void readDollarString(const Token& token);
    void endStatement();
    void semicolon(const Token& token);

    // preparation-psql.cpp
    void readBackslash(const Token& token);
    void readColon(const Token& token);
    void copyDataBehind(uint32_t offset);
    Range copyDataFrom(uint32_t line);

    // preparation-placeholder.cpp
    bool readPlaceholder(const Token& token);
    bool readQuotedTag(const Token& token);
    void placeholder(const Placeholder& found);
    void value(Range range, bool otherDialect);
    void branch(const Placeholder& tag);
    void bodyPlaceholders(Range body, int depth);
    void literalPlaceholders(const Token& token, uint32_t end, Scanner& scanner);
    bool endsLine(uint32_t offset) const;
    bool standsAlone(Range range) const;

    // preparation-recovery.cpp
    bool recovers() { return recoveries_++ < maxRecoveries; }
    void problem(Problem kind, Range range) { result_->problems.push_back({kind, range}); }
    std::optional<uint32_t> endedStatementLine(Range range) const;
    void unterminatedComment(const Token& token);
    bool swallowsNextBody(const Token& token) const;
    Range openingTag(Range literal) const;
    void unterminatedDollarString(const Token& token);
    bool swallowsStatement(Range literal) const;
    bool touchesLast(const Token& token) const;
    void unterminatedQuote(const Token& token);
    void openQuote(const Token& token);
    std::optional<uint32_t> quoteThatSwallows(uint32_t before) const;
    void rewind();
    uint32_t trimmedEnd(Range range) const;

    std::string_view text_;
    uint32_t end_;
    const PrepareOptions& options_;
    Arena& arena_;
    Scanner scanner_;
    Splitter statement_;
    Edits edits_;
    PreparedText* result_ = nullptr;
    Range copyData_;                     ///< lines that the pass jumps over when it reaches them
    std::string_view lineMarker_;        ///< the placeholder that stood before the statement
    std::vector<uint32_t> brokenQuotes_; ///< quotes that were found to have no end
    size_t recoveries_ = 0;
    uint32_t escapesEnd_ = 0;      ///< the end of a line whose backslashes an open E'… has escaped
    bool strayApostrophe_ = false; ///< a literal of the statement ended within a word
    bool noCopyEnd_ = false;       ///< no `\.` stands in the rest of the section
    bool noBranchEnd_ = false;     ///< a condition without an end was found
};

} // namespace ironlaw
