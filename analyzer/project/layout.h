// What the layouts of several tools have in common: numbers in names, marker lines, pairing.
// Within project/ only.
#pragma once

#include "analyzer/project/folder.h"

#include <llvm/ADT/StringMap.h>

#include <optional>
#include <string>
#include <string_view>

namespace ironlaw {

/// The digits at the start of `name`.
std::string_view leadingDigits(std::string_view name);
/// Compares strings of digits as numbers of any length: <0, 0, >0. Serves as Tool::compareVersions.
int compareNumbers(std::string_view a, std::string_view b);
/// Compares names so that runs of digits count as numbers: "2_x" before "10_x".
bool naturalLess(std::string_view a, std::string_view b);
bool endsWithNoCase(std::string_view text, std::string_view ending);
bool startsWithNoCase(std::string_view text, std::string_view beginning);
/// `text` without blanks and tabs at its ends.
std::string_view strip(std::string_view text);
/// `name` without `ending`.
std::string_view without(std::string_view name, std::string_view ending);

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
/// Calls `visit(line, range)` for each line of `text`, without its line ending and without a byte
/// order mark before the first; `range` reaches from the line's start to the start of the next.
void eachLine(std::string_view text, const std::function<void(std::string_view, Range)>& visit);

/// A marker line of a tool that keeps several sections in one file.
struct Marker {
    Direction direction = Direction::Up;
    bool optsOut = false;  ///< of the tool's transaction, for this section
    bool isSection = true; ///< else a line that only looks like a marker
    /// For a line that the tool does not take as it is written: what it would take, or "?".
    std::string_view meant = "";
};

/// Cuts a file at the lines that `classify` recognises. What stands before the first marker belongs
/// to no section. Empty if there is no marker.
std::vector<Section>
sectionsOf(FileId file, std::string_view text,
           const std::function<std::optional<Marker>(std::string_view)>& classify);

/// Gives `migration` the sections of a file whose tool wants more than comments only behind a first
/// marker such as `firstMarker`, and says what the tool refuses. A file without any marker is read
/// as a way up.
void addMarkedSections(Migration& migration, FileId file, std::string_view text,
                       const std::function<std::optional<Marker>(std::string_view)>& classify,
                       std::string_view firstMarker);

/// The line from where something other than blanks and comments stands in `range`, to its end.
std::optional<Range> firstSql(std::string_view text, Range range);

/// The whole file as one section.
Section wholeFile(FileId file, std::string_view text, Direction direction);

/// The way back that stands behind comment signs in a file, in the order in which it would run
/// (what stands behind later SQL first): lines such as `-- rollback: DROP TABLE t;`; and a heading
/// such as `-- rollback` or `-- To undo (by hand):`, or a block comment that starts with one, with
/// commented-out SQL under it. If SQL that runs follows, that has to be whole statements.
std::vector<Section> commentedWayBack(FileId file, std::string_view text);

/// The migrations of a history by version and name, while it is being filled.
class MigrationTable {
public:
    explicit MigrationTable(History& history) : history_(history) {}
    /// The migration with this version and name, made if there is none yet. Holds until the next
    /// call.
    Migration& at(std::string_view version, std::string_view name);
    /// For tools that pair by version alone: the migration with this number that still lacks a text
    /// in `direction`, named by its way up; a second one with the same number stands for itself.
    Migration& atVersion(std::string_view version, std::string_view name, Direction direction);

private:
    History& history_;
    llvm::StringMap<size_t> known_;
};

/// Sorts by `version` as numbers, then by name.
void sortByNumber(History& history);

/// Records a file's role. A file that stands in no migration is ignored for `reason`.
void addFile(History& history, FileId file, FileRole role, std::string_view migration,
             std::string_view reason = "");
/// Records a file that is ignored because of its name.
void addMisnamed(History& history, FileId file, std::string_view reason);
/// Records a file that is ignored because the list of what the tool runs does not name it.
void addUnlisted(History& history, FileId file, std::string_view reason);
/// Records a file for whose name the tool reads nothing of its folder.
void addRefused(History& history, FileId file, std::string_view reason);

/// The dialect that a file or folder name plainly belongs to and that is not PostgreSQL ("MySQL"),
/// or "".
std::string_view otherDialect(std::string_view name);

/// Whether the text is a dump by pg_dump.
bool isDump(std::string_view text);

} // namespace ironlaw
