// PostgreSQL's own headers, for grammar/*.cpp only: they redefine printf and other names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" {
#include "postgres.h"

#include "nodes/parsenodes.h"
#include "nodes/pg_list.h"
#include "nodes/value.h"
#include "pg_query.h"
#include "pg_query_internal.h"
}

#undef printf
#undef snprintf
#undef sprintf
#undef fprintf
#undef vprintf
#undef vsnprintf
#undef vsprintf
#undef vfprintf
#undef strerror
#undef gettext
#undef ngettext
#undef dgettext
#undef dngettext
