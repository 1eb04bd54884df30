// The history that a folder of migrations is: which text runs when, in which direction, and how.
#pragma once

#include "analyzer/diagnostic/diagnostic.h"
#include "grammar/parser.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

/// How the migration tool hands a text to the server (shared/migration-formats.md, section 1).
struct Execution {
    bool transaction = false;   ///< the tool opens a transaction around it
    bool singleMessage = false; ///< what stands between two cuts is one simple-protocol message
    /// Statements that are a message of their own all the same; null: none.
    bool (*sendsAlone)(const Statement& statement) = nullptr;
};

/// A piece of a file that runs in one direction.
struct Section {
    FileId file = 0;
    Range range;
    Direction direction = Direction::Up;
    bool commentedOut = false; ///< SQL behind comment signs: nobody runs it, but it is the way back
    bool behindDashes = false; ///< commented out line by line: the signs are within the range
    bool byHand = false;       ///< a file that the tool does not run: whoever needs it runs psql
    bool optsOutOfTransaction = false; ///< the tool's own marker for this section or file is there
    /// A setting gives it one that the tool does not give by itself.
    bool optsIntoTransaction = false;
    bool optsOutIfNeeded = false; ///< so it does as soon as one statement wants no transaction
    bool keptWhole = false;       ///< the tool is told not to cut it into statements
    Range marker; ///< where the section is announced; empty if the file is all of it
    /// Where the tool ends one message and begins the next, sorted: the begins of markers, which
    /// are unsent, or semicolons.
    std::vector<uint32_t> cuts;
    std::vector<Range> unsent; ///< what the tool removes before it sends the text, sorted
};

struct Tool;

/// Why a tool refuses a file that keeps its sections behind markers.
struct SectionProblem {
    enum class Kind : uint8_t {
        UnknownMarker,     ///< a marker line that the tool does not know; read as what it means
        TextBeforeMarker,  ///< more than comments stands before the first marker, and is not read
        NoMarker,          ///< there is none; the file is read as a way up
        ByteOrderMark,     ///< the tool takes it for text before the first marker
        MisplacedMarker,   ///< a marker where the tool does not take it; `meant` says where it does
        UnclosedStatement, ///< a marker begins a statement that no marker ends
        UnfinishedStatement, ///< a text has no end that the tool sees; `meant`: what it refuses
        CutStatement,        ///< the tool ends a statement where PostgreSQL does not
        IgnoredMarker,       ///< a line that means to be a marker, and is a comment to the tool
        RunsBothWays,        ///< a section of the way back that runs as a part of the way up
        IgnoredText,         ///< SQL where the tool does not read; `meant`: why it does not
        NotAscii, ///< the first character beyond ASCII; `meant`: a text that has to say so
    };
    Kind kind;
    FileId file;
    Range range;
    /// The marker that belongs there: "-- +goose Up"; empty: unknown. Words for a sentence for
    /// some kinds; a whole sentence of help for CutStatement.
    std::string_view meant;
};

/// One version of the history.
struct Migration {
    std::string version; ///< as the tool counts it: "0007", "1.2", "20260102030405"
    std::string name;    ///< for people: the file's or folder's name
    std::vector<Section> up;
    std::vector<Section> down;
    bool repeatable = false; ///< runs again whenever it changes; has no way back
    bool baseline = false;   ///< stands for the migrations before it
    bool takenAlone = false; ///< what lies beside it was not looked at: a way back may be there
    bool upInOtherLanguage = false;   ///< its way up is a program, which is not read
    bool downInOtherLanguage = false; ///< likewise its way back
    bool schemaDump = false;          ///< a dump: no migration at all, but a schema
    /// Where this tool expects the way back of this migration, as the end of a help sentence:
    /// `db/migrations/0007_email.down.sql`, `a "-- +goose Down" section`.
    std::string wayBackPlace;
    /// The file of its own that such a way back would be; empty where the tool has it in the same
    /// file, or not as SQL.
    std::string wayBackPath;
    std::vector<SectionProblem> problems; ///< in the order of the text
    /// Where the user asked for it to be judged (a file given on its own is judged with the earlier
    /// migrations as its history; only its own diagnostics are reported).
    bool reported = true;
};

enum class FileRole : uint8_t { Migration, Rollback, Both, Schema, Repeatable, Ignored };
std::string_view wordOf(FileRole role);

/// A file of a migrations folder and what it is in the eyes of the tool.
struct ProjectFile {
    FileId file = 0;
    FileRole role = FileRole::Migration;
    std::string migration; ///< its version, if it belongs to one
    std::string reason;    ///< for ignored files: why the tool does not run it
    bool misnamed = false; ///< ignored because of its name, which the tool does not take
    bool marked = false;   ///< though it has the tool's own markers
    bool unlisted = false; ///< ignored because no plan or journal of the tool names it
    bool refused = false;  ///< for its name the tool stops, and reads nothing of the folder
    bool reported = true;
};

