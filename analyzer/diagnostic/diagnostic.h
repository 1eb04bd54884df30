// What the product has to say about a place in the input.
#pragma once

#include "grammar/source.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

enum class Severity : uint8_t { Off, Note, Warning, Error };

/// "error", "warning", "note", "off".
std::string_view wordOf(Severity severity);
/// The inverse; nothing for other words.
std::optional<Severity> severityOf(std::string_view word);

enum class Direction : uint8_t { Up, Down };

/// Why here: a fact at a place of its own, or at the diagnostic's if it has none.
struct Note {
    std::string message;
    std::optional<Location> location;

    friend bool operator==(const Note&, const Note&) = default;
};

struct Edit {
    Location location; ///< what is replaced; an empty range inserts
    std::string text;

    friend bool operator==(const Edit&, const Edit&) = default;
};

struct Fix {
    bool safe = true; ///< keeps the meaning of the migration
    std::vector<Edit> edits;

    friend bool operator==(const Fix&, const Fix&) = default;
};

struct Diagnostic {
    std::string_view rule;   ///< the rule's id; lives as long as the program
    std::string_view family; ///< likewise
    Severity severity = Severity::Warning;
    Location location;
    std::string message;
    std::string help; ///< one imperative step; empty if there is none
    std::vector<Note> notes;
    std::optional<Fix> fix;
    std::string migration; ///< the version of the migration; empty outside of one
    Direction direction = Direction::Up;
    /// Position of the file in the order of the history, for sorting; then location, then rule.
    uint32_t order = 0;

    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// Sorts by history order, position and rule, and drops exact repetitions.
void sortDiagnostics(std::vector<Diagnostic>& diagnostics);

} // namespace ironlaw
