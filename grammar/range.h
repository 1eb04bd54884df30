// A piece of a source: byte offsets, nothing else. Lines and columns are the reporter's business.
#pragma once

#include <cstdint>

namespace ironlaw {

/// Half-open byte range [begin, end) of one source file. Offsets are from the start of the file,
/// also for statements inside sections, function bodies and DO blocks.
struct Range {
    uint32_t begin = 0;
    uint32_t end = 0;

    constexpr bool empty() const { return begin >= end; }
    constexpr uint32_t size() const { return end - begin; }
    constexpr bool contains(uint32_t offset) const { return begin <= offset && offset < end; }
    constexpr bool contains(Range other) const { return begin <= other.begin && other.end <= end; }
    friend constexpr bool operator==(Range, Range) = default;
};

} // namespace ironlaw
