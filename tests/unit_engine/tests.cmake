# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_engine THREADS
  SOURCES unit_engine/children_test.cpp unit_engine/cost_test.cpp unit_engine/database_test.cpp
          unit_engine/driver_test.cpp unit_engine/plan_test.cpp unit_engine/step_log_test.cpp unit_engine/store_test.cpp
          unit_engine/worker_pool_test.cpp unit_engine/at_once_test.cpp
  ROOMS actions core_engine)
