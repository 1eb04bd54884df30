// A history with all its sections parsed. Files are parsed side by side; what comes out does not
// depend on how many at once.
#pragma once

#include "analyzer/project/project.h"
#include "analyzer/rule/suppression.h"

#include <deque>
#include <span>
#include <vector>

namespace ironlaw {

struct ParsedMigration {
    const Migration* migration = nullptr;
    std::span<const SectionView> up;
    std::span<const SectionView> down;
};

struct ParsedFile {
    FileId file = 0;
    std::vector<SectionView> sections; ///< in the order of the text
    Suppressions suppressions;
};

class ParsedHistory {
public:
    /// Parses every section of `history` on up to `jobs` threads; few bytes are not worth a second
    /// one. `sources` and `history` have to outlive the result.
    ParsedHistory(const Sources& sources, const History& history, unsigned jobs);
    ParsedHistory(const ParsedHistory&) = delete;
    ParsedHistory& operator=(const ParsedHistory&) = delete;

    const Sources& sources() const { return sources_; }
    const std::vector<ParsedMigration>& migrations() const { return migrations_; }
    /// In the order in which the history runs them.
    std::deque<ParsedFile>& files() { return files_; }
    const std::deque<ParsedFile>& files() const { return files_; }
    /// Null if the file belongs to no migration.
    ParsedFile* file(FileId id);
    const ParsedFile* file(FileId id) const;
    /// The text of a file as it was parsed.
    std::string_view textOf(FileId id) const;
    /// Whether a comment calls the migration irreversible, with a reason.
    bool saysIrreversible(const ParsedMigration& migration) const;

private:
    void collect(const History& history);
    void parseAll(const Sources& sources, unsigned jobs);
    static void parseFile(const Sources& sources, ParsedFile& file, Arena& arena);

    const Sources& sources_;
    std::deque<Arena> arenas_;         ///< the memory of the statements; one for each thread
    std::vector<SectionView> views_;   ///< in the order of the migrations, up before down
    std::deque<ParsedSection> parsed_; ///< likewise
    std::vector<ParsedMigration> migrations_;
    std::deque<ParsedFile> files_;
    std::vector<ParsedFile*> byId_;
};

} // namespace ironlaw
