# SPDX-License-Identifier: Apache-2.0
# Every header compiles alone: its source includes it first (header_includes looks), and for each without
# a source here is one, compiled but never linked.
file(GLOB_RECURSE headers CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/core/*.h ${CMAKE_SOURCE_DIR}/actions/*.h ${CMAKE_SOURCE_DIR}/cli/*.h
  ${CMAKE_SOURCE_DIR}/documents/*.h)
set(header_sources)
foreach(header IN LISTS headers)
  cmake_path(REPLACE_EXTENSION header LAST_ONLY cpp OUTPUT_VARIABLE own_source)
  if(EXISTS ${own_source})
    continue()
  endif()
  file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR} ${header})
  string(MAKE_C_IDENTIFIER ${name} identifier)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/headers/${identifier}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${name}\"\n")
  list(APPEND header_sources ${source})
endforeach()
add_library(headers_alone OBJECT ${header_sources})
target_link_libraries(headers_alone PRIVATE project_options)
# Parsing the JSON library anew for each would take longer than anything else in the build. What the
# precompiled header hides, standard headers that are not included, header_includes finds.
target_precompile_headers(headers_alone PRIVATE ${CMAKE_SOURCE_DIR}/core/base/pch.h)
set_target_properties(headers_alone PROPERTIES UNITY_BUILD OFF DISABLE_PRECOMPILE_HEADERS OFF)
target_compile_options(headers_alone PRIVATE -O0 -g0 -fno-sanitize=all)

add_script_test(header_includes rules/header_includes.py)

add_script_test(room_arrows rules/room_arrows.py)

add_script_test(action_names rules/action_names.py)

add_script_test(plain_words rules/plain_words.py)
