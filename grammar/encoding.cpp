// UTF-8 as pg_utf8_islegal (src/common/wchar.c) accepts it.
#include "grammar/encoding.h"

#include <cstring>

namespace ironlaw {

namespace {

using Byte = unsigned char;

/// The length of the sound character at `from`, or 0.
uint32_t characterLength(const Byte* from, const Byte* end) {
    const Byte lead = *from;
    if (lead < 0x80) {
        return lead == 0 ? 0 : 1;
    }
    const uint32_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || end - from < static_cast<std::ptrdiff_t>(length)) {
        return 0;
    }
    for (uint32_t i = 1; i < length; ++i) {
        if ((from[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    const bool overlong = (lead == 0xE0 && from[1] < 0xA0) || (lead == 0xF0 && from[1] < 0x90);
    const bool surrogate = lead == 0xED && from[1] > 0x9F;
    const bool beyond = lead == 0xF4 && from[1] > 0x8F;
    return overlong || surrogate || beyond ? 0 : length;
}

/// Crosses eight bytes at a time while all are ASCII and none is NUL.
const Byte* skipAscii(const Byte* from, const Byte* end) {
    constexpr uint64_t high = 0x8080808080808080;
    constexpr uint64_t one = 0x0101010101010101;
    while (end - from >= 8) {
        uint64_t word = 0;
        std::memcpy(&word, from, sizeof word);
        if (((word | (word - one)) & high) != 0) {
            break;
        }
        from += sizeof word;
    }
    return from;
}

} // namespace

bool isUtf16(std::string_view text) {
    return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
}

BadBytes nextBadBytes(std::string_view text, Range range) {
    const char* base = text.data();
    const Byte* bytes = reinterpret_cast<const Byte*>(base);
    const Byte* end = bytes + range.end;
    const Byte* from = bytes + range.begin;
    while (from < end) {
        from = skipAscii(from, end);
        if (from == end) {
            break;
        }
        const uint32_t length = characterLength(from, end);
        if (length > 0) {
            from += length;
            continue;
        }
        const Byte* first = from;
        const bool nul = *from == 0;
        while (from < end && (*from == 0) == nul && characterLength(from, end) == 0) {
            ++from;
        }
        return {{static_cast<uint32_t>(first - bytes), static_cast<uint32_t>(from - bytes)}, nul};
    }
    return {{range.end, range.end}, false};
}

} // namespace ironlaw
