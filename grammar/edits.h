// Changes to a text that keep its length. Nothing is copied before they are applied, and a file
// that needs none is never copied.
#pragma once

#include "grammar/arena.h"
#include "grammar/range.h"

#include <string_view>
#include <vector>

namespace ironlaw {

/// Edits in ascending order that do not overlap.
class Edits {
public:
    /// Replaces `range` by blanks; line ends stay.
    void blank(Range range) { edits_.push_back({range, {}}); }
    /// Replaces `range` by `text` of the same length, which has to live until apply().
    void replace(Range range, std::string_view text) { edits_.push_back({range, text}); }
    /// Forgets the edits that start at `offset` or later.
    void undoFrom(uint32_t offset);
    bool empty() const { return edits_.empty(); }
    /// Writes the edits into `text`.
    void applyTo(char* text) const;

private:
    struct Edit {
        Range range;
        std::string_view text; ///< empty for blanks
    };
    std::vector<Edit> edits_;
};

/// Writes blanks over `range` of `text`, except over line ends.
void blankOut(char* text, Range range);

} // namespace ironlaw
