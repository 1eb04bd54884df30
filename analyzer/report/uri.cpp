// RFC 3986: what of a path may stand in a URI as it is.
#include "analyzer/report/uri.h"

#include "analyzer/report/places.h"

#include <fmt/format.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>

#include <iterator>

namespace ironlaw {

namespace {

bool standsForItself(char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
        return true;
    }
    // A colon is left out although it may stand in later segments: in the first one of a relative
    // path it would end a scheme.
    return c != '\0' && std::string_view("/-._~!$&'()*+,;=@").find(c) != std::string_view::npos;
}

std::string percentEncoded(std::string_view path) {
    std::string out;
    for (const char c : path) {
        if (standsForItself(c)) {
            out += c;
        } else {
            fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return out;
}

} // namespace

Uri uriOf(std::string_view path) {
    std::string plain = normalisedPath(path);
    if (plain == ".." || plain.starts_with("../")) {
        llvm::SmallString<128> absolute(plain);
        if (!llvm::sys::fs::make_absolute(absolute)) {
            plain = normalisedPath(absolute.str());
        }
    }
    if (plain.starts_with('/')) {
        return {"file://" + percentEncoded(plain), false};
    }
    return {percentEncoded(plain), true};
}

} // namespace ironlaw
