// Any bytes, read as SQL: nothing crashes, and what grammar promises about places holds.
#include "tools/fuzz/invariants.h"

#include <cstdio>
#include <cstdlib>

namespace {

void check(std::string_view bytes, ironlaw::Range section, const ironlaw::PrepareOptions& options) {
    const std::string broken = ironlaw::fuzz::Invariants(bytes, section, options).broken();
    if (!broken.empty()) {
        std::fprintf(stderr, "section [%u, %u), psql %d, placeholders %d, uncomment %d: %s\n",
                     section.begin, section.end, options.psql, options.placeholders,
                     options.uncomment, broken.c_str());
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto end = static_cast<uint32_t>(size);
    check(bytes, {0, end}, {});
    // The rarer ways to read a file take turns.
    switch (size % 3) {
    case 0: check(bytes, {0, end}, {.psql = false, .placeholders = false}); break;
    case 1: check(bytes, {end / 4, end - end / 4}, {.psql = false}); break;
    default: check(bytes, {0, end}, {.uncomment = true}); break;
    }
    return 0;
}
