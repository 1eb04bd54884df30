// Reading a fixture's notation: header lines, files, expectations.
#include "tests/rules/fixture.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <optional>

namespace ironlaw::fixtures {

namespace {

using Kind = Expectation::Kind;
using llvm::StringRef;

/// Reads a fixture line by line.
class Parser {
public:
    explicit Parser(Fixture& fixture) : fixture_(fixture) {}

    void parse(StringRef text) {
        Part part{"0001_fixture.up.sql", "", 1};
        bool named = false;
        while (!text.empty()) {
            auto [line, rest] = text.split('\n');
            bool ended = line.size() < text.size();
            text = rest;
            ++line_;
            StringRef file = line;
            if (file.consume_front("-- file:")) {
                keep(part, named);
                part = begin(file.trim());
                named = true;
                continue;
            }
            // In a file such lines may be graphile-migrate's: "--! Previous: -".
            if (!named || line.contains(" = ")) {
                header(line);
            }
            part.text += expectations(line).str() + (ended ? "\n" : "");
        }
        keep(part, named || fixture_.parts.empty());
    }

private:
    void mistake(std::string_view what) {
        fixture_.mistakes.push_back(fmt::format("{}: {}", fixture_.at(line_), what));
    }

    /// What stands above the first "-- file:" is no file.
    void keep(Part& part, bool isFile) {
        if (isFile) {
            replaceNulSigns(part.text);
            fixture_.parts.push_back(std::move(part));
        } else if (hasSql(part.text)) {
            mistake("SQL above the first \"-- file:\"");
        }
    }
    /// People can read and edit the sign; the byte would make a fixture or manual a binary file.
    static void replaceNulSigns(std::string& text) {
        constexpr std::string_view sign = "␀";
        for (size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at)) {
            text.replace(at, sign.size(), 1, '\0');
        }
    }
    static bool hasSql(StringRef text) {
        while (!text.empty()) {
            auto [line, rest] = text.split('\n');
            text = rest;
            if (!line.trim().empty() && !line.trim().starts_with("--")) {
                return true;
            }
        }
        return false;
    }

    Part begin(StringRef name) {
        Part part{"", "", line_ + 1};
        part.name = name.trim().str();
        bool known =
            std::ranges::find(fixture_.parts, part.name, &Part::name) != fixture_.parts.end();
        if (part.name.empty() || known) {
            mistake("\"-- file:\" needs a name of its own");
        }
        return part;
    }

    void header(StringRef line) {
        if (!line.consume_front("--!")) {
            headerEnded_ = headerEnded_ || !line.trim().empty();
            return;
        }
        if (headerEnded_) {
            mistake("\"--!\" below the header");
            return;
        }
        StringRef entry = line.trim();
        inSection_ = inSection_ || entry.starts_with("[");
        const auto [key, value] = entry.split('=');
        if (!inSection_ && key.trim() == "diff") {
            fixture_.diff = value.trim().trim('"').str();
            return;
        }
        fixture_.selects |= !inSection_ && key.trim() == "select";
        fixture_.config += entry.str() + "\n";
    }

    /// Reads the expectations at the line's end; the line without them.
    StringRef expectations(StringRef line) {
        size_t begin = line.find("-- expect");
        if (begin == StringRef::npos) {
            return line;
        }
        StringRef rest = line.substr(begin);
        while (!rest.empty()) {
            StringRef whole = rest;
            if (!expectation(rest)) {
                mistake(fmt::format("not understood: {}", whole.rtrim().str()));
                break;
            }
            rest = rest.ltrim();
        }
        bool carriage = line.ends_with("\r");
        StringRef kept = line.substr(0, begin).rtrim();
        // The line ending has to stay what it was; lines are compared, columns are not.
        return carriage ? keepAlive(kept.str() + "\r") : kept;
    }
    StringRef keepAlive(std::string text) {
        kept_ = std::move(text);
        return kept_;
    }

    /// Takes one expectation from the front of `rest`.
    bool expectation(StringRef& rest) {
        if (!rest.consume_front("-- expect")) {
            return false;
        }
        if (rest.consume_front("-nothing")) {
            fixture_.expectsNothing = true;
            return rest.empty() || StringRef(" \t\r").contains(rest.front());
        }
        Expectation result{Kind::Diagnostic, line_, "", ""};
        if (rest.consume_front("-note")) {
            result.kind = Kind::Note;
        } else if (rest.consume_front("-help")) {
            result.kind = Kind::Help;
        }
        uint32_t below = 0;
        if (rest.consume_front("@+") && rest.consumeInteger(10, below)) {
            return false;
        }
        result.line += below;
        if (!rest.consume_front(":")) {
            return false;
        }
        rest = rest.ltrim();
        if (result.kind == Kind::Diagnostic) {
            result.rule = rest.take_until([](char c) { return c == ' ' || c == '"'; }).str();
            rest = rest.drop_front(result.rule.size()).ltrim();
            if (result.rule.empty()) {
                return false;
            }
        }
        std::optional<std::string> part = quoted(rest);
        if (!part) {
            return false;
        }
        result.part = std::move(*part);
        fixture_.expectations.push_back(std::move(result));
        return true;
    }

    /// A part of a message in double quotes; \" and \\ stand for the characters themselves. An
    /// empty one would accept any message.
    static std::optional<std::string> quoted(StringRef& rest) {
        if (!rest.consume_front("\"")) {
            return std::nullopt;
        }
        std::string result;
        while (!rest.empty() && rest.front() != '"') {
            rest.consume_front("\\");
            result += rest.take_front();
            rest = rest.substr(1);
        }
        bool good = rest.consume_front("\"") && !result.empty();
        return good ? std::optional(std::move(result)) : std::nullopt;
    }

    Fixture& fixture_;
    uint32_t line_ = 0;
    bool headerEnded_ = false;
    bool inSection_ = false;
    std::string kept_;
};

} // namespace

bool Fixture::expects(std::string_view rule) const {
    return std::ranges::find(expectations, rule, &Expectation::rule) != expectations.end();
}

std::string Fixture::at(uint32_t line) const {
    return fmt::format("{}:{}", path, firstLine + line - 1);
}

Fixture parseFixture(std::string path, std::string_view text, uint32_t firstLine) {
    Fixture fixture;
    fixture.path = std::move(path);
    fixture.firstLine = firstLine;
    Parser(fixture).parse(text);
    if (fixture.expectsNothing && !fixture.expectations.empty()) {
        fixture.mistakes.push_back(fixture.path + ": expects something and nothing");
    }
    return fixture;
}

} // namespace ironlaw::fixtures
