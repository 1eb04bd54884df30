// Sqitch: sqitch.plan says what runs in which order, scripts lie in deploy/ and revert/
// (lib/App/Sqitch/Plan.pm, Plan/Change.pm, Target.pm). psql runs each script as it is.
#include "analyzer/project/layout.h"
#include "analyzer/project/tools.h"

#include <fmt/format.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/FileSystem.h>

#include <algorithm>
#include <map>

namespace ironlaw {

namespace {

namespace sys = llvm::sys;

/// Where a project keeps what, as paths for the user.
struct Places {
    std::string plan;
    std::string deploy;
    std::string revert;
    std::string verify;
    std::string engine;    ///< empty: the configuration names none
    std::string extension; ///< of scripts
};

/// The keys of sqitch.conf that matter, as "core.top_dir"; those of the engine for PostgreSQL
/// stand as "core", too, since they count more.
std::map<std::string, std::string> settingsOf(std::string_view conf) {
    std::map<std::string, std::string> core;
    std::map<std::string, std::string> engine;
    std::string section;
    eachLine(conf, [&](std::string_view text, Range) {
        const llvm::StringRef line = llvm::StringRef(text).trim();
        if (line.empty() || line.front() == '#' || line.front() == ';') {
            return;
        }
        if (line.front() == '[') {
            section = line.drop_front().split(']').first.lower();
            return;
        }
        const auto [key, behind] = line.split('=');
        llvm::StringRef value = behind.trim();
        if (!value.consume_front("\"")) {
            value = value.take_until([](char c) { return c == '#' || c == ';'; }).rtrim();
        }
        value = value.split('"').first;
        if (section == "core") {
            core[key.trim().lower()] = value.str();
        } else if (section == "engine \"pg\"") {
            engine[key.trim().lower()] = value.str();
        }
    });
    engine.merge(core);
    return engine;
}

/// `path` as seen from `folder`.
std::string from(const Folder& folder, llvm::StringRef path) {
    while (path.consume_front("./")) {
    }
    path = path.rtrim('/');
    return path == "." || path.empty() ? folder.path() : folder.below(path);
}

Places placesOf(const Folder& folder) {
    const std::optional<std::string> conf = FileReader::peek(folder.below("sqitch.conf"));
    const std::map<std::string, std::string> settings = settingsOf(conf ? *conf : std::string());
    const auto setting = [&](const char* key) {
        const auto found = settings.find(key);
        return found == settings.end() ? std::string() : found->second;
    };
    const Folder top(from(folder, setting("top_dir")));
    const auto placeOf = [&](const char* key, std::string_view byDefault) {
        const std::string set = setting(key);
        return set.empty() ? top.below(byDefault) : from(folder, set);
    };
    Places places;
    places.plan = placeOf("plan_file", "sqitch.plan");
    places.deploy = placeOf("deploy_dir", "deploy");
    places.revert = placeOf("revert_dir", "revert");
    places.verify = placeOf("verify_dir", "verify");
    places.engine = setting("engine");
    places.extension = setting("extension").empty() ? "sql" : setting("extension");
    return places;
}

/// A change of the plan, and the tags behind it.
struct Change {
    std::string name;
    std::vector<std::string> tags; ///< between it and the next change with its name, with "@"
    bool reworked = false;         ///< there is such a change
};

std::vector<Change> changesOf(std::string_view plan) {
    std::vector<Change> result;
    std::map<std::string, size_t> last;               ///< by name
    std::vector<std::pair<std::string, size_t>> tags; ///< and how many changes stand before
    eachLine(plan, [&](std::string_view text, Range) {
        llvm::StringRef line = llvm::StringRef(text).trim();
        if (line.empty() || line.front() == '%' || line.front() == '#') {
            return;
        }
        line.consume_front("+");
        const std::string word = line.ltrim().split(' ').first.split('\t').first.str();
        if (word.starts_with('@')) {
            tags.emplace_back(word, result.size());
            return;
        }
        const auto [known, isNew] = last.try_emplace(word, result.size());
        if (!isNew) {
            result[known->second].reworked = true;
            auto tag = std::ranges::upper_bound(tags, known->second, {},
                                                &std::pair<std::string, size_t>::second);
            for (; tag != tags.end(); ++tag) {
                result[known->second].tags.push_back(tag->first);
            }
            known->second = result.size();
        }
        result.push_back({word, {}, false});
    });
    return result;
}

class Layout {
public:
    explicit Layout(const LayoutInput& input) : input_(input), places_(placesOf(input.folder)) {}

