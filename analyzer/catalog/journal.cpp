// The catalog's journal: what changes since a frame was opened, and how it is undone.
#include "analyzer/catalog/catalog.h"

#include <algorithm>

namespace ironlaw {

void Catalog::remember(ObjectId id) {
    if (log_ != nullptr) {
        log_->push_back(id);
    }
    if (frames_.empty()) {
        return;
    }
    // One earlier state for each frame is enough.
    const size_t saved = savedAt_[id];
    if (saved >= frames_.back().firstChange && saved < changes_.size() &&
        changes_[saved].id == id) {
        return;
    }
    const CatalogObject* object = find(id);
    savedAt_[id] = changes_.size();
    changes_.push_back({id, object == nullptr ? nullptr : object->clone()});
}

Catalog::Frame Catalog::openFrame() {
    frames_.push_back({changes_.size(), searchPath_});
    return frames_.size() - 1;
}

std::unique_ptr<CatalogObject> Catalog::exchange(ObjectId id,
                                                 std::unique_ptr<CatalogObject> state) {
    std::unique_ptr<CatalogObject>& object = objects_[id];
    if (object != nullptr) {
        leaveName(*object);
    }
    object.swap(state);
    if (object != nullptr) {
        enterName(*object);
    }
    return state;
}

void Catalog::undo(Frame frame) { takeBack(frame); }

Catalog::TakenBack Catalog::takeBack(Frame frame) {
    TakenBack result;
    if (frame >= frames_.size()) {
        return result;
    }
    result.searchPath = searchPath_;
    while (changes_.size() > frames_[frame].firstChange) {
        Change change = std::move(changes_.back());
        changes_.pop_back();
        result.changes.push_back({change.id, exchange(change.id, std::move(change.state))});
    }
    setSearchPath(frames_[frame].searchPath);
    frames_.resize(frame);
    return result;
}

void Catalog::redo(TakenBack changes) {
    while (!changes.changes.empty()) {
        Change change = std::move(changes.changes.back());
        changes.changes.pop_back();
        remember(change.id);
        exchange(change.id, std::move(change.state));
    }
    setSearchPath(changes.searchPath);
}

std::vector<ObjectId> Catalog::changedSince(Frame frame) const {
    std::vector<ObjectId> result;
    for (size_t i = frame < frames_.size() ? frames_[frame].firstChange : changes_.size();
         i < changes_.size(); ++i) {
        result.push_back(changes_[i].id);
    }
    std::ranges::sort(result);
    const auto repeated = std::ranges::unique(result);
    result.erase(repeated.begin(), repeated.end());
    return result;
}

void Catalog::keep(Frame frame) {
    if (frame >= frames_.size()) {
        return;
    }
    frames_.resize(frame);
    if (frames_.empty()) {
        changes_.clear();
    }
}

} // namespace ironlaw
