// A history made of texts, for tests of the run: no folder, no files.
#pragma once

#include "analyzer/rule/runner.h"

#include <string>
#include <string_view>
#include <vector>

namespace ironlaw::example {

/// A migration as text. Numbered from 1; run statement by statement, as psql does.
struct MigrationText {
    std::string up;
    std::string down = {}; ///< none if empty
    bool reported = true;
    bool schemaDump = false;
};

/// The project that has one history of these migrations: "1.up.sql", "1.down.sql", "2.up.sql", ….
/// Its deploy sets a lock_timeout and may fail halfway, so that not every text is told of.
Project projectOf(const std::vector<MigrationText>& migrations, Config config = {});

/// What a run says of it: `1.up.sql:3 error rule-id`, in order.
std::vector<std::string> verdict(const std::vector<MigrationText>& migrations, Config config = {},
                                 unsigned jobs = 1);

/// All rules but those that ask for a way back.
Config withoutRollback();

} // namespace ironlaw::example
