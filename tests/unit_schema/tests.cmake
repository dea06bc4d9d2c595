# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_schema ONCE
  SOURCES unit_schema/schema_test.cpp unit_schema/validate.cpp
  ROOMS cli_doors)
