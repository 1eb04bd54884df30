// What an object has beside its definition, and can be given anew.
#pragma once

#include "grammar/compact.h"

#include <string_view>

namespace ironlaw {

/// A storage parameter, the state of a trigger, an option of a role or foreign server, …
struct Setting {
    /// "fillfactor", "statistics target", "setting search_path"; one that ends in `*` stands for
    /// all that begin so.
    std::string_view name;
    std::string_view value; ///< in one spelling; empty: PostgreSQL's default
};

} // namespace ironlaw
