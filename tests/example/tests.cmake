# SPDX-License-Identifier: Apache-2.0
add_script_test(example example/example_test.py ONCE)
