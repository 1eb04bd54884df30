// Every statement kind, for those who need them all.
#pragma once

#include "grammar/statements/alter-table.h"
#include "grammar/statements/index.h"
#include "grammar/statements/object.h"
#include "grammar/statements/routine.h"
#include "grammar/statements/session.h"
#include "grammar/statements/table.h"
