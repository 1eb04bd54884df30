# Finds libpg_query 17 or 18 as a static library together with PostgreSQL's own node headers, and
# defines the target PgQuery::PgQuery. The machine's own copy comes first; where it is missing or of
# another version (Debian 12 has 15), the one that tools/setup unpacked under build/ is taken.

include(FindPackageHandleStandardArgs)

foreach(prefix IN ITEMS /usr/local /usr ${PROJECT_SOURCE_DIR}/build/libpg_query/usr)
  set(header ${prefix}/include/pg_query.h)
  set(postgres ${prefix}/include/pg_query/postgres)
  find_library(PgQuery_LIBRARY libpg_query.a NO_CACHE NO_DEFAULT_PATH
               PATHS ${prefix}/lib/${CMAKE_LIBRARY_ARCHITECTURE} ${prefix}/lib)
  if(PgQuery_LIBRARY AND EXISTS ${header} AND EXISTS ${postgres}/nodes/parsenodes.h
     AND EXISTS ${prefix}/include/pg_query/pg_query_internal.h)
    file(STRINGS ${header} version REGEX "^#define PG_MAJORVERSION \"(17|18)\"")
    if(version)
      string(REGEX MATCH "[0-9]+" PgQuery_VERSION ${version})
      set(PgQuery_INCLUDE_DIRS ${prefix}/include ${prefix}/include/pg_query ${postgres})
      break()
    endif()
  endif()
  unset(PgQuery_LIBRARY)
endforeach()

find_package_handle_standard_args(
  PgQuery
  REQUIRED_VARS PgQuery_LIBRARY PgQuery_INCLUDE_DIRS
  VERSION_VAR PgQuery_VERSION
  REASON_FAILURE_MESSAGE "libpg_query 17 or 18 is missing: run tools/setup")

if(PgQuery_FOUND AND NOT TARGET PgQuery::PgQuery)
  add_library(PgQuery::PgQuery STATIC IMPORTED)
  set_target_properties(PgQuery::PgQuery PROPERTIES
    IMPORTED_LOCATION ${PgQuery_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES "${PgQuery_INCLUDE_DIRS}")
endif()
