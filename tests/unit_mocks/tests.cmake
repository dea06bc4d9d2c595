# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_mocks ONCE
  SOURCES unit_mocks/file_test.cpp unit_mocks/run_test.cpp unit_mocks/mock_world.cpp
  ROOMS actions core_api core_document)
