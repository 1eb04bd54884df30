// Counts lines and characters the way editors do: a byte order mark at the start of a text belongs
// to no column, a line ending to no line, and a byte that is not UTF-8 is one character.
#include "grammar/columns.h"

#include <llvm/Support/ConvertUTF.h>

#include <algorithm>
#include <cstring>

namespace ironlaw {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

/// Bytes between two marks in a long line.
constexpr uint32_t markDistance = 4096;

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
    markLongLines();
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

void LineTable::advance(Mark& mark, uint32_t offset, uint32_t lineEnd) const {
    const char* from = text_.data() + mark.offset;
    const char* end = text_.data() + offset;
    while (from != end) {
        const char* ascii = skipAscii(from, end);
        mark.position.column += static_cast<uint32_t>(ascii - from);
        mark.position.utf16Column += static_cast<uint32_t>(ascii - from);
        from = ascii;
        if (from == end) {
            break;
        }
        // The character is looked at as a whole, also when the offset is in the middle of it.
        const uint32_t size =
            llvm::getUTF8SequenceSize(reinterpret_cast<const llvm::UTF8*>(from),
                                      reinterpret_cast<const llvm::UTF8*>(text_.data() + lineEnd));
        const uint32_t length = size == 0 ? 1 : size;
        if (static_cast<uint32_t>(end - from) < length) {
            break;
        }
        mark.position.column += 1;
        mark.position.utf16Column += length == 4 ? 2 : 1;
        from += length;
    }
    mark.offset = static_cast<uint32_t>(from - text_.data());
}

void LineTable::markLongLines() {
    for (uint32_t number = 1; number <= count(); ++number) {
        const Range bytes = line(number);
        Mark mark{bytes.begin, {.line = number}};
        while (bytes.end - mark.offset > markDistance) {
            advance(mark, mark.offset + markDistance, bytes.end);
            marks_.push_back(mark);
        }
    }
}

Position LineTable::at(uint32_t offset) const {
    const uint32_t number = lineOf(offset);
    const Range bytes = line(number);
    offset = std::clamp(offset, bytes.begin, bytes.end);
    Mark mark{bytes.begin, {.line = number}};
    const auto next = std::ranges::upper_bound(marks_, offset, {}, &Mark::offset);
    if (next != marks_.begin() && std::prev(next)->offset > bytes.begin) {
        mark = *std::prev(next);
    }
    advance(mark, offset, bytes.end);
    return mark.position;
}

} // namespace ironlaw
