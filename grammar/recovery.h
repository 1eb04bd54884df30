// Reading on within a statement that PostgreSQL's parser refuses. Within grammar/ only.
#pragma once

#include "grammar/preparation.h"
#include "grammar/raw-parse.h"
#include "grammar/syntax-error.h"

#include <llvm/ADT/STLFunctionalExtras.h>

namespace ironlaw {

/// Parses a piece of a text, and keeps its statements if `keep` says so. False with the error set
/// if PostgreSQL refuses it.
using ParseAttempt = llvm::function_ref<bool(Range piece, bool keep, RawError& error)>;

/// Reads `statement` of `text`, which PostgreSQL refuses. Where its mistake is a missing semicolon,
/// what stands before and behind is read on its own: a file of a thousand such lines costs a
/// thousand errors and linear time. Everything refused becomes one of `errors`. What is sound at
/// the end of `statement`, behind the last mistake; empty if nothing is.
Range readBroken(PlacedText text, Range statement, SlipPlace place, ParseAttempt parse,
                 Arena& arena, std::vector<SyntaxError>& errors);

} // namespace ironlaw
