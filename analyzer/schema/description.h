// What a schema consists of, object by object, in words that can be compared: with another schema,
// or with the same one at another time.
#pragma once

#include "analyzer/schema/schema.h"

#include <optional>
#include <string>

namespace ironlaw {

/// How exactly two schemas are compared.
enum class Comparison : uint8_t {
    /// Both come from the same texts: all that the catalog knows, word by word.
    Exact,
    /// One of them was printed by a server, which spells expressions in its own way: only what it
    /// surely spells alike. README.md has the list.
    Dump,
};

/// Something that an object has.
struct Attribute {
    std::string name;  ///< "type", "default"; of a flag the words for it: "NOT NULL"
    std::string shown; ///< for people, or the name again; empty if the object has none
    /// What is compared. Nothing: only whether the object has it can be compared.
    std::optional<std::string> value;
    bool flag = false; ///< a complete object without the attribute surely does not have it
    /// One migration has set it, and none has set it to another value since: an object without it
    /// is another one, even if nobody knows what it has instead.
    bool setOnce = false;

    /// "the type bigint", "no default", "NOT NULL"; "the body" of what is long or not shown.
    std::string phrase() const;
};

/// An object of a schema, or a part of one. It owns its texts: the catalog may change.
struct ObjectDescription {
    std::string key; ///< kind and name; no other object of the schema has it
    std::string
        parent;        ///< the key of the table that it comes and goes with; empty if there is none
    std::string title; ///< for people: `column "id" of "orders"`
    std::string name;
    ObjectId object = 0;     ///< in its catalog; of columns and constraints that of their table
    ColumnNumber column = 0; ///< of a column
    /// What constraints and indexes do, without their names; empty for other objects.
    std::string purpose;
    bool nameIsChosen = false; ///< by PostgreSQL, which may choose another one elsewhere
    /// Nothing is known of it, or not all: other attributes and parts may be there.
    bool complete = true;
    /// Made by what is not a migration: a migration tool for itself, or whoever adds partitions.
    bool incidental = false;
    Location place; ///< the definition that made it
    std::vector<Attribute> attributes;
    /// Of a table, if columns are compared in their order.
    std::vector<std::string> columnOrder;

    bool isColumn() const { return key.starts_with('c'); }
    bool isConstraint() const { return key.starts_with('k'); }
};

/// Describes one object of the catalog with its columns and constraints, at the end of `out`.
/// Indexes, triggers and the like are objects of their own. Nothing for what lives as long as a
/// session, comes with an extension, or comes with something else (the index of a constraint).
void describe(const SchemaInput& input, const CatalogObject& object, Comparison comparison,
              std::vector<ObjectDescription>& out);

/// All objects of a schema, in the order of their kinds, and of one kind as they were made.
std::vector<ObjectDescription> describeSchema(const SchemaInput& input, Comparison comparison);

} // namespace ironlaw
