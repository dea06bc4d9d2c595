// SPDX-License-Identifier: Apache-2.0
#include "core/expression/jsonpath.h"

#include "tests/fuzz/fuzz.h"

using namespace ssm;

/// A path, a line break, and the document it selects from (a fixed one when there is none).
FUZZ_TARGET(jsonpath) {
  const auto [path_text, document_text] = fuzz::first_line_and_rest(fuzz::text_of(data, size));
  const auto path = JsonPath::parse(path_text);
  if (!path) {
    fuzz::require(path.error().code == "JsonPath", "every refusal is one of the path");
    return 0;
  }
  static const Json kDocument = {{"a", {{{"k", "x"}, {"n", 1}}, {{"k", "y"}, {"n", {1, 2}}}}},
                                 {"b", {{"c", nullptr}}}};
  const auto document = parse_json(document_text);
  const auto selected = path->select(document ? *document : kDocument);
  if (selected && *selected && !path->is_definite())
    fuzz::require((*selected)->is_array(), "an indefinite path selects a list");
  if (path_text == "$" && document && selected)
    fuzz::require(*selected == *document, "the root is the whole document");
  return 0;
}