class Folder;
struct Config;
struct Evidence;
struct LayoutInput;

/// A migrations folder with its tool. `migrations` are in the order in which the tool runs them; an
/// orphan way back is a migration without `up`.
struct History {
    std::string folder; ///< as the user knows it
    const Tool* tool = nullptr;
    /// The numbers that the names in the folder begin with, whoever runs the files: migrations in
    /// other languages and files that could not be read have one, too. No dates.
    std::vector<uint32_t> numbersInFolder;
    /// The versions of migrations that are programs, in any order: they may do anything.
    std::vector<std::string> programs;
    bool singleFile = false;        ///< a file that was asked for on its own
    bool toolAssumed = false;       ///< nothing in the folder says which tool it is
    bool toolGuessed = false;       ///< by names alone, which others share
    const Config* config = nullptr; ///< never null once loaded
    std::vector<Migration> migrations;
    std::vector<ProjectFile> files;
    std::vector<std::string> alsoRead; ///< folders beside or below that belong to it
    std::string notRead; ///< why nothing of it is read, as SQL of another server; or empty
};

/// How a way back is written that a tool reads, or that stands in comments where it reads none.
/// Without a heading and a prefix it is a file of its own, and without one of its own it is nothing
/// that can be written.
struct WayBackForm {
    std::string_view heading = ""; ///< the line above it, in the file of the way up
    /// The first lines, instead, of one that needs to run outside of a transaction; empty: the tool
    /// has no such words for the way back alone.
    std::string_view headingOutside = "";
    std::string_view linePrefix = ""; ///< before each of its lines, behind the migration's own text
    /// Lines around a statement with semicolons in it.
    std::string_view statementBegin = "";
    std::string_view statementEnd = "";
    std::string_view innerSemicolon = ";"; ///< what stands for such a semicolon
    bool sharesOptOut = false; ///< the way up's opt-out of the transaction holds for it, too

    bool isInSameFile() const { return !heading.empty() || !linePrefix.empty(); }
};

/// In comments at the end of the file, for tools that cannot go back.
inline constexpr WayBackForm commentedWayBackForm = {.heading = "-- rollback:",
                                                     .linePrefix = "-- "};

/// One migration tool. Tools are constants; a new one is one new file in project/tools/.
struct Tool {
    std::string_view name;      ///< as `--tool` and JSON name it
    std::string_view title;     ///< as its makers write it: "golang-migrate", "Flyway"
    bool hasWayBack = true;     ///< the tool itself can go back
    bool readsVariants = false; ///< texts for several servers, of which it takes the right one
    bool refusesEmpty = false;  ///< a way up without any statement
    bool stopsAtGap = false;    ///< runs nothing behind the first number that is missing
    /// Its versions are 1, 2, 3, … and it refuses the folder if one of them is missing.
    bool needsEveryVersion = false;
    /// Compares versions: <0, 0 if they are one to the tool, which knows migrations by them, >0.
    /// Null if it knows them by their whole names.
    int (*compareVersions)(std::string_view a, std::string_view b) = nullptr;
    /// How the tool would run `section` of `history`, whose statements are `parsed`; the file's own
    /// opt-out is in the section.
    Execution (*execution)(const Section& section, const ParsedSection& parsed) = nullptr;
    /// The settings that do not reach the next migration, with blanks between them: the tool gives
    /// them back. "all" if each migration runs in a session of its own.
    std::string_view restoredSettings = "";
    /// The way out of the tool's transaction, as a help sentence: `put "-- +goose NO TRANSACTION"
    /// …`.
    std::string_view transactionOptOut;
    /// The same for a way back, where it differs; or "".
    std::string_view wayBackOptOut = "";
    WayBackForm wayBackForm = {}; ///< how a way back is written
    /// The way out for one statement, where the tool tells statements apart; null: all alike.
    std::string_view (*optOutFor)(const Statement& statement) = nullptr;
    /// COMMIT in the text is the one way out of the tool's transaction.
    bool commitIsWayOut = false;
    /// What a section that has left the transaction still may not do, or "".
    std::string_view singleMessageHelp;
    bool ownsSubfolders =
        false; ///< its migrations lie in subfolders, which are no folders of their own
    bool folderIsMigration = false; ///< each of these subfolders is one migration
    bool ordersByList = false; ///< a plan or changelog says the order, whatever the versions are
    std::string_view versionPrefixes = ""; ///< letters of which one stands before a version
    /// Whether `folder` has no migrations but in folders below it, which the tool reads together.
    /// Null if it reads no such folders.
    bool (*isLocation)(const Folder& folder) = nullptr;
    /// How much the evidence speaks for this tool: 0 nothing, 20 the shape of names, 40 a name
    /// pattern of its own, 60 a neighbouring file, 80 a marker in the text, 100 a file that only it
    /// has.
    int (*recognise)(const Evidence& evidence) = nullptr;
    /// Fills a history from its folder.
    void (*layout)(const LayoutInput& input) = nullptr;
};

} // namespace ironlaw
