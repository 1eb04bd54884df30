// Views in 12 bytes instead of 16: syntax trees consist of little else, and a history of 10 MB has
// half a million nodes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace ironlaw {

/// A std::span<const T> of at most 2^32 - 1 elements, which is more than a file can hold.
template <typename T> class [[gnu::packed, gnu::aligned(4)]] CompactSpan {
public:
    constexpr CompactSpan() = default;
    constexpr CompactSpan(std::span<const T> values)
        : data_(values.data()), size_(static_cast<uint32_t>(values.size())) {}

    constexpr operator std::span<const T>() const { return {data_, size_}; }
    constexpr const T* data() const { return data_; }
    constexpr const T* begin() const { return data_; }
    constexpr const T* end() const { return data_ + size_; }
    constexpr size_t size() const { return size_; }
    constexpr bool empty() const { return size_ == 0; }
    constexpr const T& operator[](size_t index) const { return data_[index]; }
    constexpr const T& front() const { return data_[0]; }
    constexpr const T& back() const { return data_[size_ - 1]; }

private:
    const T* data_ = nullptr;
    uint32_t size_ = 0;
};

/// A std::string_view likewise. Converts to one wherever one is wanted.
class CompactText : public CompactSpan<char> {
public:
    constexpr CompactText() = default;
    constexpr CompactText(std::string_view text) : CompactSpan<char>(text) {}
    constexpr CompactText(const char* text) : CompactText(std::string_view(text)) {}

    constexpr operator std::string_view() const { return {data(), size()}; }
    constexpr std::string_view view() const { return *this; }
    friend constexpr bool operator==(CompactText a, CompactText b) { return a.view() == b.view(); }
    friend constexpr bool operator==(CompactText a, std::string_view b) { return a.view() == b; }
    friend constexpr bool operator==(CompactText a, const char* b) { return a.view() == b; }
};

static_assert(sizeof(CompactText) == 12 && alignof(CompactText) == 4);

} // namespace ironlaw
