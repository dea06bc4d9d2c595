# SPDX-License-Identifier: Apache-2.0
add_unit_test(cases_expression ONCE
  SOURCES cases_expression/jmespath.cpp cases_expression/jmespath_suite.cpp
          cases_expression/jsonpath.cpp cases_expression/jsonpath_table.cpp
          cases_expression/reference.cpp
  ROOMS core_expression)
