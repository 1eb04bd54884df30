// How the rules of the ways back speak of what no SQL undoes.
#pragma once

#include "analyzer/rule/context.h"

namespace ironlaw::rules {

inline constexpr std::string_view irreversibleHelp =
    "say \"-- ironlaw: irreversible: reason\" in the migration";

/// Says the first few things that the way up does for good.
inline void noteBeyondSql(const MigrationEnd& end, DiagnosticBuilder& diagnostic) {
    constexpr size_t most = 3;
    for (const BeyondSql& one : end.beyondSql.first(std::min(most, end.beyondSql.size()))) {
        switch (one.kind) {
        case BeyondSql::Kind::EnumValue:
            diagnostic.note(one.place, "no SQL removes the value '{}' of enum \"{}\"", one.value,
                            one.name);
            break;
        case BeyondSql::Kind::Rows:
            diagnostic.note(one.place, "no SQL brings back the rows of \"{}\"", one.name);
            break;
        case BeyondSql::Kind::Values:
            diagnostic.note(one.place, "no SQL brings back the values of column \"{}\"", one.name);
            break;
        }
    }
}

} // namespace ironlaw::rules
