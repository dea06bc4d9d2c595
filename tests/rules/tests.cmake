# SPDX-License-Identifier: Apache-2.0
# Every header compiles alone: one source per header, compiled but never linked.
file(GLOB_RECURSE headers CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/core/*.h ${CMAKE_SOURCE_DIR}/actions/*.h ${CMAKE_SOURCE_DIR}/cli/*.h
  ${CMAKE_SOURCE_DIR}/documents/*.h)
set(header_sources)
foreach(header IN LISTS headers)
  file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR} ${header})
  string(MAKE_C_IDENTIFIER ${name} identifier)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/headers/${identifier}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${name}\"\n")
  list(APPEND header_sources ${source})
endforeach()
# Without the precompiled header, so that a header that leans on it is found out.
# Whether it compiles is all that is asked, so the dear options are taken back.
set_source_files_properties(${header_sources} PROPERTIES COMPILE_OPTIONS "-O0;-g0;-fno-sanitize=all")
add_library(headers_alone OBJECT ${header_sources})
target_link_libraries(headers_alone PRIVATE project_options)

add_script_test(room_arrows rules/room_arrows.py)
