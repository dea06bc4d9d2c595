# SPDX-License-Identifier: Apache-2.0
add_script_test(fault_crash fault/crash_test.py)
add_script_test(fault_terminals fault/terminals_test.py)
add_script_test(fault_state fault/state_test.py)
add_script_test(fault_older_state fault/older_state_test.py)
add_script_test(fault_alone fault/alone_test.py)
add_script_test(fault_scripts fault/scripts_test.py)
add_script_test(fault_kept_python fault/kept_python_test.py)
add_script_test(fault_script_files fault/script_files_test.py)
