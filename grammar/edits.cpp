// Length-preserving edits of a prepared text.
#include "grammar/edits.h"

#include "grammar/bytes.h"

namespace ironlaw {

void blankOut(char* text, Range range) {
    for (uint32_t offset = range.begin; offset < range.end; ++offset) {
        if (!isLineEnd(text[offset])) {
            text[offset] = ' ';
        }
    }
}

void Edits::undoFrom(uint32_t offset) {
    while (!edits_.empty() && edits_.back().range.begin >= offset) {
        edits_.pop_back();
    }
}

void Edits::applyTo(char* text) const {
    for (const Edit& edit : edits_) {
        if (edit.text.empty()) {
            blankOut(text, edit.range);
        } else {
            std::memcpy(text + edit.range.begin, edit.text.data(), edit.text.size());
        }
    }
}

} // namespace ironlaw
