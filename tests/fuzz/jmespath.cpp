// SPDX-License-Identifier: Apache-2.0
#include "core/expression/jmespath.h"

#include "core/base/text.h"
#include "tests/fuzz/fuzz.h"

using namespace ssm;

/// An expression, a line break, and the value it searches (a fixed one when there is none).
FUZZ_TARGET(jmespath) {
  const auto [expression, value_text] = fuzz::first_line_and_rest(fuzz::text_of(data, size));
  const auto path = JmesPath::parse(expression);
  if (!path) {
    fuzz::require(path.error().code == "JmesPathSyntax", "every refusal is one of syntax");
    fuzz::require(!path.error().message.empty(), "every refusal says why");
    return 0;
  }
  static const Json kValue = {{"a", {{{"k", "x"}, {"n", 1}}, {{"k", "y"}, {"n", 2.5}}}},
                              {"b", {{"c", nullptr}, {"d", {"p", "q"}}}},
                              {"s", "text"}};
  const auto given = parse_json(value_text);
  const Json& value = given ? *given : kValue;
  const auto found = path->search(value);
  if (!found) {
    fuzz::require(found.error().code.starts_with("JmesPath"), "every failure is one of ours");
    return 0;
  }
  const auto again = path->search(value);
  fuzz::require(again && *again == *found, "a search gives the same twice");
  fuzz::require(is_valid_utf8(to_text(*found)), "the result can be written");
  return 0;
}
