// What replay says of single statements, compared with the claims of fixtures/effects. That the
// claims hold on servers is for tools/verify-on-postgres to see.
#include "analyzer/rule/history-replay.h"
#include "tests/golden.h"
#include "tests/replay/effect-claims.h"
#include "tests/rule/history-text.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

using namespace ironlaw;
using effects::Case;

namespace {

constexpr int oldestServer = 12;

struct Facts {
    std::set<std::string> certain;
    std::set<std::string> unsure;
};

std::string nameOf(const RelationUse& relation) {
    return relation.schema == "public" ? std::string(relation.name)
                                       : fmt::format("{}.{}", relation.schema, relation.name);
}

void addLocks(const Effects& effects, Facts& facts) {
    for (const Lock& lock : effects.locks) {
        if (lock.relation.kind != RelationKind::Index ||
            lock.mode >= LockMode::ShareUpdateExclusive) {
            facts.certain.insert(
                fmt::format("lock {} {}", nameOf(lock.relation), wordsOf(lock.mode)));
        }
    }
}

/// It has no rows of its own: what replay says of it is done in its partitions.
bool isPartitioned(const RelationUse& relation) {
    return relation.table() != nullptr &&
           relation.table()->partitionedBy != PartitionStrategy::None;
}

void addWork(const Effects& effects, const Catalog& catalog, Facts& facts) {
    for (const Work& work : effects.work) {
        if (isPartitioned(work.relation)) {
            continue;
        }
        std::set<std::string>& said = work.certain ? facts.certain : facts.unsure;
        if (work.kind == WorkKind::Rewrite) {
            said.insert("rewrite " + nameOf(work.relation));
            continue;
        }
        // Whoever rewrites a table reads it, and builds its indexes.
        if (effects.surelyRewrites(work.relation)) {
            continue;
        }
        said.insert("scan " + nameOf(work.relation));
        if (work.index != nullptr) {
            said.insert("rebuild " + nameOf({work.index, work.index->schema, work.index->name}));
        } else if (work.cause == WorkCause::Reindex && work.relation.object != nullptr) {
            for (const Index* index : catalog.indexesOf(work.relation.object->id)) {
                said.insert("rebuild " + nameOf({index, index->schema, index->name}));
            }
        }
    }
    std::erase_if(facts.unsure, [&](const auto& fact) { return facts.certain.contains(fact); });
}

/// What `statement` does on a server of `version` after its set-up, which is an earlier migration.
Facts factsOf(const Case& one, int version) {
    Project project = example::projectOf({{one.setUp}, {one.statement}});
    const ParsedHistory parsed(project.sources, project.histories.front(), 1);
    CHECK_MESSAGE(parsed.files().front().sections.front().parsed->errors.empty(), one.name);
    if (!parsed.files().back().sections.front().parsed->errors.empty()) {
        return {{"fails"}, {}};
    }
    Catalog catalog(true);
    Replay before(catalog, version);
    replayUp(project.histories.front(), parsed, "1", before);

    Session::Settings settings;
    for (const std::string_view name : {"timezone", "check_function_bodies"}) {
        if (const auto value = before.session().value(name)) {
            settings[name] = *value;
        }
    }
    Replay replay(catalog, version, settings);
    replay.beginMigration();
    const SectionView& view = parsed.migrations().back().up.front();
    REQUIRE_MESSAGE(view.parsed->statements.size() == 1, one.name);
    replay.beginSection(*view.section, {}, {});
    replay.enter(*view.parsed->statements.front());
    const Effects effects = replay.effectsOf(*view.parsed->statements.front());
    Facts facts;
    if (effects.blockRefusal) {
        facts.certain.insert("refused");
        return facts;
    }
    if (!effects.failures.empty()) {
        facts.certain.insert("fails");
        return facts;
    }
    addLocks(effects, facts);
    addWork(effects, catalog, facts);
    return facts;
}

void compare(const std::set<std::string>& claimed, const std::set<std::string>& said,
             const std::string& who, std::vector<std::string>& differences) {
    for (const std::string& fact : claimed) {
        if (!said.contains(fact)) {
            differences.push_back(fmt::format("{} does not say: {}", who, fact));
        }
    }
    for (const std::string& fact : said) {
        if (!claimed.contains(fact)) {
            differences.push_back(fmt::format("{} says: {}", who, fact));
        }
    }
}

std::vector<std::string> differencesOf(const Case& one) {
    std::vector<std::string> differences;
    for (int version = std::max(oldestServer, one.since); version <= newestServer; ++version) {
        const effects::Claims claims = effects::claimsFor(one, version);
        Facts facts = factsOf(one, version);
        const std::string who = fmt::format("{}: server {}: ironlaw", one.name, version);
        if (claims.failsUnseen) {
            // Which locks a statement takes before it fails, nobody can see.
            std::erase_if(facts.certain, [](const auto& fact) { return fact != "fails"; });
            facts.unsure.clear();
        }
        compare(claims.certain, facts.certain, who, differences);
        compare(claims.unsure, facts.unsure, who + " (unsure)", differences);
    }
    return differences;
}

} // namespace

TEST_CASE("replay says of each statement what servers do") {
    size_t cases = 0;
    for (const auto& path : test::filesOf("fixtures/effects", ".sql")) {
        for (const Case& one : effects::casesOf(test::readFile(path))) {
            ++cases;
            for (const std::string& difference : differencesOf(one)) {
                FAIL_CHECK(path.filename().string() << ": " << difference);
            }
        }
    }
    CHECK(cases >= 1500);
}
