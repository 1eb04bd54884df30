// Memory of what grammar lowers: statements live in an arena and are never freed one by one.
#pragma once

#include <llvm/Support/Allocator.h>

#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

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

    template <typename T> std::span<const T> copy(const std::vector<T>& values) {
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
