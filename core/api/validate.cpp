// SPDX-License-Identifier: Apache-2.0
#include "core/api/validate.h"

#include <fmt/format.h>

#include "core/api/constraints.h"
#include "core/api/json_types.h"
#include "core/base/text.h"

namespace ssm {
namespace {

Json structure_in_model_order(const Shape& shape, const Json& value) {
  Json ordered = Json::object();
  for (const MemberShape& member : shape.members) {
    const Json* found = find_member(value, member.name);
    if (found != nullptr && !found->is_null())
      ordered[std::string(member.name)] = in_model_order(*member.shape, *found);
  }
  return ordered;
}

}  // namespace

Completed validate_request(const Shape& input, Json& request) {
  if (request.is_null()) request = Json::object();
  TRY(fit_to_shape(input, request));
  const auto violations = constraint_violations(input, request);
  if (violations.empty()) return {};
  return failure("ValidationException",
                 fmt::format("{} validation error{} detected: {}", violations.size(),
                             violations.size() == 1 ? "" : "s", join(violations, "; ")));
}

Json in_model_order(const Shape& shape, const Json& value) {
  if (shape.kind == Shape::Kind::kStructure && value.is_object())
    return structure_in_model_order(shape, value);
  if (shape.kind == Shape::Kind::kList && value.is_array()) {
    Json ordered = Json::array();
    for (const Json& element : value) {
      if (!element.is_null()) ordered.push_back(in_model_order(*shape.element, element));
    }
    return ordered;
  }
  if (shape.kind == Shape::Kind::kMap && value.is_object()) {
    Json ordered = Json::object();
    for (const auto& item : value.items()) {
      if (!item.value().is_null())
        ordered[item.key()] = in_model_order(*shape.element, item.value());
    }
    return ordered;
  }
  return value;
}

}  // namespace ssm
