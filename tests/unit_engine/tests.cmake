# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_engine
  SOURCES unit_engine/driver_test.cpp unit_engine/store_test.cpp
  ROOMS core_engine)
# Threads: this is what runs under ThreadSanitizer.
set_tests_properties(unit_engine PROPERTIES LABELS engine)
