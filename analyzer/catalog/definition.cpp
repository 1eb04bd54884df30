// See definition.h.
#include "analyzer/catalog/definition.h"

#include <llvm/ADT/StringRef.h>

namespace ironlaw {

bool liesInSchema(ObjectKind kind) {
    switch (kind) {
    case ObjectKind::AccessMethod:
    case ObjectKind::Cast:
    case ObjectKind::EventTrigger:
    case ObjectKind::ForeignDataWrapper:
    case ObjectKind::Language:
    case ObjectKind::Server:
    case ObjectKind::Transform: return false;
    default: return true;
    }
}

std::string describedDefinition(ObjectKind kind, std::string_view name,
                                std::span<const TypeName> arguments) {
    std::string result = llvm::StringRef(wordsOf(kind)).lower();
    result += ' ';
    result += name;
    std::string_view before = "(";
    for (const TypeName& argument : arguments) {
        result += before;
        result += argument.name.empty() ? "NONE" : argument.name.name.text.view();
        before = ", ";
    }
    return arguments.empty() ? result : result + ")";
}

} // namespace ironlaw
