// Liquibase's changelogs in XML, YAML and JSON, as one tree whatever they are written in. No SQL is
// looked at here. Within project/ only.
#pragma once

#include "grammar/range.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

/// An element of XML, or a key of a mapping with what belongs to it. Lists are not there: what
/// stands in one belongs to the key of the list.
struct ChangelogNode {
    std::string name;                          ///< without a namespace
    std::map<std::string, std::string> values; ///< attributes, or keys with plain values
    std::vector<ChangelogNode> children;
    /// Text that is written as it is meant, without escapes. If it is empty, where it would stand.
    Range text;
    bool hasOtherText = false; ///< one with escapes, which is not read

    /// The value called `key`, or "".
    std::string_view value(const std::string& key) const;
    /// Whether that is "true", whatever its case.
    bool isTrue(const std::string& key) const;
};

/// Calls `visit` for each node of the kinds that lists and `changes` are not.
template <typename Visit> void eachEntry(const ChangelogNode& node, const Visit& visit) {
    for (const ChangelogNode& child : node.children) {
        if (child.name.empty() || child.name == "changes") {
            eachEntry(child, visit);
        } else {
            visit(child);
        }
    }
}

/// Whether what is called so within a changeset changes nothing: in YAML its plain values, too.
bool isRemark(std::string_view name);

/// Reads a changelog; `path` says by its ending what it is written in. The result is the one called
/// databaseChangeLog, without children if there is none. What is no such text gives a part of the
/// tree; nesting beyond 64 levels is left out.
ChangelogNode readChangelog(std::string_view path, std::string_view text);

} // namespace ironlaw
