# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_actions ONCE
  SOURCES unit_actions/case_test.cpp unit_actions/case_file.cpp unit_actions/outcome_text.cpp
    unit_actions/tables_test.cpp unit_actions/account_test.cpp unit_actions/node_step_test.cpp
  ROOMS actions core_document core_expression core_machine)
