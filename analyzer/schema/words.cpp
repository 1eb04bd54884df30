// See words.h.
#include "analyzer/schema/words.h"

#include "grammar/keyword.h"

#include <algorithm>
#include <array>

namespace ironlaw {

std::string_view wordsOf(ReferentialAction action) {
    switch (action) {
    case ReferentialAction::NoAction: return "";
    case ReferentialAction::Restrict: return "RESTRICT";
    case ReferentialAction::Cascade: return "CASCADE";
    case ReferentialAction::SetNull: return "SET NULL";
    case ReferentialAction::SetDefault: return "SET DEFAULT";
    }
    return "";
}

std::string_view wordsOf(PartitionStrategy strategy) {
    switch (strategy) {
    case PartitionStrategy::None: return "";
    case PartitionStrategy::List: return "LIST";
    case PartitionStrategy::Range: return "RANGE";
    case PartitionStrategy::Hash: return "HASH";
    }
    return "";
}

std::string_view wordsOf(RoutineKind kind) {
    switch (kind) {
    case RoutineKind::Function: return "FUNCTION";
    case RoutineKind::Procedure: return "PROCEDURE";
    case RoutineKind::Aggregate: return "AGGREGATE";
    }
    return "";
}

std::string roleName(std::string_view role) {
    constexpr std::array<std::string_view, 4> words = {"public", "current_user", "current_role",
                                                       "session_user"};
    return std::ranges::find(words, role) != words.end() ? std::string(role)
                                                         : quotedIdentifier(role);
}

std::string quotedLiteral(std::string_view text) {
    std::string result = "'";
    for (const char byte : text) {
        result += byte == '\'' ? "''" : std::string(1, byte);
    }
    return result + "'";
}

std::string_view wordsOf(IdentityKind identity) {
    switch (identity) {
    case IdentityKind::None: return "";
    case IdentityKind::Always: return "ALWAYS";
    case IdentityKind::ByDefault: return "BY DEFAULT";
    }
    return "";
}

std::string_view wordsOf(GeneratedKind generated) {
    switch (generated) {
    case GeneratedKind::None: return "";
    case GeneratedKind::Stored: return "STORED";
    case GeneratedKind::Virtual: return "VIRTUAL";
    }
    return "";
}

} // namespace ironlaw
