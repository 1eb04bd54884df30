// Liquibase's formatted SQL: changesets with their ways back in one file
// (AbstractFormattedChangeLogParser.java). Within project/ only.
#pragma once

#include "analyzer/project/migration.h"

#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

/// What a changeset says of itself, in formatted SQL or in a changelog.
struct ChangesetOptions {
    bool inTransaction = true;
    bool splits = true;
    std::string endDelimiter; ///< empty: a semicolon
    std::string dbms;         ///< "postgresql,!h2"; empty: every server
    bool repeatable = false;  ///< it runs again when it changes, or always
    bool ignored = false;
    bool conditional = false; ///< a context or precondition says whether it runs

    /// Whether Liquibase runs it on PostgreSQL.
    bool runs() const;
};

/// Whether a changeset with this value of `onFail` goes by if its preconditions are not met, and
/// the deploy goes on.
bool skipsOnFail(std::string_view onFail);

/// A changeset of formatted SQL.
struct Changeset {
    std::string author;
    std::string id;
    ChangesetOptions options;
    Section up;
    std::vector<Section> down;
    bool downElsewhere = false; ///< another changeset is its way back
};

/// What a file of formatted SQL holds.
struct FormattedSql {
    std::vector<Changeset> changesets;
    std::vector<SectionProblem> problems;
};

/// Whether the text of a way back says that there is nothing to do: "empty", "not required".
bool saysNothing(std::string_view rollback);

/// Whether the first line that is not empty says so: "--liquibase formatted sql".
bool isFormattedSql(std::string_view text);

FormattedSql readFormattedSql(FileId file, std::string_view text);

/// Says in `section` how Liquibase would send it: its opt-out, its messages, and the delimiters
/// that the server does not get.
void applyOptions(const ChangesetOptions& options, std::string_view text, Section& section);

/// Adds to `migration.problems` where Liquibase cuts a statement of `section` that PostgreSQL would
/// not: it knows quotes and BEGIN … END, but not dollar quotes.
void noteStatementCuts(const ChangesetOptions& options, std::string_view text,
                       const Section& section, Migration& migration);

} // namespace ironlaw
