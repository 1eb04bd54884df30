// The layout that most tools share: scripts in a folder, each of which says by its name what it is.
// Within project/ only.
#pragma once

#include "analyzer/project/layout.h"

namespace ironlaw {

/// What a script's name says.
struct ScriptName {
    std::string_view version; ///< as the tool counts it; empty: it knows the script by its name
    /// What a way up and its way back have in common in their names; the migration's name.
    std::string_view stem;
    /// Which way the whole file goes; none: its sections say it.
    std::optional<Direction> direction = std::nullopt;
    bool repeatable = false;
    bool baseline = false;         ///< what a new database starts with
    bool optsOut = false;          ///< of the tool's transaction
    std::string_view dialect = ""; ///< the server that it is for, where the tool asks for it
};

/// How a tool reads the scripts of a folder. Constants of the tools.
struct ScriptLayout {
    /// What the file's name says; nothing if the tool does not take it.
    std::optional<ScriptName> (*parse)(std::string_view fileName) = nullptr;
    /// What names look like: "NUMBER_title.sql".
    std::string_view form;
    /// Why the tool reads nothing of the folder because of a script with this version; or "".
    std::string_view (*refuses)(std::string_view version) = nullptr;
    /// Why the tool does not run a file of this name that lies there on purpose; or "". May be
    /// null.
    std::string_view (*leftOut)(std::string_view fileName) = nullptr;
    /// Why a name that `parse` does not take makes the tool refuse the folder; empty: it passes
    /// over the file.
    std::string_view otherNamesRefused = "";
    enum class Order : uint8_t {
        Number, ///< by version as numbers
        Text,   ///< by file name, byte by byte
        Kept,   ///< as the folders list them: the layout sorts them itself
    };
    Order order = Order::Number;
    bool pairsByVersion = true; ///< else by stem
    bool recursive = false;
    /// Gives `migration` the sections of a file whose name says no direction. Null: all of it is a
    /// way up.
    void (*sections)(Migration& migration, FileId file, std::string_view text) = nullptr;
    /// Completes each section: opt-outs in the text, cuts, text that is not sent. May be null.
    void (*complete)(Section& section, std::string_view text) = nullptr;
    /// The tool's words for a way back: `a "-- rambler down" section`; or an ending: ".down.sql".
    std::string_view wayBack;
};

/// Reads the folder of `input`. Programs with names of the tool's are noted, other names are
/// recorded as misnamed, files for other servers as ignored.
void layoutScripts(const LayoutInput& input, const ScriptLayout& layout);

/// Adds a migration whose way up is the whole file at `path`, which may be unreadable. `role` is
/// Migration or Repeatable.
Migration& addScript(const LayoutInput& input, const std::string& path, std::string_view name,
                     FileRole role);

/// Calls `visit` with each section of the history and the migration that it belongs to.
void eachSection(History& history, const std::function<void(Migration&, Section&)>& visit);

/// How many of the folder's SQL files have names that `parse` takes; 0 if it takes fewer than half.
size_t mostlyNamed(const Evidence& evidence,
                   std::optional<ScriptName> (*parse)(std::string_view fileName));

/// What a tool does with SQL above the first marker.
struct MarkerRules {
    bool runsTextAbove = true;         ///< as a way up; else it is left out
    std::string_view firstMarker = ""; ///< without which the tool refuses the file
    char commentSign = '-';            ///< lines that start with it are comments, too
};

/// Gives `migration` the sections that `classify` cuts out of a file. SQL without any marker is
/// read as a way up, whatever the tool does.
void addSections(Migration& migration, FileId file, std::string_view text,
                 const std::function<std::optional<Marker>(std::string_view)>& classify,
                 const MarkerRules& rules);

/// Cuts `section` into messages at its lines with a sign that is a comment to PostgreSQL. `signIn`
/// says where the sign stands in a line, from its dashes on, or npos.
void cutAtSigns(Section& section, std::string_view text, size_t (*signIn)(std::string_view line));

/// The server that a JDBC driver or address plainly belongs to and that is not PostgreSQL, or "".
/// H2 is none: programs run it as if it were PostgreSQL.
std::string_view otherServerOf(std::string_view driver);

/// Whether `folder` is the one that a configuration above it calls `directory`: its path ends so.
bool isCalled(const Folder& folder, std::string_view directory);

/// Cuts `section` where a line ends with `delimiter`, which the tool does not send. Lines that are
/// comments have none, unless they are nothing else.
void cutAtDelimiter(Section& section, std::string_view text, std::string_view delimiter);

} // namespace ironlaw
