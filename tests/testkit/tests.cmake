# SPDX-License-Identifier: Apache-2.0
add_test(NAME testkit_passing COMMAND ssm-local test ${CMAKE_CURRENT_SOURCE_DIR}/testkit/passing)
add_script_test(testkit_files testkit/files_test.py ONCE)
add_script_test(testkit_reports testkit/reports_test.py ONCE)
add_script_test(testkit_watch testkit/watch_test.py)
add_unit_test(testkit_run THREADS SOURCES testkit/run_test.cpp ROOMS cli_testkit)
add_script_test(testkit_init testkit/init_test.py ONCE)
