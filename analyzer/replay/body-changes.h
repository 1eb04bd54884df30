// Whether a routine changes something, itself or through those that it calls. Within replay/ only.
#pragma once

#include "grammar/statements.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/STLFunctionalExtras.h>

#include <vector>

namespace ironlaw {

/// What one body says.
struct BodyReading {
    /// A statement of it changes something that lasts.
    bool changes = false;
    /// For each call in it, the routines that it may mean: it changes something if all of them do.
    std::vector<std::vector<const CreateRoutine*>> calls;
};

/// Remembers the answers, as long as names go on to mean the same. Routines may call each other in
/// circles: one of them changes something if any that it reaches does.
class BodyChanges {
public:
    using Read = llvm::function_ref<BodyReading(const CreateRoutine&)>;
    /// `read` is asked once for each routine that is reached and not known yet. `names` is the
    /// catalog's namesVersion().
    bool of(const CreateRoutine& routine, uint64_t names, Read read);

private:
    llvm::DenseMap<const CreateRoutine*, bool> known_;
    uint64_t names_ = 0;
};

} // namespace ironlaw
