// The identity of a diagnostic from one run to the next, for baselines and for systems that track
// findings: it survives other lines being added above, and reformatting.
#pragma once

#include "analyzer/diagnostic/diagnostic.h"

#include <string>
#include <vector>

namespace ironlaw {

/// One fingerprint for each of the sorted `diagnostics`, of 16 hexadecimal digits. It is made from
/// the rule, the normalised path, the message without numbers of its own, and the text of the range
/// (of its line, if the range is empty) with white space collapsed; equal ones are told apart by
/// counting them. The algorithm is part of what baselines rely on: a change has to be announced.
std::vector<std::string> fingerprints(const Sources& sources,
                                      const std::vector<Diagnostic>& diagnostics);

} // namespace ironlaw
