// See run-summary.h.
#include "analyzer/rule/run-summary.h"

#include <algorithm>

namespace ironlaw {

namespace {

/// The position of each file in the order in which histories, and migrations in them, run.
class FileOrder {
public:
    FileOrder(const Project& project) : orders_(project.sources.size(), UINT32_MAX) {
        for (const History& history : project.histories) {
            for (const Migration& migration : history.migrations) {
                for (const auto* sections : {&migration.up, &migration.down}) {
                    for (const Section& section : *sections) {
                        add(section.file);
                    }
                }
            }
            for (const ProjectFile& file : history.files) {
                add(file.file);
            }
        }
    }
    const std::vector<uint32_t>& orders() const { return orders_; }

private:
    void add(FileId file) {
        if (orders_[file] == UINT32_MAX) {
            orders_[file] = next_++;
        }
    }
    std::vector<uint32_t> orders_;
    uint32_t next_ = 0;
};

bool isUnanalysed(const Statement& statement) {
    const auto* other = as<OtherStatement>(statement);
    return other != nullptr && other->reason.empty();
}

} // namespace

std::vector<uint32_t> orderOfFiles(const Project& project) { return FileOrder(project).orders(); }

void summarise(const Sources& sources, const History& history, const ParsedHistory& parsed,
               const std::vector<uint32_t>& orders, std::vector<FileSummary>& files) {
    std::vector<const ProjectFile*> sorted;
    for (const ProjectFile& file : history.files) {
        if (file.reported) {
            sorted.push_back(&file);
        }
    }
    std::ranges::stable_sort(sorted, {},
                             [&](const ProjectFile* file) { return orders[file->file]; });
    for (const ProjectFile* file : sorted) {
        FileSummary& summary = files.emplace_back();
        summary.path = sources[file->file].path;
        summary.tool = history.tool == nullptr ? std::string_view() : history.tool->name;
        summary.role = file->role;
        summary.migration = file->migration;
        const ParsedFile* own = parsed.file(file->file);
        if (own == nullptr) {
            continue;
        }
        for (const SectionView& view : own->sections) {
            size_t errors = view.parsed->errors.size();
            auto unanalysed =
                std::ranges::count_if(view.parsed->statements, [](const Statement* statement) {
                    return isUnanalysed(*statement);
                });
            summary.statements += static_cast<uint32_t>(view.parsed->statements.size() + errors);
            summary.unanalysed += static_cast<uint32_t>(errors + view.parsed->brokenBodies) +
                                  static_cast<uint32_t>(unanalysed);
        }
    }
}

Summary total(const RunResult& result) {
    Summary summary;
    for (const FileSummary& file : result.files) {
        summary.files += file.role == FileRole::Ignored ? 0 : 1;
        summary.statements += file.statements;
        summary.unanalysed += file.unanalysed;
    }
    for (const Diagnostic& diagnostic : result.diagnostics) {
        summary.errors += diagnostic.severity == Severity::Error ? 1 : 0;
        summary.warnings += diagnostic.severity == Severity::Warning ? 1 : 0;
        summary.notes += diagnostic.severity == Severity::Note ? 1 : 0;
    }
    return summary;
}

bool isFailure(const Config& config, const std::vector<Diagnostic>& found) {
    return config.failOn != Severity::Off &&
           std::ranges::any_of(found, [&](const Diagnostic& diagnostic) {
               return diagnostic.severity >= config.failOn;
           });
}

} // namespace ironlaw
