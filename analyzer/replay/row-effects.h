// What a data change does to its table, and to the tables and sequences around it. Within replay/
// only.
#pragma once

#include "analyzer/replay/effect-sink.h"

namespace ironlaw {

/// INSERT, UPDATE, DELETE and MERGE, also of a view.
void changeEffects(const Query& query, QueryStage stage, EffectSink& sink);

} // namespace ironlaw
