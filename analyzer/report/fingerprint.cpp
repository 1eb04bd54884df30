// Hashes what makes a diagnostic the same one.
#include "analyzer/report/fingerprint.h"

#include "analyzer/report/places.h"

#include <fmt/format.h>
#include <llvm/Support/xxhash.h>

#include <unordered_map>

namespace ironlaw {

namespace {

bool isSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isPartOfName(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

void appendCollapsed(std::string_view text, std::string& out) {
    const size_t start = out.size();
    bool space = false;
    for (const char c : text) {
        if (isSpace(c)) {
            space = out.size() > start;
            continue;
        }
        if (space) {
            out += ' ';
            space = false;
        }
        out += c;
    }
}

/// Numbers outside of quoted names and of words change with what stands elsewhere: lines, counts.
void appendWithoutNumbers(std::string_view message, std::string& out) {
    bool quoted = false;
    bool inWord = false;
    for (const char c : message) {
        if (c == '"') {
            quoted = !quoted;
        }
        if (isDigit(c) && !quoted && !inWord) {
            continue;
        }
        inWord = isPartOfName(c) || (inWord && isDigit(c));
        out += c;
    }
}

std::string identityOf(const Diagnostic& diagnostic, Places& places) {
    const auto [file, range] = diagnostic.location;
    const LineTable& table = places.lines(file);
    const Range meant = range.empty() ? table.line(table.lineOf(range.begin)) : range;
    const std::string_view text = places.text(file);

    std::string identity;
    identity += diagnostic.rule;
    identity += '\0';
    identity += normalisedPath(places.path(file));
    identity += '\0';
    appendWithoutNumbers(diagnostic.message, identity);
    identity += '\0';
    if (meant.begin < text.size()) {
        appendCollapsed(text.substr(meant.begin, meant.size()), identity);
    }
    return identity;
}

} // namespace

std::vector<std::string> fingerprints(const Sources& sources,
                                      const std::vector<Diagnostic>& diagnostics) {
    Places places(sources);
    std::unordered_map<uint64_t, uint32_t> seen;
    std::vector<std::string> result;
    result.reserve(diagnostics.size());
    for (const Diagnostic& diagnostic : diagnostics) {
        std::string identity = identityOf(diagnostic, places);
        const uint32_t before = seen[llvm::xxh3_64bits(llvm::StringRef(identity))]++;
        identity += fmt::format("{}{}", '\0', before);
        result.push_back(fmt::format("{:016x}", llvm::xxh3_64bits(llvm::StringRef(identity))));
    }
    return result;
}

} // namespace ironlaw
