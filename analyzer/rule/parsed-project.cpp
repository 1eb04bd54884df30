// See parsed-project.h.
#include "analyzer/rule/parsed-project.h"

#include "analyzer/rule/completeness.h"
#include "analyzer/rule/history-replay.h"
#include "analyzer/rule/history-script.h"

#include <algorithm>

namespace ironlaw {

ParsedProject::ParsedProject(const Project& project, std::span<const History> histories)
    : project_(project), histories_(histories) {
    for (const History& history : histories) {
        parsed_.push_back(std::make_unique<ParsedHistory>(project.sources, history, 0));
    }
}

bool ParsedProject::startsFromNothing() const {
    bool result = true;
    for (size_t i = 0; i < parsed_.size(); ++i) {
        result &= ironlaw::startsFromNothing(*parsed_[i], histories_[i].config->complete);
    }
    return result;
}

void ParsedProject::replay(std::string_view last, Replay& replay) const {
    for (size_t i = 0; i < parsed_.size(); ++i) {
        replayUp(histories_[i], *parsed_[i], last, replay);
    }
}

std::string ParsedProject::script(std::string_view last) const {
    std::string result;
    for (size_t i = 0; i < parsed_.size(); ++i) {
        result += scriptOf(histories_[i], *parsed_[i], last);
    }
    return result;
}

std::string ParsedProject::roundTrips(std::string_view last) const {
    std::string result;
    for (size_t i = 0; i < parsed_.size(); ++i) {
        result += roundTripsOf(histories_[i], *parsed_[i], last);
    }
    return result;
}

const SectionView* ParsedProject::sectionAt(Location place) const {
    for (const auto& history : parsed_) {
        const ParsedFile* file = std::as_const(*history).file(place.file);
        for (size_t i = 0; file != nullptr && i < file->sections.size(); ++i) {
            if (file->sections[i].section->range.contains(place.range)) {
                return &file->sections[i];
            }
        }
    }
    return nullptr;
}

std::string_view ParsedProject::fileText(Location place) const {
    for (const auto& history : parsed_) {
        if (std::as_const(*history).file(place.file) != nullptr) {
            return history->textOf(place.file);
        }
    }
    return project_.sources[place.file].text();
}

bool ParsedProject::hasPlaceholder(Location place) const {
    const SectionView* view = sectionAt(place);
    if (view == nullptr) {
        return false;
    }
    const std::vector<Range>& all = view->parsed->prepared.placeholders;
    const auto first = std::ranges::lower_bound(all, place.range.begin, {}, &Range::begin);
    return first != all.end() && place.range.contains(*first);
}

size_t ParsedProject::unanalysed() const {
    size_t count = 0;
    for (const auto& history : parsed_) {
        for (const ParsedMigration& migration : history->migrations()) {
            for (const SectionView& view : migration.up) {
                count += view.parsed->errors.size() + view.parsed->brokenBodies;
                for (const Statement* statement : view.parsed->statements) {
                    const auto* other = as<OtherStatement>(*statement);
                    count += other != nullptr && other->reason.empty() ? 1 : 0;
                }
            }
        }
    }
    return count;
}

} // namespace ironlaw
