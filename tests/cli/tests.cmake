# SPDX-License-Identifier: Apache-2.0
add_script_test(cli_seeds cli/seeds_test.py)
add_script_test(cli_transcripts cli/transcripts_test.py)
add_script_test(cli_terminal cli/terminal_test.py)
add_script_test(cli_completion cli/completion_test.py)
add_script_test(cli_parity cli/parity_test.py)

# Thousands of short-lived programs: looking for leaks at the end of each costs more than all they do.
# The unit tests and the servers' tests, which run the same code, look for them.
foreach(test IN ITEMS cli_seeds cli_transcripts cli_completion cli_parity)
  set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT "ASAN_OPTIONS=detect_leaks=0")
endforeach()
add_script_test(cli_mock cli/mock_test.py)
