# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_api
  SOURCES unit_api/checks_test.cpp unit_api/model_test.cpp unit_api/page_token_test.cpp
  ROOMS core_api core_base)

# The model beside the one of the installed botocore.
add_executable(service_model unit_api/service_model.cpp)
target_link_libraries(service_model PRIVATE core_api core_base project_options)
share_precompiled_headers(service_model)
add_test(NAME botocore_model
  COMMAND ${PYTHON3} ${CMAKE_CURRENT_SOURCE_DIR}/unit_api/botocore_model_test.py)
set_tests_properties(botocore_model PROPERTIES
  SKIP_RETURN_CODE 77
  ENVIRONMENT "SERVICE_MODEL=$<TARGET_FILE:service_model>;PYTHONDONTWRITEBYTECODE=1")
