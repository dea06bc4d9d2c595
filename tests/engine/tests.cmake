# SPDX-License-Identifier: Apache-2.0
file(GLOB scenario_files CONFIGURE_DEPENDS
  ${CMAKE_CURRENT_SOURCE_DIR}/engine/scenarios/*.test.yaml)
foreach(file IN LISTS scenario_files)
  get_filename_component(name ${file} NAME_WE)
  add_test(NAME scenarios_${name} COMMAND ssm-local test ${file})
endforeach()

add_unit_test(machine_random_test ONCE SOURCES engine/machine_random_test.cpp ROOMS actions core_machine)
