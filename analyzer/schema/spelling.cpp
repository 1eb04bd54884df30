// See spelling.h.
#include "analyzer/schema/spelling.h"

#include "grammar/name.h"
#include "grammar/scanner.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <array>
#include <utility>
#include <vector>

namespace ironlaw {

namespace {

/// Other names of types (gram.y, and the aliases in pg_type).
constexpr std::array<std::pair<std::string_view, std::string_view>, 18> aliases = {{
    {"int", "integer"},
    {"int2", "smallint"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"bool", "boolean"},
    {"float", "double precision"},
    {"float8", "double precision"},
    {"float4", "real"},
    {"decimal", "numeric"},
    {"varchar", "character varying"},
    {"char", "character"},
    {"bpchar", "character"},
    {"varbit", "bit varying"},
    {"timestamptz", "timestamp with time zone"},
    {"timetz", "time with time zone"},
    {"procedure", "function"},
    {"like", "~~"},
    {"ilike", "~~*"},
}};

/// `x NOT IN (1, 2)` is printed as `x <> ALL (ARRAY[1, 2])`.
constexpr std::array<std::string_view, 5> listWords = {"in", "any", "some", "all", "array"};
constexpr std::array<std::string_view, 7> listSymbols = {"(", ")", ";", "[", "]", ",", "="};

class Writer {
public:
    explicit Writer(std::string_view text) : scanner_(text) {}

    std::string write() {
        for (Token token = scanner_.nextSignificant(); token.kind != TokenKind::End;
             token = scanner_.nextSignificant()) {
            add(token);
        }
        return llvm::join(words_, " ");
    }

private:
    void add(const Token& token) {
        const std::string_view text = scanner_.textOf(token);
        switch (token.kind) {
        case TokenKind::Word: word(foldedIdentifier(text)); break;
        case TokenKind::QuotedIdentifier: quoted(text); break;
        case TokenKind::DollarString: body(text); break;
        case TokenKind::Symbol:
        case TokenKind::Operator: symbol(text); break;
        default: put(std::string(text)); break;
        }
    }

    void put(std::string text) {
        words_.push_back(std::move(text));
        mayBeQualifier_ = false;
    }

    void word(std::string text) {
        if (llvm::is_contained(listWords, text)) {
            const bool isNegated = text == "in" && !words_.empty() && words_.back() == "not";
            if (isNegated) {
                words_.back() = "<>";
            }
            return;
        }
        for (const auto& [alias, name] : aliases) {
            if (text == alias) {
                text = name;
                break;
            }
        }
        put(std::move(text));
        mayBeQualifier_ = true;
    }

    void quoted(std::string_view text) {
        std::string name(text.substr(1, text.size() >= 2 ? text.size() - 2 : 0));
        put(needsQuotes(name) ? std::string(text) : std::move(name));
        mayBeQualifier_ = true;
    }

    /// Goes behind the type of a cast.
    void cast() {
        uint32_t end = scanner_.position();
        int depth = 0;
        for (Token token = scanner_.nextSignificant(); isOfType(token, depth);
             token = scanner_.nextSignificant()) {
            end = scanner_.position();
        }
        scanner_.seek(end);
    }

    /// `character varying(20)[]`, `"my"."type"`; a word that goes on the expression ends it.
    bool isOfType(const Token& token, int& depth) const {
        const std::string_view text = scanner_.textOf(token);
        const bool opens = text == "(" || text == "[";
        const bool closes = text == ")" || text == "]";
        if (opens || (closes && depth > 0)) {
            depth += opens ? 1 : -1;
            return true;
        }
        if (depth > 0) {
            return token.kind != TokenKind::End;
        }
        if (token.kind == TokenKind::Word) {
            constexpr std::array<std::string_view, 16> goesOn = {
                "and", "or",   "is",   "not",     "in",    "then",  "else",  "end",
                "as",  "when", "from", "collate", "where", "group", "order", "like"};
            return llvm::none_of(goesOn,
                                 [&](std::string_view one) { return scanner_.is(token, one); });
        }
        return token.kind == TokenKind::QuotedIdentifier || text == ".";
    }

    /// White space in a body means nothing, and its quotes may have any tag.
    void body(llvm::StringRef text) {
        const size_t tag = text.find('$', 1) + 1;
        std::string result = "$";
        llvm::copy_if(text.drop_front(tag).drop_back(std::min(tag, text.size() - tag)),
                      std::back_inserter(result), [](char c) { return !llvm::isSpace(c); });
        put(std::move(result));
    }

    void symbol(std::string_view text) {
        if (text == "." && mayBeQualifier_ && !words_.empty()) {
            words_.pop_back();
            return;
        }
        if (text == "::") {
            cast();
        } else if (!llvm::is_contained(listSymbols, text)) {
            put(text == "!=" ? "<>" : std::string(text));
        }
        mayBeQualifier_ = false;
    }

    Scanner scanner_;
    std::vector<std::string> words_;
    bool mayBeQualifier_ = false;
};

} // namespace

std::string withoutSpelling(std::string_view text) { return Writer(text).write(); }

std::string oneLine(std::string_view text) {
    std::string line;
    bool quoted = false;
    for (const char c : text) { // white space outside of quotes means nothing
        quoted ^= c == '\'';
        const bool blank = llvm::isSpace(c) && !quoted;
        if (!blank || (!line.empty() && line.back() != ' ')) {
            line += blank ? ' ' : c;
        }
    }
    return line;
}

} // namespace ironlaw
