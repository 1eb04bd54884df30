// The calls of routines that a statement makes when it runs, or that PostgreSQL looks up when it
// stores its expressions. Within replay/ only.
#pragma once

#include "grammar/statements.h"

#include <llvm/ADT/STLFunctionalExtras.h>

namespace ironlaw {

using VisitCall = llvm::function_ref<void(const Expression& call)>;

/// Without the statements of bodies, and without the routines of triggers and operators.
void eachCall(const Statement& statement, VisitCall visit);

} // namespace ironlaw
