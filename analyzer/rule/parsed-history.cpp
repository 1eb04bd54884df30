// Parsing of a whole history.
#include "analyzer/rule/parsed-history.h"

#include "analyzer/rule/foreign-file.h"

#include <llvm/Support/ThreadPool.h>

#include <algorithm>
#include <atomic>
#include <functional>

namespace ironlaw {

namespace {

/// Below this, starting a thread costs more than it saves.
constexpr size_t bytesWorthThreads = 256 * 1024;

} // namespace

ParsedHistory::ParsedHistory(const Sources& sources, const History& history, unsigned jobs)
    : sources_(sources) {
    collect(history);
    parseAll(sources, jobs);
}

void ParsedHistory::collect(const History& history) {
    size_t count = 0;
    for (const Migration& migration : history.migrations) {
        count += migration.up.size() + migration.down.size();
    }
    views_.reserve(count); // spans into it are taken below
    auto add = [&](const Migration& migration, const std::vector<Section>& sections) {
        size_t first = views_.size();
        for (const Section& section : sections) {
            views_.push_back({&section, &parsed_.emplace_back(), &migration});
        }
        return std::span<const SectionView>(views_).subspan(first);
    };
    for (const Migration& migration : history.migrations) {
        std::span<const SectionView> up = add(migration, migration.up);
        std::span<const SectionView> down = add(migration, migration.down);
        migrations_.push_back({&migration, up, down});
    }
    for (const SectionView& view : views_) {
        FileId id = view.section->file;
        if (byId_.size() <= id) {
            byId_.resize(id + 1, nullptr);
        }
        if (byId_[id] == nullptr) {
            byId_[id] = &files_.emplace_back();
            byId_[id]->file = id;
        }
        byId_[id]->sections.push_back(view);
    }
    for (ParsedFile& file : files_) {
        std::ranges::stable_sort(file.sections, {},
                                 [](const SectionView& view) { return view.section->range.begin; });
    }
}

void ParsedHistory::parseAll(const Sources& sources, unsigned jobs) {
    size_t bytes = 0;
    for (const ParsedFile& file : files_) {
        bytes += sources[file.file].text().size();
    }
    std::atomic<size_t> next = 0;
    auto work = [&](Arena& arena) {
        for (size_t i = next++; i < files_.size(); i = next++) {
            parseFile(sources, files_[i], arena);
        }
    };
    if (jobs == 1 || files_.size() < 2 || bytes < bytesWorthThreads) {
        work(arenas_.emplace_back());
        return;
    }
    llvm::DefaultThreadPool pool(llvm::hardware_concurrency(jobs));
    for (unsigned i = 0; i < pool.getMaxConcurrency(); ++i) {
        pool.async(work, std::ref(arenas_.emplace_back()));
    }
    pool.wait();
}

void ParsedHistory::parseFile(const Sources& sources, ParsedFile& file, Arena& arena) {
    const std::string_view text = sources[file.file].text();
    std::vector<ParsedSection*> sections;
    std::string_view current = text; // a copy from the first section on that has to change it
    for (const SectionView& view : file.sections) {
        PrepareOptions options;
        options.uncomment = view.section->behindDashes;
        options.remarks = view.section->commentedOut;
        options.unsent = view.section->unsent;
        options.cuts = view.section->cuts;
        options.isCopy = current.data() != text.data();
        *view.parsed = parse(current, view.section->range, options, arena);
        current = view.parsed->prepared.text;
        sections.push_back(view.parsed);
    }
    settleForeignFile(sections, arena);
    file.suppressions = Suppressions(text, file.sections);
}

ParsedFile* ParsedHistory::file(FileId id) { return id < byId_.size() ? byId_[id] : nullptr; }

const ParsedFile* ParsedHistory::file(FileId id) const {
    return id < byId_.size() ? byId_[id] : nullptr;
}

std::string_view ParsedHistory::textOf(FileId id) const {
    const ParsedFile* parsed = file(id);
    // What a section changes of the text, the later ones have as well.
    const bool hasSections = parsed != nullptr && !parsed->sections.empty();
    return hasSections ? std::string_view(parsed->sections.back().parsed->prepared.text)
                       : sources_[id].text();
}

bool ParsedHistory::saysIrreversible(const ParsedMigration& migration) const {
    const auto says = [&](const SectionView& view) {
        return file(view.section->file)->suppressions.irreversible(*migration.migration);
    };
    return std::ranges::any_of(migration.up, says) || std::ranges::any_of(migration.down, says);
}

} // namespace ironlaw
