# SPDX-License-Identifier: Apache-2.0
# Every header compiles alone: its source includes it first (header_includes looks), and those without a source
# are compiled here, as one but out of each other's sight, and never linked.
file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
  ${CMAKE_SOURCE_DIR}/core/*.h ${CMAKE_SOURCE_DIR}/actions/*.h ${CMAKE_SOURCE_DIR}/cli/*.h
  ${CMAKE_SOURCE_DIR}/documents/*.h)
set(sourceless)
foreach(header IN LISTS headers)
  cmake_path(REPLACE_EXTENSION header LAST_ONLY cpp OUTPUT_VARIABLE own_source)
  if(NOT EXISTS ${CMAKE_SOURCE_DIR}/${own_source})
    list(APPEND sourceless ${header})
  endif()
endforeach()
list(TRANSFORM headers PREPEND ${CMAKE_SOURCE_DIR}/)
set(headers_alone ${CMAKE_CURRENT_BINARY_DIR}/headers_alone.cpp)
add_custom_command(OUTPUT ${headers_alone}
  COMMAND ${PYTHON3} ${CMAKE_CURRENT_LIST_DIR}/headers_alone.py ${CMAKE_SOURCE_DIR} ${headers_alone} ${sourceless}
  DEPENDS ${CMAKE_CURRENT_LIST_DIR}/headers_alone.py ${headers} VERBATIM)
add_library(headers_alone OBJECT ${headers_alone})
target_link_libraries(headers_alone PRIVATE project_options)
target_compile_options(headers_alone PRIVATE -O0 -g0 -fno-sanitize=all)

add_script_test(header_includes rules/header_includes.py)

add_script_test(room_arrows rules/room_arrows.py)

add_script_test(action_names rules/action_names.py)

add_script_test(plain_words rules/plain_words.py)
