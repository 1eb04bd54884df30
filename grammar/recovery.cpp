// See recovery.h.
#include "grammar/recovery.h"

#include "grammar/scanner.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// How far a look behind a missing semicolon goes at first: the next one is mostly missing as well.
constexpr uint32_t window = 8 * 1024;

/// How often that is not far enough and the whole rest is looked at; bounds the cost of text that
/// is no SQL.
constexpr int maxWholeLooks = 64;

class BrokenReader {
public:
    BrokenReader(PlacedText text, SlipPlace place, ParseAttempt parse, Arena& arena,
                 std::vector<SyntaxError>& errors)
        : text_(text), place_(place), parse_(parse), arena_(arena), errors_(errors) {}

    Range read(Range rest) {
        uint32_t reach = rest.size();
        int wholeLooks = 0;
        while (!rest.empty()) {
            const Range piece{rest.begin, rest.begin + std::min(reach, rest.size())};
            const bool cut = piece.end < rest.end;
            RawError error;
            const bool sound = parse_(piece, !cut, error);
            if (sound && !cut) {
                return rest;
            }
            const Slip slip = sound || isAtCut(piece, cut, error) ? Slip() : slipIn(piece, error);
            const uint32_t restart = slip.restart + text_.base;
            if (slip.restart != 0 && restart > rest.begin && restart < rest.end) {
                missingSemicolon({rest.begin, restart}, error, slip);
                rest.begin = restart;
                reach = window;
            } else if (cut && wholeLooks++ < maxWholeLooks) {
                reach = rest.size();
            } else {
                errors_.push_back(
                    describedError(text_, rest, tokenAtOffset(error.offset), error, slip, arena_));
                return {};
            }
        }
        return {};
    }

private:
    Range local(Range range) const { return {range.begin - text_.base, range.end - text_.base}; }

    Range tokenAtOffset(uint32_t offset) const {
        const Range token = tokenAt(text_.bytes, offset - text_.base);
        return {token.begin + text_.base, token.end + text_.base};
    }

    /// Whether the piece is refused for where it was cut.
    static bool isAtCut(Range piece, bool cut, const RawError& error) {
        return cut && (error.offset >= piece.end || error.message.starts_with("unterminated"));
    }

    Slip slipIn(Range piece, const RawError& error) const {
        return recogniseSlip(text_.bytes, local(piece), error.offset - text_.base, place_);
    }

    /// What stands in front of it is often a whole statement.
    void missingSemicolon(Range before, const RawError& error, const Slip& slip) {
        before = trimmedIn(text_, before);
        RawError ignored;
        const bool whole = parse_(before, true, ignored);
        const Range last{before.end - 1, before.end};
        errors_.push_back(describedError(text_, before, whole ? last : tokenAtOffset(error.offset),
                                         error, slip, arena_));
    }

    PlacedText text_;
    SlipPlace place_;
    ParseAttempt parse_;
    Arena& arena_;
    std::vector<SyntaxError>& errors_;
};

} // namespace

Range readBroken(PlacedText text, Range statement, SlipPlace place, ParseAttempt parse,
                 Arena& arena, std::vector<SyntaxError>& errors) {
    return BrokenReader(text, place, parse, arena, errors).read(statement);
}

} // namespace ironlaw
