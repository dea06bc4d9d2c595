# SPDX-License-Identifier: Apache-2.0
add_executable(scenario_runner
  engine/scenario_runner.cpp engine/scenario.cpp engine/world.cpp engine/expectations.cpp)
target_link_libraries(scenario_runner PRIVATE
  core_api core_engine core_document core_machine actions documents project_options
 )
target_precompile_headers(scenario_runner REUSE_FROM core_base)

file(GLOB scenario_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/engine/scenarios/*.yaml)
foreach(file IN LISTS scenario_files)
  get_filename_component(name ${file} NAME_WE)
  add_test(NAME scenarios_${name} COMMAND scenario_runner ${file})
endforeach()

add_unit_test(machine_random_test SOURCES engine/machine_random_test.cpp ROOMS core_machine)
