// See body-changes.h.
#include "analyzer/replay/body-changes.h"

#include <utility>

namespace ironlaw {

namespace {

/// One call, while the answers spread from those who are called to those who call.
struct PendingCall {
    const CreateRoutine* caller = nullptr;
    size_t harmless = 0; ///< how many of the routines that it may mean change nothing so far
};

} // namespace

bool BodyChanges::of(const CreateRoutine& routine, uint64_t names, Read read) {
    if (names != names_) {
        known_.clear();
        names_ = names;
    }
    const auto [known, isFirst] = known_.try_emplace(&routine, false);
    if (!isFirst) {
        return known->second;
    }
    std::vector<const CreateRoutine*> reached{&routine};
    std::vector<const CreateRoutine*> changing;
    std::vector<PendingCall> calls;
    llvm::DenseMap<const CreateRoutine*, std::vector<size_t>> callsOf;
    for (size_t i = 0; i < reached.size(); ++i) {
        const BodyReading reading = read(*reached[i]);
        if (reading.changes) {
            changing.push_back(reached[i]);
        }
        for (const std::vector<const CreateRoutine*>& meant : reading.calls) {
            PendingCall& call = calls.emplace_back(PendingCall{reached[i]});
            for (const CreateRoutine* one : meant) {
                const auto [place, isNew] = known_.try_emplace(one, false);
                if (isNew) {
                    reached.push_back(one);
                }
                if (!place->second) {
                    ++call.harmless;
                    callsOf[one].push_back(calls.size() - 1);
                }
            }
            if (call.harmless == 0) {
                changing.push_back(reached[i]);
            }
        }
    }
    while (!changing.empty()) {
        const CreateRoutine* one = changing.back();
        changing.pop_back();
        if (std::exchange(known_[one], true)) {
            continue;
        }
        for (const size_t number : callsOf[one]) {
            if (--calls[number].harmless == 0) {
                changing.push_back(calls[number].caller);
            }
        }
    }
    return known_[&routine];
}

} // namespace ironlaw
