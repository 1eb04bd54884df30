// What of a migration no draft undoes, because the schema does not show it: rows, and statements
// that change something else.
#pragma once

#include "analyzer/replay/replay.h"

#include <llvm/ADT/StringSet.h>

#include <functional>
#include <string>
#include <vector>

namespace ironlaw {

/// Hears the statements of a migration one after the other, each before it is applied.
class LossReader {
public:
    /// The catalog is the one before the migration, and `log` its Catalog::logChanges(). `fileText`
    /// gives the text of a file.
    LossReader(const Replay& replay, const std::vector<ObjectId>& log,
               std::function<std::string_view(FileId)> fileText);

    /// `effects` are those of the statement.
    void statement(const Statement& statement, const Effects& effects);
    /// What could not be parsed, at the end of a section.
    void errors(const ParsedSection& section, FileId file);
    /// The migration is at its end.
    void finish();

    /// Lines for people, each once, in the order of the statements.
    const std::vector<std::string>& marks() const { return marks_; }
    /// Something in the database is other than before.
    bool hasChanges() const { return hasChanges_; }
    /// An index was made or dropped without blocking writes.
    bool isConcurrent() const { return isConcurrent_; }

private:
    void settleLast();
    void inner(const Body& body);
    void query(const QueryStatement& statement, const Effects& effects);
    void rows(const Query& query);
    void update(const Query& query, const Table* table, std::string_view name);
    void alter(const AlterTable& statement);
    void notUndone(Range range);
    void mark(std::string text);
    /// Null if it is not known.
    const Table* tableOf(const QualifiedName& name) const;
    /// The migration itself has made the table, or nobody else sees it: it goes with all its rows.
    bool goes(const QualifiedName& name) const;

    const Replay& replay_;
    const std::vector<ObjectId>& log_;
    std::function<std::string_view(FileId)> fileText_;
    ObjectId firstMade_;
    std::vector<std::string> marks_;
    llvm::StringSet<> known_; ///< the same, to find them
    bool hasChanges_ = false;
    bool isConcurrent_ = false;
    /// The last statement, if it has to change the catalog to be undone, and where it stands.
    std::optional<Range> last_;
    FileId lastFile_ = 0;
    size_t changesBefore_ = 0;
};

} // namespace ironlaw
