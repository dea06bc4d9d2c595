# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_document ONCE
  SOURCES unit_document/bind_test.cpp unit_document/broken_test.cpp unit_document/catalog_test.cpp
    unit_document/convert_test.cpp unit_document/corpus_test.cpp unit_document/flow_test.cpp
    unit_document/java_readers_test.cpp unit_document/names_test.cpp unit_document/node_test.cpp unit_document/predefined_test.cpp unit_document/reading.cpp unit_document/step_graph_test.cpp
  ROOMS actions core_document)
