// SPDX-License-Identifier: Apache-2.0
#include "core/base/json.h"

#include "core/base/text.h"
#include "tests/fuzz/fuzz.h"

using namespace ssm;

/// Any text: what is accepted is written back to the same value, in every order and escaping.
FUZZ_TARGET(json) {
  const auto value = parse_json(fuzz::text_of(data, size));
  if (!value) {
    fuzz::require(value.error().code == "JsonSyntax", "every refusal is a syntax error");
    fuzz::require(value.error().message.size() < 400, "messages are short");
    return 0;
  }
  const std::string text = to_text(*value);
  fuzz::require(is_valid_utf8(text), "the text is valid UTF-8");
  fuzz::require(text == value->dump(-1, ' ', false, Json::error_handler_t::replace),
                "it is what the library writes");
  const auto again = parse_json(text);
  fuzz::require(again && to_text(*again) == text, "the text reads back the same");
  const auto escaped = parse_json(to_gson_text(*value));
  fuzz::require(escaped && *escaped == *again, "escaping changes no value");
  const Json reordered = in_java_map_order(*value);
  fuzz::require(reordered.size() == value->size(), "reordering loses no member");
  fuzz::require(in_java_map_order(reordered).size() == reordered.size(), "nor does it twice");
  fuzz::require(with_sorted_members(*value).size() == value->size(), "sorting loses no member");
  return 0;
}
