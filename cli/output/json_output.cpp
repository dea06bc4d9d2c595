// SPDX-License-Identifier: Apache-2.0
#include "cli/output/json_output.h"

#include <cmath>

#include "core/base/time.h"

namespace ssm {

std::string to_json_output(const Json& answer) {
  if (answer.is_object() && answer.empty()) return "";
  return answer.dump(4, ' ', false, Json::error_handler_t::replace) + "\n";
}

void write_times_as_iso8601(const Shape& shape, Json& value) {
  if (shape.kind == Shape::Kind::kTimestamp && value.is_number()) {
    value = to_cli_iso8601(from_epoch_ms(std::llround(value.get<double>() * 1000)));
  } else if (shape.kind == Shape::Kind::kList && value.is_array()) {
    for (Json& item : value) write_times_as_iso8601(*shape.element, item);
  } else if (shape.kind == Shape::Kind::kMap && value.is_object()) {
    for (auto& [key, item] : value.items()) write_times_as_iso8601(*shape.element, item);
  } else if (shape.kind == Shape::Kind::kStructure && value.is_object()) {
    for (const MemberShape& member : shape.members)
      if (auto found = value.find(std::string(member.name)); found != value.end())
        write_times_as_iso8601(*member.shape, *found);
  }
}

}  // namespace ssm
