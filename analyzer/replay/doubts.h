// What parts of a history were not seen, so that nothing is certain about what they may have made.
#pragma once

#include "analyzer/catalog/catalog.h"
#include "grammar/parser.h"

#include <llvm/ADT/StringSet.h>

namespace ironlaw {

/// Doubt grows along the history: in everything behind a text that could not be read or that runs
/// what nobody sees, and in single names that a DO block touches, whose branches may not run.
class Doubts {
public:
    /// The statements of `section`, which stands in the file `bytes`, are about to be replayed.
    void section(const ParsedSection& section, std::string_view bytes);
    /// `statement`, one of that section, is about to change `catalog`.
    void statement(const Statement& statement, const Catalog& catalog, int serverVersion);
    /// All names that the statement makes, changes or drops; everything if it drops what no name
    /// tells of.
    void namesOf(const Statement& statement);
    /// Nothing for an empty name.
    void name(std::string_view name) { names_.add(name); }
    /// Something ran that may have made anything.
    void everything() { inEverything_ |= true; }

    bool areAboutEverything() const { return inEverything_.ever; }
    /// Since beginWay(): what runs now has done something that is not seen.
    bool areLatelyAboutEverything() const { return inEverything_.lately; }
    /// A way of a migration begins.
    void beginWay() { inEverything_.lately = false; }
    bool areAbout(std::string_view name) const {
        return areAboutEverything() || names_.all.contains(name);
    }
    /// Something that is seen, but may not have run, was about the name.
    bool nameIt(std::string_view name) const { return names_.all.contains(name); }
    /// Likewise about the columns and constraints of the table.
    bool namePartsOf(std::string_view table) const {
        return nameIt(table) || changedTables_.all.contains(table);
    }
    /// The columns and constraints of the table; it is there, for all that is known.
    bool areAboutPartsOf(std::string_view table) const {
        return areAbout(table) || changedTables_.all.contains(table);
    }
    /// A migration tool or psql puts text into the statement that nobody sees.
    bool hasPlaceholder(const Statement& statement) const {
        return placeholderIn(statement).has_value();
    }

    struct Mark {
        size_t names = 0;
        size_t changedTables = 0;
        bool inEverything = false;
        bool hasEventTrigger = false;
    };
    Mark mark() const {
        return {names_.order.size(), changedTables_.order.size(), inEverything_.ever,
                hasEventTrigger_};
    }
    /// Forgets what came behind `mark`: a way back that was replayed did not run.
    void rewind(Mark mark);

private:
    void query(const Query& query, const Catalog& catalog, int serverVersion);
    void call(const Expression& call, const Catalog& catalog, int serverVersion);
    void block(const Body& body, const Catalog& catalog);
    /// What may be gone with a table, or with a column or constraint of it: its indexes and
    /// sequences, and the same of its partitions and children.
    void partsOf(const QualifiedName& relation, const Catalog& catalog);
    void namesOfAction(const AlterAction& action);
    /// Where the first placeholder in the statement begins.
    std::optional<uint32_t> placeholderIn(const Statement& statement) const;
    void namesOfOthers(const Statement& statement);

    struct Names {
        llvm::StringSet<> all;
        std::vector<std::string> order; ///< in which they came

        void add(std::string_view name);
        void truncate(size_t count);
    };

    struct Flag {
        bool ever = false;
        bool lately = false;
        Flag& operator|=(bool doubt) {
            ever |= doubt;
            lately |= doubt;
            return *this;
        }
    };

    Flag inEverything_;
    bool hasEventTrigger_ = false;
    Names names_;
    Names changedTables_;
    std::span<const Range> placeholders_;
};

} // namespace ironlaw
