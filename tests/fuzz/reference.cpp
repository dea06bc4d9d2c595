// SPDX-License-Identifier: Apache-2.0
#include "core/expression/reference.h"

#include "tests/fuzz/fuzz.h"

using namespace ssm;

namespace {

void check_places(std::string_view text) {
  std::size_t last = 0;
  for (const FoundReference& found : find_references(text)) {
    fuzz::require(found.begin >= last && found.end > found.begin && found.end <= text.size(),
                  "references stand apart, left to right");
    fuzz::require(text.substr(found.begin, 2) == "{{" && text.substr(found.end - 2, 2) == "}}",
                  "places cover the braces");
    const std::string again = "{{" + found.reference.text() + "}}";
    const auto reread = find_references(std::string_view(again));
    fuzz::require(reread.size() == 1 && reread.front().reference == found.reference,
                  "a reference reads back the same");
    last = found.end;
  }
}

}  // namespace

/// Any text, as a text and, when it is JSON, as a value to expand.
FUZZ_TARGET(reference) {
  const std::string_view text = fuzz::text_of(data, size);
  check_places(text);
  const auto value = parse_json(text);
  if (!value) return 0;
  const auto references = find_references(*value);
  const auto resolve = [](const Reference& reference) -> std::optional<Json> {
    if (reference.name.size() % 2 == 0) return std::nullopt;
    return Json::array({reference.name, "{{ more }}"});
  };
  const auto filled = expand(*value, resolve, WhenMissing::kNull);
  fuzz::require(filled.has_value(), "nothing missing is an error");
  const auto strict = expand(*value, resolve);
  const bool all_there = std::all_of(references.begin(), references.end(),
                                     [&](const auto& r) { return resolve(r).has_value(); });
  fuzz::require(strict.has_value() == all_there, "expansion fails exactly when a value is missing");
  return 0;
}
