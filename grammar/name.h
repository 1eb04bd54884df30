// Names of SQL objects as PostgreSQL sees them: folded to lower case unless quoted.
#pragma once

#include "grammar/compact.h"
#include "grammar/range.h"

#include <span>
#include <string>
#include <string_view>

namespace ironlaw {

/// NAMEDATALEN - 1: PostgreSQL cuts longer identifiers (src/include/pg_config_manual.h).
inline constexpr size_t maxIdentifierBytes = 63;

/// A folded identifier. `text` lives as long as the arena of the file that it was read from.
/// `quoted` says that the text could not have been written without quotes (upper case, blanks, …).
struct Name {
    CompactText text;
    bool quoted = false;

    bool empty() const { return text.empty(); }
    friend bool operator==(const Name& a, const Name& b) { return a.text == b.text; }
};

/// `schema.name`, with an empty schema where none was written. `range` is where it stands.
struct QualifiedName {
    Name schema;
    Name name;
    Range range;

    bool empty() const { return name.empty(); }
};

/// What the parts of a name mean: the last one, in the schema before it. Without a range; empty if
/// there are none.
inline QualifiedName qualifiedName(std::span<const Name> parts) {
    QualifiedName result;
    if (!parts.empty()) {
        result.name = parts.back();
    }
    if (parts.size() > 1) {
        result.schema = parts[parts.size() - 2];
    }
    return result;
}

/// The first 63 bytes of `text`, cut at a character boundary as PostgreSQL's truncate_identifier
/// does (src/backend/parser/scansup.c). The result points into `text`.
std::string_view truncatedIdentifier(std::string_view text);

/// `text` folded to lower case in ASCII, as PostgreSQL folds unquoted identifiers of a UTF-8
/// database.
std::string foldedIdentifier(std::string_view text);

/// Whether an identifier has to be quoted to be read back as `text` (keywords are not looked at).
bool needsQuotes(std::string_view text);

/// `schema.name` or `name`, as messages print it (without quotes).
std::string displayName(const QualifiedName& name);

} // namespace ironlaw
