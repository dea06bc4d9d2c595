// SPDX-License-Identifier: Apache-2.0
#include "cli/shorthand.h"

#include "tests/fuzz/fuzz.h"

using namespace ssm;

namespace {

/// Files stay what they are called.
Result<std::string> keep(const std::string& word) {
  return word;
}

void check_strings(const Json& value) {
  fuzz::require(value.is_string() || value.is_array() || value.is_object(),
                "there are no other types");
  if (!value.is_structured()) return;
  for (const Json& item : value) check_strings(item);
}

}  // namespace

/// Any text: an object of strings, lists and objects, or an error that shows where.
FUZZ_TARGET(shorthand) {
  const std::string_view text = fuzz::text_of(data, size);
  const auto value = parse_shorthand(text, keep);
  if (value) {
    fuzz::require(value->is_object(), "the whole is an object");
    check_strings(*value);
    return 0;
  }
  fuzz::require(value.error().code == "Shorthand", "every refusal is one of shorthand");
  const std::string& message = value.error().message;
  if (message.starts_with("Expected: "))
    fuzz::require(message.back() == '^', "the caret comes last");
  return 0;
}
