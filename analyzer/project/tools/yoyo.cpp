// yoyo: NAME.sql with NAME.rollback.sql, in the order of "-- depends:" (yoyo/migrations.py).
// Statements run one by one in a transaction, unless the way up says "-- transactional: false".
#include "analyzer/project/script-layout.h"
#include "analyzer/project/tools.h"

#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringRef.h>

#include <algorithm>
#include <functional>
#include <queue>

namespace ironlaw {

namespace {

/// What the comments above the first statement say.
struct Directives {
    bool transactional = true;
    std::vector<std::string> depends; ///< names of other migrations
    bool any = false;
};

Directives directivesOf(std::string_view text) {
    Directives result;
    bool above = true;
    eachLine(text, [&](std::string_view line, Range) {
        llvm::StringRef words = llvm::StringRef(line).trim();
        above = above && (words.empty() || words.starts_with("--"));
        if (!above || !words.consume_front("--")) {
            return;
        }
        const auto [key, value] = words.split(':');
        if (key.trim() == "transactional") {
            result.transactional = !value.trim().equals_insensitive("false");
            result.any = true;
        } else if (key.trim() == "depends") {
            llvm::SmallVector<llvm::StringRef> names;
            value.trim().split(names, ' ', -1, false);
            result.depends.insert(result.depends.end(), names.begin(), names.end());
            result.any = true;
        }
    });
    return result;
}

std::optional<ScriptName> parse(std::string_view name) {
    if (!name.ends_with(".sql")) {
        return std::nullopt;
    }
    const bool down = name.ends_with(".rollback.sql");
    return ScriptName{.version = leadingDigits(name),
                      .stem = without(name, down ? ".rollback.sql" : ".sql"),
                      .direction = down ? Direction::Down : Direction::Up,
                      .repeatable = name.starts_with("post-apply")};
}

std::string_view leftOut(std::string_view name) {
    return name.starts_with("_tmp_yoyonew") ? "it is a draft of yoyo's own" : "";
}

constexpr ScriptLayout scripts = {
    .parse = parse,
    .form = "TITLE.sql",
    .leftOut = leftOut,
    .order = ScriptLayout::Order::Text,
    .pairsByVersion = false,
    .wayBack = ".rollback.sql",
};

/// Puts each migration behind those that it depends on; of those that may come next the first by
/// name does. What depends on itself by a circle stays at the end.
void sortByDependencies(std::vector<Migration>& migrations,
                        const std::vector<Directives>& directives) {
    llvm::StringMap<size_t> places;
    for (size_t i = 0; i < migrations.size(); ++i) {
        places[migrations[i].name] = i;
    }
    std::vector<size_t> waitsFor(migrations.size());
    std::vector<std::vector<size_t>> blocks(migrations.size());
    for (size_t i = 0; i < migrations.size(); ++i) {
        for (const std::string& name : directives[i].depends) {
            if (const auto found = places.find(name); found != places.end()) {
                ++waitsFor[i];
                blocks[found->second].push_back(i);
            }
        }
    }
    std::priority_queue<size_t, std::vector<size_t>, std::greater<>> ready;
    for (size_t i = 0; i < migrations.size(); ++i) {
        if (waitsFor[i] == 0) {
            ready.push(i);
        }
    }
    std::vector<Migration> sorted;
    while (!ready.empty()) {
        const size_t next = ready.top();
        ready.pop();
        sorted.push_back(std::move(migrations[next]));
        for (const size_t blocked : blocks[next]) {
            if (--waitsFor[blocked] == 0) {
                ready.push(blocked);
            }
        }
    }
    for (size_t i = 0; i < migrations.size(); ++i) {
        if (waitsFor[i] > 0) {
            sorted.push_back(std::move(migrations[i]));
        }
    }
    migrations = std::move(sorted);
}

void layout(const LayoutInput& input) {
    layoutScripts(input, scripts);
    std::vector<Migration>& migrations = input.history.migrations;
    std::vector<Directives> directives;
    for (Migration& migration : migrations) {
        directives.push_back(migration.up.empty()
                                 ? Directives()
                                 : directivesOf(input.reader.text(migration.up.front().file)));
        for (std::vector<Section>* way : {&migration.up, &migration.down}) {
            for (Section& section : *way) {
                section.optsOutOfTransaction = !directives.back().transactional;
            }
        }
    }
    sortByDependencies(migrations, directives);
    std::ranges::stable_partition(migrations, [](const Migration& one) { return !one.repeatable; });
}

/// Whether yoyo.ini, somewhere above, has the folder among its sources.
bool isSource(const Folder& folder) {
    bool result = false;
    const std::optional<std::string> text = textNearby(folder.path(), "yoyo.ini");
    eachLine(text ? std::string_view(*text) : std::string_view(),
             [&](std::string_view line, Range) {
                 const auto [key, value] = llvm::StringRef(line).split('=');
                 llvm::SmallVector<llvm::StringRef> sources;
                 value.trim().split(sources, ' ', -1, false);
                 for (llvm::StringRef one : sources) {
                     one.consume_front("%(here)s/");
                     result |= key.trim() == "sources" && isCalled(folder, one);
                 }
             });
    return result;
}

int recognise(const Evidence& evidence) {
    if (evidence.sqlNames.empty()) {
        return 0;
    }
    if (isSource(evidence.folder)) {
        return 100;
    }
    return evidence.anyHead([](std::string_view head) { return directivesOf(head).any; }) ? 60 : 0;
}

} // namespace

const Tool yoyo = {
    .name = "yoyo",
    .title = "yoyo",
    .execution = wrappedStatements,
    .transactionOptOut =
        "write \"-- transactional: false\" above the first statement of the way up, and nothing "
        "into the migration that needs the transaction",
    .wayBackForm = {.headingOutside = "-- transactional: false"},
    .singleMessageHelp = "",
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
