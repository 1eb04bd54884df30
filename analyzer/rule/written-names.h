// Names with placeholders, as messages have to show them: as they are written.
#pragma once

#include "analyzer/diagnostic/diagnostic.h"
#include "analyzer/rule/parsed-history.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace ironlaw {

/// What stands in for the placeholders of a history while it is parsed (grammar/placeholder.h).
class WrittenNames {
public:
    WrittenNames(const Sources& sources, const ParsedHistory& history);

    /// Puts the placeholders back into what `diagnostic` says: "p_schema_.orders" becomes
    /// "${schema}.orders".
    void restore(Diagnostic& diagnostic) const;

private:
    using Entry = std::pair<const std::string, std::string>;

    void add(std::string name, std::string_view written);
    void restore(std::string& text) const;
    std::string restored(std::string_view name) const;
    /// The longest name that the parts of `text` begin with: PostgreSQL makes the names of
    /// constraints and indexes from those of tables and columns. Null if there is none.
    const Entry* longestAt(std::string_view text) const;

    /// Names with placeholders by what they are while parsed; empty where several become one.
    std::map<std::string, std::string, std::less<>> written_;
};

} // namespace ironlaw
