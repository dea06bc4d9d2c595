# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_graph ONCE
  SOURCES unit_graph/corpus_test.cpp unit_graph/documents.cpp unit_graph/golden_test.cpp
    unit_graph/hostile_test.cpp unit_graph/words_test.cpp
  ROOMS cli_doors)
