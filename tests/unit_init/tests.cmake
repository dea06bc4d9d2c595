# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_init ONCE SOURCES unit_init/init_test.cpp ROOMS cli_doors)
