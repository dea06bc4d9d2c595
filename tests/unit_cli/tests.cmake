# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_cli
  SOURCES unit_cli/requests_test.cpp unit_cli/shorthand_test.cpp unit_cli/words_test.cpp
    unit_cli/paging_test.cpp unit_cli/output_test.cpp unit_cli/formats_test.cpp unit_cli/configuration_test.cpp
    unit_cli/times_test.cpp unit_cli/cbor_test.cpp unit_cli/engine_deaths_test.cpp
  ROOMS cli_doors)
