// Histories that lead to one schema, parsed: for those who want that schema.
#pragma once

#include "analyzer/replay/replay.h"
#include "analyzer/rule/parsed-history.h"

#include <memory>
#include <span>
#include <string>

namespace ironlaw {

/// Histories of a project that run one after the other, parsed; their statements live as long as
/// this.
class ParsedProject {
public:
    /// `project` has to outlive the result, and `histories` are some of its own.
    ParsedProject(const Project& project, std::span<const History> histories);

    /// Whether all of them start from an empty database.
    bool startsFromNothing() const;
    /// Replays the ways up, of each history up to and with the migration `last`; all of them if it
    /// is empty.
    void replay(std::string_view last, Replay& replay) const;
    /// The same as one script for psql.
    std::string script(std::string_view last) const;
    /// Likewise each migration up, down, and up again.
    std::string roundTrips(std::string_view last) const;

    /// The text of the file in which a place lies, as it was parsed.
    std::string_view fileText(Location place) const;
    /// Whether that text has a word in place of one that a migration tool or psql puts there.
    bool hasPlaceholder(Location place) const;
    /// Statements of the ways up that the schema does not show, because they could not be parsed or
    /// are not modelled.
    size_t unanalysed() const;

    std::span<const std::unique_ptr<ParsedHistory>> histories() const { return parsed_; }

private:
    const SectionView* sectionAt(Location place) const;

    const Project& project_;
    std::span<const History> histories_;
    std::vector<std::unique_ptr<ParsedHistory>> parsed_;
};

} // namespace ironlaw
