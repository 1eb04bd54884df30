// Fixtures of rules: SQL with its configuration and with the diagnostics that it has to give, all
// in one text. fixtures/README.md has the notation.
#pragma once

#include "analyzer/rule/registry.h"
#include "analyzer/rule/runner.h"
#include "tests/temporary-folder.h"

#include <string>
#include <string_view>
#include <vector>

namespace ironlaw::fixtures {

/// One file of a fixture, as it is written into the migrations folder.
struct Part {
    std::string name; ///< relative to that folder
    std::string text; ///< without the expectations, and with a NUL byte for each ␀
    /// The fixture's line that line 1 of the text was.
    uint32_t firstLine = 1;
};

struct Expectation {
    enum class Kind : uint8_t { Diagnostic, Note, Help } kind = Kind::Diagnostic;
    uint32_t line = 0; ///< of the fixture, from 1
    std::string rule;  ///< only of diagnostics
    std::string part;  ///< what the message contains
};

struct Fixture {
    std::string path; ///< for messages: "fixtures/rules/select-star/view.sql", "…/select-star.md"
    uint32_t firstLine = 1; ///< of `path`, where the fixture's text begins
    std::string config;     ///< TOML
    std::string diff;       ///< the part with which the schema is compared; empty: a check
    bool selects = false;   ///< the configuration says which rules run
    std::vector<Part> parts;
    std::vector<Expectation> expectations;
    bool expectsNothing = false;
    std::vector<std::string> mistakes; ///< in the notation: one line each, "path:line: …"

    bool expects(std::string_view rule) const;
    std::string at(uint32_t line) const; ///< "path:line"
};

/// Where a diagnostic or note stands, in the fixture's own lines.
struct Place {
    std::string file;  ///< as the diagnostic names it, if it is none of the fixture's
    uint32_t line = 0; ///< 0 if it is none of the fixture's
};

struct Told {
    std::string rule;
    Place place;
    std::string message;
    std::string help;
    struct ToldNote {
        Place place; ///< the diagnostic's if the note has none of its own
        std::string message;
    };
    std::vector<ToldNote> notes;
};

/// What the analysis of a fixture said, free of the run that it came from.
struct Outcome {
    std::vector<Told> diagnostics;
    std::vector<std::string> failures; ///< the run was impossible, or not the same a second time
};

Fixture parseFixture(std::string path, std::string_view text, uint32_t firstLine = 1);

/// Writes the files into `folder` as db/…, beside the configuration.
void write(const Fixture& fixture, const TemporaryFolder& folder);

/// Analyses the fixture with one thread and with four. `select` is for fixtures that do not say
/// themselves what runs.
Outcome analyse(const Fixture& fixture, const std::vector<std::string>& select);

/// What differs between expectations and outcome, both ways: one line each, "path:line: …".
std::vector<std::string> compare(const Fixture& fixture, const Outcome& outcome);

/// A fixture of fixtures/rules/ with its outcome.
struct Case {
    std::string rule; ///< the folder's name
    Fixture fixture;
    Outcome outcome;
};

/// All of fixtures/rules/, sorted by path; analysed when first asked for.
const std::vector<Case>& allCases();

/// A file of the project, which has to be there.
std::string readFile(const std::string& path);
/// The names in a folder, sorted; none if it does not exist.
std::vector<std::string> namesIn(const std::string& folder);

} // namespace ironlaw::fixtures
