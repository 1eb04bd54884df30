// Counts lines and characters the way editors do: a byte order mark at the start of a text belongs
// to no column, a line ending to no line, and a byte that is not UTF-8 is one character.
#include "grammar/columns.h"

#include <llvm/Support/ConvertUTF.h>

#include <algorithm>
#include <cstring>

namespace ironlaw {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

/// Crosses ASCII eight bytes at a time: dumps have lines of many megabytes.
const char* skipAscii(const char* from, const char* end) {
    while (end - from >= 8) {
        uint64_t word = 0;
        std::memcpy(&word, from, sizeof word);
        if ((word & 0x8080808080808080) != 0) {
            break;
        }
        from += sizeof word;
    }
    while (from != end && static_cast<unsigned char>(*from) < 0x80) {
        ++from;
    }
    return from;
}

const char* find(const char* from, const char* end, char wanted) {
    const void* found = std::memchr(from, wanted, static_cast<size_t>(end - from));
    return found == nullptr ? end : static_cast<const char*>(found);
}

} // namespace

LineTable::LineTable(std::string_view text) : text_(text) {
    starts_.push_back(text.starts_with(byteOrderMark) ? byteOrderMark.size() : 0);
    if (text.empty()) {
        return;
    }
    const char* begin = text.data();
    const char* end = begin + text.size();
    const auto startsAt = [&](const char* at) {
        starts_.push_back(static_cast<uint32_t>(at - begin));
    };
    for (const char* from = begin; from != end;) {
        const char* feed = find(from, end, '\n');
        for (const char* at = find(from, feed, '\r'); at != feed; at = find(at + 1, feed, '\r')) {
            if (at + 1 != feed || feed == end) {
                startsAt(at + 1);
            }
        }
        if (feed == end) {
            break;
        }
        from = feed + 1;
        startsAt(from);
    }
}

uint32_t LineTable::lineOf(uint32_t offset) const {
    const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
    return next == starts_.begin() ? 1 : static_cast<uint32_t>(next - starts_.begin());
}

Range LineTable::line(uint32_t number) const {
    if (number == 0 || number > count()) {
        const auto size = static_cast<uint32_t>(text_.size());
        return {size, size};
    }
    const uint32_t begin = starts_[number - 1];
    uint32_t end = number == count() ? static_cast<uint32_t>(text_.size()) : starts_[number];
    if (number < count()) {
        --end;
        if (end > begin && text_[end] == '\n' && text_[end - 1] == '\r') {
            --end;
        }
    }
    return {begin, end};
}

Position LineTable::at(uint32_t offset) const {
    Position position;
    position.line = lineOf(offset);
    const Range bytes = line(position.line);
    const char* from = text_.data() + bytes.begin;
    const char* end = text_.data() + std::clamp(offset, bytes.begin, bytes.end);
    const char* lineEnd = text_.data() + bytes.end;
    while (from != end) {
        const char* ascii = skipAscii(from, end);
        position.column += static_cast<uint32_t>(ascii - from);
        position.utf16Column += static_cast<uint32_t>(ascii - from);
        from = ascii;
        if (from == end) {
            break;
        }
        // The character is looked at as a whole, also when the offset is in the middle of it.
        const uint32_t size =
            llvm::getUTF8SequenceSize(reinterpret_cast<const llvm::UTF8*>(from),
                                      reinterpret_cast<const llvm::UTF8*>(lineEnd));
        const uint32_t length = size == 0 ? 1 : size;
        if (static_cast<uint32_t>(end - from) < length) {
            break;
        }
        position.column += 1;
        position.utf16Column += length == 4 ? 2 : 1;
        from += length;
    }
    return position;
}

} // namespace ironlaw
