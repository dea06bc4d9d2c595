# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_lint ONCE
  SOURCES unit_lint/cases_test.cpp unit_lint/corpus_test.cpp
  ROOMS actions core_lint core_document)
