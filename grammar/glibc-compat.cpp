// Functions of glibc 2.38 for a libpg_query that was built against it and is linked on an older
// system (libpg_query 18 on Debian 12). Built only where they are missing; nothing of ours calls
// them.

#include <cstddef>
#include <cstdlib>
#include <cstring>

extern "C" std::size_t strlcpy(char* target, const char* source, std::size_t size) {
    const std::size_t length = std::strlen(source);
    if (size > 0) {
        const std::size_t copied = length < size ? length : size - 1;
        std::memcpy(target, source, copied);
        target[copied] = '\0';
    }
    return length;
}

// strtoul that also knows C23's binary literals, in bases 0 and 2. libpg_query's scanner reads
// escapes with it, in bases 8 and 16, for which the two are alike.
extern "C" unsigned long __isoc23_strtoul(const char* text, char** end, int base) {
    return std::strtoul(text, end, base);
}
