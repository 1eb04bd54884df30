// Which diagnostics of one file its author has allowed, with a reason, in comments.
//
// What `-- ironlaw: allow RULE: reason` covers depends on where the comment stands:
// - behind a statement, on the line where it ends: the diagnostics that stand in that statement,
// and
//   in others before it on the line;
// - on lines of its own directly above a statement (other comments may stand between, blank lines
//   may not): the diagnostics that stand in that statement;
// - within a statement, also within the body of a routine or DO: those on the comment's own line,
// or
//   on the next line of the statement if it has a line of its own; and those that start where the
//   statement starts, which speak of all of it;
// - in a section without any statement: those of the section, its marker included.
// An allowance of a rule about suppressions covers also the comments that stand where it may stand:
// behind the same statement, within it, or in the same lines above it.
// A statement that PostgreSQL's parser refuses counts as one. An allowance without a reason, or
// with an unknown rule, covers nothing. `allow-file` counts before the first statement only.
#pragma once

#include "analyzer/project/migration.h"
#include "analyzer/rule/directive.h"
#include "analyzer/rule/event.h"
#include "analyzer/rule/registry.h"

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ironlaw {

/// A section as it was parsed. Sections of one file do not overlap, but for ways back behind
/// comment signs.
struct SectionView {
    const Section* section = nullptr;
    ParsedSection* parsed = nullptr; ///< never null; owned by the ParsedHistory
    const Migration* migration = nullptr;
};

/// One rule of one allowance. It never covers what stands at its own name: an allowance of
/// `unused-suppression` can be unused.
struct Allowance {
    const RegisteredRule* rule = nullptr;
    Range name;          ///< where the rule's name stands
    size_t section = 0;  ///< to which the comment belongs: the next one if it stands before it
    Range covered;       ///< both ends included
    uint32_t start = 0;  ///< of the statement around the comment; diagnostics there are covered too
    bool inside = false; ///< the comment stands within a statement: `start` counts
};

class Suppressions {
public:
    struct Problem {
        SuppressionProblem::Kind kind;
        Range range;
        size_t section;      ///< to which the comment belongs
        std::string nearest; ///< the nearest known word or rule, if any
    };

    /// A comment that says, with a reason, that a migration has no way back on purpose.
    struct Irreversible {
        const Migration* migration;
        Range word;
        size_t section; ///< to which the comment belongs
    };

    Suppressions() = default;
    /// Reads the comments of a file; `sections` are in the order of the text.
    Suppressions(std::string_view text, std::span<const SectionView> sections);

    /// Whether an allowance covers a diagnostic of `rule` that starts at `offset`; it then counts
    /// as used.
    bool allows(std::string_view rule, uint32_t offset);
    /// Whether an allowance of this file has covered a diagnostic up to now.
    bool isUsed(const Allowance& allowance) const;
    /// Whether a comment says, with a reason, that `migration` has no way back on purpose.
    bool irreversible(const Migration& migration) const;
    const std::vector<Irreversible>& irreversibles() const { return irreversible_; }
    /// Comments that do not say what they have to.
    const std::vector<Problem>& problems() const { return problems_; }
    /// What the file allows, used or not.
    const std::vector<Allowance>& allowances() const { return allowances_; }

private:
    friend class SuppressionReader;

    /// The end of what an allowance covers.
    struct Reach {
        uint32_t end = 0;
        uint32_t name = UINT32_MAX; ///< where its rule's name stands; UINT32_MAX: there is none
    };
    /// The allowances that begin to cover at one place or before it: those two that reach farthest,
    /// since one of them may stand at the very name that is asked about.
    struct Step {
        uint32_t begin;
        Reach first;
        Reach second;
    };
    /// The allowances of one rule, for questions about single places.
    struct Coverage {
        std::string_view rule;        ///< its id
        std::vector<Step> steps;      ///< by `begin`
        std::vector<uint32_t> starts; ///< of statements with an allowance inside, ascending
        std::set<uint32_t> hits;      ///< where diagnostics were that are covered
    };

    void index();
    static std::vector<Step> stepsOf(std::vector<const Allowance*> allowances);

    /// One for each rule that is allowed somewhere: a few.
    std::vector<Coverage> coverage_;
    std::vector<Allowance> allowances_;
    std::vector<Problem> problems_;
    std::vector<Irreversible> irreversible_;
};

} // namespace ironlaw
