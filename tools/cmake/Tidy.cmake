# With IRONLAW_TIDY the target "tidy" runs clang-tidy over every source: again only where the
# source, a header that it includes, or .clang-tidy changed since it last passed.

if(IRONLAW_TIDY)
  find_program(IRONLAW_CLANG_TIDY clang-tidy-19 REQUIRED)
  add_custom_target(tidy)
endif()

# Adds the sources of a target, which are compiled as that target says.
function(ironlaw_tidy target)
  if(NOT IRONLAW_TIDY)
    return()
  endif()
  set(stamps)
  foreach(source IN LISTS ARGN)
    cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE name)
    set(stamp ${PROJECT_BINARY_DIR}/tidied/${name})
    cmake_path(GET stamp PARENT_PATH folder)
    file(MAKE_DIRECTORY ${folder})
    set(includes $<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>)
    add_custom_command(
      OUTPUT ${stamp}
      DEPENDS ${source} ${PROJECT_SOURCE_DIR}/.clang-tidy
      DEPFILE ${stamp}.d
      COMMAND ${IRONLAW_CLANG_TIDY} -p ${PROJECT_BINARY_DIR} --quiet ${source}
      COMMAND ${CMAKE_CXX_COMPILER} -std=c++20 "-idirafter$<JOIN:${includes},;-idirafter>"
              -M -MF ${stamp}.d -MT ${stamp} ${source}
      COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
      COMMENT "Checking ${name}"
      COMMAND_EXPAND_LISTS
      VERBATIM)
    list(APPEND stamps ${stamp})
  endforeach()
  add_custom_target(tidy-${target} DEPENDS ${stamps})
  add_dependencies(tidy tidy-${target})
endfunction()