    void run() {
        if (!places_.engine.empty() && places_.engine != "pg") {
            input_.history.notRead = fmt::format("Sqitch's engine is \"{}\"", places_.engine);
            return;
        }
        const std::optional<std::string> plan = FileReader::peek(places_.plan);
        if (!plan) {
            return;
        }
        for (const Change& one : changesOf(*plan)) {
            change(one);
        }
        rest(places_.deploy, "sqitch.plan does not name it", true);
        rest(places_.revert, "no change of sqitch.plan is taken back by it", true);
        rest(places_.verify, "Sqitch verifies a change with it, and changes nothing", false);
    }

private:
    /// The script's name without its ending: a reworked change's has a tag.
    std::string stemOf(const Change& change) const {
        if (!change.reworked || change.tags.empty()) {
            return change.name;
        }
        const auto exists = [&](const std::string& tag) {
            return sys::fs::exists(pathOf(places_.deploy, change.name + tag));
        };
        const auto found = std::ranges::find_if(change.tags, exists);
        return change.name + (found == change.tags.end() ? change.tags.front() : *found);
    }

    std::string pathOf(std::string_view folder, std::string_view stem) const {
        return fmt::format("{}/{}.{}", folder, stem, places_.extension);
    }

    void change(const Change& change) {
        Migration migration;
        migration.name = stemOf(change);
        migration.version = migration.name;
        migration.wayBackPath = directPath(pathOf(places_.revert, migration.name));
        migration.wayBackPlace = migration.wayBackPath;
        script(migration, places_.deploy, Direction::Up);
        script(migration, places_.revert, Direction::Down);
        if (!migration.up.empty() || !migration.down.empty()) {
            input_.history.migrations.push_back(std::move(migration));
        }
    }

    void script(Migration& migration, const std::string& folder, Direction direction) {
        const std::optional<FileId> file =
            input_.reader.readIfThere(pathOf(folder, migration.name));
        if (!file || !taken_.insert(*file).second) {
            return;
        }
        const bool up = direction == Direction::Up;
        (up ? migration.up : migration.down)
            .push_back(wholeFile(*file, input_.reader.text(*file), direction));
        addFile(input_.history, *file, up ? FileRole::Migration : FileRole::Rollback,
                migration.version);
    }

    /// What else lies in a folder of scripts.
    void rest(const std::string& path, std::string_view reason, bool runs) {
        if (!sys::fs::is_directory(path) || !seen_.enter(path)) {
            return;
        }
        input_.history.alsoRead.push_back(path);
        const Folder folder = input_.reader.folder(path);
        for (const FolderEntry& entry : folder.entries()) {
            if (entry.isFolder) {
                rest(entry.path, reason, runs);
                continue;
            }
            const std::optional<FileId> file =
                isSqlFile(entry) ? input_.reader.read(entry.path) : std::nullopt;
            if (file && taken_.insert(*file).second) {
                runs ? addUnlisted(input_.history, *file, reason)
                     : addFile(input_.history, *file, FileRole::Ignored, "", reason);
            }
        }
    }

    const LayoutInput& input_;
    Places places_;
    std::set<FileId> taken_;
    SeenFolders seen_;
};

void layout(const LayoutInput& input) { Layout(input).run(); }

bool isLocation(const Folder& folder) {
    return folder.has("sqitch.plan") ||
           (folder.has("sqitch.conf") && sys::fs::exists(placesOf(folder).plan));
}

int recognise(const Evidence& evidence) { return isLocation(evidence.folder) ? 100 : 0; }

} // namespace

const Tool sqitch = {
    .name = "sqitch",
    .title = "Sqitch",
    .execution = statementByStatement,
    .restoredSettings = "all",
    .transactionOptOut = "move the statement out of BEGIN and COMMIT",
    .singleMessageHelp = "",
    .ownsSubfolders = true,
    .ordersByList = true,
    .isLocation = isLocation,
    .recognise = recognise,
    .layout = layout,
};

} // namespace ironlaw
