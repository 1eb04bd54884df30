// Names with placeholders, as messages have to show them: as they are written.
#pragma once

#include "analyzer/diagnostic/diagnostic.h"
#include "analyzer/rule/parsed-history.h"

#include <llvm/ADT/StringMap.h>

namespace ironlaw {

/// What stands in for the placeholders of a history while it is parsed (grammar/placeholder.h).
class WrittenNames {
public:
    WrittenNames(const Sources& sources, const ParsedHistory& history);

    /// Puts the placeholders back into what `diagnostic` says: "p_schema_.orders" becomes
    /// "${schema}.orders".
    void restore(Diagnostic& diagnostic) const;

private:
    void restore(std::string& text) const;
    std::string restored(std::string_view name) const;

    llvm::StringMap<std::string> written_; ///< by stand-in
};

} // namespace ironlaw
