// SPDX-License-Identifier: Apache-2.0
#include "core/base/field_parser.h"
#include "core/machine/state_fields.h"
#include "tests/fuzz/fuzz.h"

using namespace ssm;

/// A stored step: what the parser takes, the reader of any order reads as the same.
FUZZ_TARGET(stored) {
  const std::string_view text = fuzz::text_of(data, size);
  FieldParser parser(text);
  StepState parsed;
  fields(parser, parsed);
  if (!parser.ended()) return 0;
  const auto json = parse_json(text, {.max_bytes = kStoredLimits.max_bytes, .max_depth = 400});
  fuzz::require(json.has_value(), "the parser takes JSON alone");
  const auto read = read_fields<StepState>(*json, "a step");
  fuzz::require(read.has_value(), "the parser takes what the reader takes");
  fuzz::require(to_text_of(*read) == to_text_of(parsed), "both read the same");
  return 0;
}
