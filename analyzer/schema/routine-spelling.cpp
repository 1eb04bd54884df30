// Definitions of routines without what may be spelled in several ways: see spelling.h.
#include "analyzer/schema/spelling.h"

#include "grammar/scanner.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <array>
#include <vector>

namespace ironlaw {

namespace {

/// Words that begin a clause behind the arguments and the result (createfunc_opt_item in gram.y).
constexpr std::array<std::string_view, 19> clauseWords = {
    "language", "transform", "window",   "immutable", "stable", "volatile", "leakproof",
    "not",      "called",    "strict",   "external",  "cost",   "rows",     "security",
    "support",  "set",       "parallel", "as",        "return"};

/// Clauses that say what holds without them.
constexpr std::array<std::string_view, 5> defaultClauses = {
    "volatile", "not leakproof", "called on null input", "security invoker", "parallel unsafe"};

/// The contents of a string constant without white space, which means nothing in a body.
std::string bodyOf(llvm::StringRef text) {
    const bool dollars = text.starts_with("$");
    const size_t tag = dollars ? text.find('$', 1) + 1 : text.find('\'') + 1;
    const llvm::StringRef inner = text.drop_front(tag).drop_back(std::min(tag, text.size() - tag));
    std::string result;
    for (size_t i = 0; i < inner.size(); ++i) {
        const bool isEscaped = !dollars && inner.substr(i).starts_with("''");
        i += isEscaped ? 1 : 0;
        if (!llvm::isSpace(inner[i])) {
            result += inner[i];
        }
    }
    return result;
}

class RoutineWriter {
public:
    explicit RoutineWriter(std::string_view text) : text_(text), scanner_(text) {}

    std::string write() {
        cut();
        std::vector<std::string> clauses;
        for (size_t i = 0; i < begins_.size(); ++i) {
            const uint32_t end =
                i + 1 < begins_.size() ? begins_[i + 1] : static_cast<uint32_t>(text_.size());
            std::string one = clause({begins_[i], end});
            if (!one.empty() && !llvm::is_contained(defaultClauses, one)) {
                clauses.push_back(std::move(one));
            }
        }
        std::ranges::sort(clauses);
        const size_t head = begins_.empty() ? text_.size() : begins_.front();
        return withoutSpelling(text_.substr(0, head)) + "\n" + llvm::join(clauses, "\n");
    }

private:
    /// Finds where clauses begin. The body of BEGIN ATOMIC has none.
    void cut() {
        int depth = 0;
        bool negated = false;
        for (Token token = scanner_.nextSignificant(); token.kind != TokenKind::End;
             token = scanner_.nextSignificant()) {
            depth += scanner_.isSymbol(token, "(") ? 1 : 0;
            depth -= scanner_.isSymbol(token, ")") ? 1 : 0;
            if (depth > 0 || token.kind != TokenKind::Word) {
                continue;
            }
            if (scanner_.is(token, "begin")) {
                begins_.push_back(token.range.begin);
                return;
            }
            const auto isToken = [&](std::string_view word) { return scanner_.is(token, word); };
            if ((llvm::any_of(clauseWords, isToken) || returnsNull(token)) && !negated) {
                begins_.push_back(token.range.begin);
            }
            negated = scanner_.is(token, "not");
        }
    }

    /// RETURNS NULL ON NULL INPUT, which is no result type.
    bool returnsNull(const Token& token) {
        if (!scanner_.is(token, "returns")) {
            return false;
        }
        const uint32_t behind = scanner_.position();
        const bool result = scanner_.is(scanner_.nextSignificant(), "null");
        scanner_.seek(behind);
        return result;
    }

    std::string clause(Range range) const {
        Scanner scanner(text_, range);
        const Token first = scanner.nextSignificant();
        const Token second = scanner.nextSignificant();
        if (scanner.is(first, "as")) {
            return "as " + bodyOf(scanner.textOf(second));
        }
        std::string result = withoutSpelling(text_.substr(range.begin, range.size()));
        if (scanner.is(first, "language") || scanner.is(first, "set")) {
            llvm::erase_if(result, [](char c) { return c == '\'' || c == '"'; });
        }
        if (scanner.is(first, "language")) {
            return llvm::StringRef(result).lower();
        }
        if (scanner.is(first, "set")) { // SET name TO value, SET name = value
            const size_t to = result.find(" to ");
            return to == std::string::npos ? result : result.erase(to, 3);
        }
        return result == "returns null on null input" ? "strict"
               : result == "external"                 ? ""
                                                      : result;
    }

    std::string_view text_;
    Scanner scanner_;
    std::vector<uint32_t> begins_;
};

} // namespace

std::string withoutRoutineSpelling(std::string_view text) { return RoutineWriter(text).write(); }

} // namespace ironlaw
