// Memory of what grammar lowers: statements live in an arena and are never freed one by one.
#pragma once

#include <llvm/Support/Allocator.h>

#include <cstring>
#include <memory>
#include <ranges>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace ironlaw {

/// A bump allocator for trivially destructible values. Everything that it hands out lives as long
/// as the arena itself. Not thread-safe: one arena for each thread.
class Arena {
public:
    template <typename T, typename... Arguments> T* make(Arguments&&... arguments) {
        static_assert(std::is_trivially_destructible_v<T>);
        return new (allocator_.Allocate<T>()) T{std::forward<Arguments>(arguments)...};
    }

    std::string_view copy(std::string_view text) {
        if (text.empty()) {
            return {};
        }
        char* memory = static_cast<char*>(allocator_.Allocate(text.size(), 1));
        std::memcpy(memory, text.data(), text.size());
        return {memory, text.size()};
    }

    template <std::ranges::contiguous_range Values>
        requires(!std::is_convertible_v<const Values&, std::string_view>)
    auto copy(const Values& values) -> std::span<const std::ranges::range_value_t<Values>> {
        using T = std::ranges::range_value_t<Values>;
        static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
        if (values.empty()) {
            return {};
        }
        T* memory = allocator_.Allocate<T>(values.size());
        std::uninitialized_copy(values.begin(), values.end(), memory);
        return {memory, values.size()};
    }

    size_t bytes() const { return allocator_.getTotalMemory(); }

private:
    llvm::BumpPtrAllocatorImpl<llvm::MallocAllocator, 4096, 1024> allocator_;
};

} // namespace ironlaw
