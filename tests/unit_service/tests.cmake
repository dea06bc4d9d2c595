# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_service ONCE
  SOURCES unit_service/service_test.cpp unit_service/document_store_test.cpp
          unit_service/migration_test.cpp unit_service/unreadable_test.cpp unit_service/errors_test.cpp
          unit_service/kept_plan_test.cpp
          unit_service/service_world.cpp unit_service/case_file.cpp
  ROOMS actions core_api)
