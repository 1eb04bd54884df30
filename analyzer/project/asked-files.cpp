// See asked-files.h.
#include "analyzer/project/asked-files.h"

#include "analyzer/project/tools.h"

#include <algorithm>
#include <set>

namespace ironlaw {

bool AskedFiles::ask(const FileIdentity& folder, const FileIdentity& file) {
    auto known = parts_.find(folder);
    if (known == parts_.end() || !known->second.migrations.contains(file)) {
        return false;
    }
    report(known->second, file);
    return true;
}

bool AskedFiles::open(const FileIdentity& folder, const FileIdentity& file) {
    History& history = project_.histories.back();
    Part part{project_.histories.size() - 1, {}};
    for (size_t i = 0; i < history.migrations.size(); ++i) {
        for (const auto* sections : {&history.migrations[i].up, &history.migrations[i].down}) {
            for (const Section& section : *sections) {
                part.migrations[identities_.of(section.file)].push_back(i);
            }
        }
    }
    if (!part.migrations.contains(file)) {
        std::set<FileIdentity>& files = inVain_[folder];
        for (const auto& [one, migrations] : part.migrations) {
            files.insert(one);
        }
        return false;
    }
    for (Migration& migration : history.migrations) {
        migration.reported = false;
    }
    for (ProjectFile& one : history.files) {
        one.reported = false;
    }
    report(part, file);
    parts_[folder] = std::move(part);
    return true;
}

bool AskedFiles::lacks(const FileIdentity& folder, const FileIdentity& file) const {
    const auto known = inVain_.find(folder);
    return known != inVain_.end() && !known->second.contains(file);
}

void AskedFiles::report(const Part& part, const FileIdentity& file) {
    History& history = project_.histories[part.history];
    for (const size_t migration : part.migrations.at(file)) {
        history.migrations[migration].reported = true;
    }
    for (ProjectFile& one : history.files) {
        one.reported = one.reported || identities_.of(one.file) == file;
    }
}

void AskedFiles::finish() {
    for (const auto& [folder, part] : parts_) {
        std::vector<Migration>& migrations = project_.histories[part.history].migrations;
        while (!migrations.back().reported) {
            migrations.pop_back();
        }
    }
}

namespace {

/// The files that the history reports on, because a migration of it has them.
std::vector<ProjectFile*> reportedFiles(History& history) {
    std::vector<ProjectFile*> result;
    for (ProjectFile& file : history.files) {
        if (file.reported && file.role != FileRole::Ignored) {
            result.push_back(&file);
        }
    }
    return result;
}

/// A dump that was only found beside migrations gives way to one that was named.
bool givesWay(const History& history) { return history.tool == &schemaDump && !history.singleFile; }

} // namespace

void reportEachFileOnce(Project& project, FileIdentities& identities) {
    if (project.histories.size() < 2) {
        return;
    }
    std::vector<History*> order;
    order.reserve(project.histories.size());
    for (History& history : project.histories) {
        order.push_back(&history);
    }
    std::ranges::stable_sort(order, [](const History* a, const History* b) {
        return givesWay(*a) != givesWay(*b) ? givesWay(*b) : a->files.size() > b->files.size();
    });
    std::set<FileIdentity> seen;
    std::set<const History*> repeated;
    for (History* history : order) {
        std::vector<ProjectFile*> files = reportedFiles(*history);
        size_t known = 0;
        for (ProjectFile* file : files) {
            file->reported = !seen.contains(identities.of(file->file));
            known += file->reported ? 0 : 1;
        }
        // Only now: one folder may have a file under two names, and the tool runs both.
        for (const ProjectFile* file : files) {
            seen.insert(identities.of(file->file));
        }
        if (known > 0 && known == files.size()) {
            repeated.insert(history);
        }
    }
    std::vector<History> kept;
    for (History& history : project.histories) {
        if (!repeated.contains(&history)) {
            kept.push_back(std::move(history));
        }
    }
    project.histories = std::move(kept);
}

void settleRoles(History& history) {
    std::map<FileId, std::pair<bool, bool>> directions;
    for (const Migration& migration : history.migrations) {
        for (const Section& section : migration.up) {
            directions[section.file].first = true;
        }
        for (const Section& section : migration.down) {
            directions[section.file].second = true;
        }
    }
    for (ProjectFile& file : history.files) {
        auto found = directions.find(file.file);
        bool isOpen = file.role == FileRole::Migration || file.role == FileRole::Rollback ||
                      file.role == FileRole::Both;
        if (found != directions.end() && isOpen) {
            auto [up, down] = found->second;
            file.role = !down ? FileRole::Migration : up ? FileRole::Both : FileRole::Rollback;
        }
    }
}

} // namespace ironlaw
