// What differs between a history and a dump although the history, as far as it is seen, does not
// show why: nothing is told of that.
#pragma once

#include "analyzer/replay/doubts.h"
#include "analyzer/rule/parsed-project.h"
#include "analyzer/schema/difference.h"

#include <llvm/ADT/StringSet.h>

namespace ironlaw {

/// Gathers what may have run unseen: dynamic SQL, programs between the migrations, functions that
/// change the schema. It may have made anything; but what the history itself makes is there,
/// and has no other parts, unless one of these texts names it.
class DriftDoubts {
public:
    /// Of the first schema of a comparison, or of the second one if `ofDump`. `doubts` are those at
    /// the end of its replay.
    DriftDoubts(const ParsedProject& parsed, std::span<const History> histories, Doubts doubts,
                bool ofDump);

    bool areAbout(const Difference& difference) const;
    /// Something is not seen: what only the other schema has may come from it.
    bool areAboutOthers() const { return doubts_.areAboutEverything(); }
    /// The history runs programs whose text is not there: nothing is certain.
    bool areAboutEverything() const { return blind_; }

private:
    /// What is not seen goes through a list of tables: it may change any of them.
    bool areAboutAnyTable() const;
    void history(const History& history, const ParsedHistory& parsed);
    void programs(const History& history);
    void statement(const Statement& statement, std::string_view file);
    void body(const Body& body, std::string_view file);
    static void add(std::string_view text, llvm::StringSet<>& words);

    Doubts doubts_;
    Difference::Kind onlyOther_; ///< of what only the other schema has
    llvm::StringSet<> words_;    ///< of texts that nobody reads as SQL
    llvm::StringSet<> called_;   ///< of statements that call functions, which may make something
    bool blind_ = false;
};

} // namespace ironlaw
