// See counted-version.h.
#include "analyzer/project/counted-version.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

namespace ironlaw {

std::optional<CountedVersion> countedVersion(std::string_view version) {
    constexpr size_t longestNumber = 5;
    const llvm::StringRef before = llvm::StringRef(version).rtrim("0123456789");
    const llvm::StringRef digits = llvm::StringRef(version).drop_front(before.size());
    CountedVersion result{before, 0};
    if (digits.empty() || digits.ltrim('0').size() > longestNumber ||
        digits.getAsInteger(10, result.number)) {
        return std::nullopt;
    }
    return result;
}

} // namespace ironlaw
