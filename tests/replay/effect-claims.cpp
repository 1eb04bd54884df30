// See effect-claims.h; fixtures/README.md describes the notation.
#include "tests/replay/effect-claims.h"

#include <llvm/ADT/StringRef.h>

namespace ironlaw::effects {

using llvm::StringRef;

std::vector<Case> casesOf(std::string_view text) {
    std::vector<Case> cases;
    enum class Part : uint8_t { SetUp, Statement, Claims } part = Part::SetUp;
    StringRef rest = text;
    while (!rest.empty()) {
        StringRef line;
        std::tie(line, rest) = rest.split('\n');
        if (line.consume_front("-- case: ")) {
            cases.emplace_back().name = line.str();
            part = Part::SetUp;
        } else if (cases.empty()) {
            continue;
        } else if (line.consume_front("-- since ")) {
            line.getAsInteger(10, cases.back().since);
        } else if (line == "-- statement:") {
            part = Part::Statement;
        } else if (line == "-- claims:") {
            part = Part::Claims;
        } else if (part == Part::Claims) {
            if (line.consume_front("-- ")) {
                cases.back().claims.push_back(line.str());
            }
        } else {
            (part == Part::SetUp ? cases.back().setUp : cases.back().statement) +=
                line.str() + "\n";
        }
    }
    return cases;
}

namespace {

/// Takes "12-14: " or "18: " off the claim's begin; false if the version is not among them.
bool holdsFor(int version, StringRef& claim) {
    const auto [range, rest] = claim.split(": ");
    const auto [first, last] = range.split('-');
    int from = 0;
    int to = 0;
    if (first.getAsInteger(10, from)) {
        return true;
    }
    claim = rest;
    return version >= from && version <= (last.getAsInteger(10, to) ? from : to);
}

} // namespace

Claims claimsFor(const Case& one, int version) {
    Claims claims;
    for (const std::string& written : one.claims) {
        StringRef claim = written;
        if (!holdsFor(version, claim)) {
            continue;
        }
        claims.failsUnseen |= claim.starts_with("unseen: fails ");
        if (claim.starts_with("planned: ") || claim.starts_with("unseen: ")) {
            continue;
        }
        if (claim.consume_front("unsure: ")) {
            claims.unsure.insert(claim.str());
        } else if (claim.consume_front("fails ")) {
            claims.certain.insert("fails");
        } else {
            claim.consume_front("released: ");
            claim.consume_front("overstated: ");
            claims.certain.insert(claim.str());
        }
    }
    if (claims.failsUnseen) {
        claims.certain.clear();
        claims.unsure.clear();
    }
    for (const std::string_view alone : {"refused", "fails"}) {
        if (claims.certain.contains(std::string(alone))) {
            claims.certain = {std::string(alone)};
            claims.unsure.clear();
        }
    }
    return claims;
}

} // namespace ironlaw::effects
