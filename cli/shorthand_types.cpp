// SPDX-License-Identifier: Apache-2.0
#include "cli/python_input.h"
#include "cli/shorthand.h"
#include "core/base/text.h"

namespace ssm {
namespace {

Result<Json> to_list(const Shape& shape, Json value) {
  if (!value.is_array()) value = Json::array({std::move(value)});
  for (Json& item : value) {
    TRY_ASSIGN(item, to_model_types(*shape.element, std::move(item)));
  }
  return value;
}

Result<Json> to_map(const Shape& shape, Json value) {
  if (!value.is_object()) return value;
  for (auto& [key, item] : value.items()) {
    TRY_ASSIGN(item, to_model_types(*shape.element, std::move(item)));
  }
  return value;
}

Result<Json> to_structure(const Shape& shape, Json value) {
  if (!value.is_object()) return value;
  for (const MemberShape& member : shape.members) {
    auto found = value.find(std::string(member.name));
    if (found == value.end() || member.shape == nullptr) continue;
    TRY_ASSIGN(*found, to_model_types(*member.shape, std::move(*found)));
  }
  return value;
}

Json to_boolean(Json value) {
  if (!value.is_string()) return value;
  const auto& text = value.get_ref<const std::string&>();
  if (equals_ignore_case(text, "true")) return true;
  if (equals_ignore_case(text, "false")) return false;
  return value;
}

}  // namespace

Result<Json> to_model_types(const Shape& shape, Json value) {
  switch (shape.kind) {
    case Shape::Kind::kList:
      return to_list(shape, std::move(value));
    case Shape::Kind::kMap:
      return to_map(shape, std::move(value));
    case Shape::Kind::kStructure:
      return to_structure(shape, std::move(value));
    case Shape::Kind::kBoolean:
      return to_boolean(std::move(value));
    case Shape::Kind::kInteger:
    case Shape::Kind::kLong: {
      if (!value.is_string()) return value;
      TRY_ASSIGN(std::int64_t number, integer_value(value.get_ref<const std::string&>()));
      return Json(number);
    }
    case Shape::Kind::kString:
    case Shape::Kind::kTimestamp:
      return value;
  }
  return value;
}

}  // namespace ssm
