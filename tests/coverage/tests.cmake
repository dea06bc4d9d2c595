# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_coverage
  SOURCES coverage/account_test.cpp coverage/count_test.cpp
  ROOMS cli_doors)
add_script_test(coverage_reports coverage/reports_test.py ONCE)
add_script_test(fault_sweep coverage/sweep_test.py ONCE)
