// SPDX-License-Identifier: Apache-2.0
#include "core/api/json_types.h"

#include <fmt/format.h>
#include <cmath>
#include <limits>

#include "core/base/time.h"

namespace ssm {
namespace {

using Kind = Shape::Kind;

std::string_view type_name(Kind kind) {
  switch (kind) {
    case Kind::kString:
      return "a String";
    case Kind::kInteger:
      return "an Integer";
    case Kind::kLong:
      return "a Long";
    case Kind::kBoolean:
      return "a Boolean";
    case Kind::kTimestamp:
      return "a Timestamp";
    case Kind::kList:
      return "a List";
    case Kind::kMap:
      return "a Map";
    case Kind::kStructure:
      return "a Structure";
  }
  return {};
}

/// The wording of lists and structures in the wrong place is assumed.
tl::unexpected<Error> wrong_type(const Shape& shape, const Json& value) {
  constexpr const char* kCode = "SerializationException";
  if (value.is_array()) return failure(kCode, "Start of list found where not expected.");
  if (value.is_object())
    return failure(kCode, "Start of structure or map found where not expected.");
  std::string_view token = value.is_string() ? "STRING_VALUE" : "NUMBER_VALUE";
  if (value.is_boolean()) token = value.get<bool>() ? "TRUE_VALUE" : "FALSE_VALUE";
  return failure(kCode, fmt::format("{} can not be converted to {}", token, type_name(shape.kind)));
}

Completed fit_integer(const Shape& shape, Json& value) {
  if (!value.is_number()) return wrong_type(shape, value);
  // Some clients write whole numbers as 1.0. 2^53: up to there a double is exact.
  constexpr double kExact = 9007199254740992.0;
  if (value.is_number_float()) {
    const double number = value.get<double>();
    if (!(std::abs(number) <= kExact) || std::trunc(number) != number)
      return wrong_type(shape, value);
    value = static_cast<std::int64_t>(number);
  }
  constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > kMax)
    return wrong_type(shape, value);
  using Limits = std::numeric_limits<std::int32_t>;
  const auto number = value.get<std::int64_t>();
  if (shape.kind == Kind::kInteger && (number < Limits::min() || number > Limits::max()))
    return wrong_type(shape, value);
  return {};
}

Completed fit_timestamp(const Shape& shape, Json& value) {
  if (value.is_string()) {
    const auto time = parse_time(value.get_ref<const std::string&>());
    if (!time) return wrong_type(shape, value);
    value = to_epoch_json(*time);
  }
  // Seconds of ten thousand years: what lies outside is no time that can be computed with.
  constexpr double kLimit = 315'537'897'600.0;
  if (!value.is_number() || !(std::abs(value.get<double>()) <= kLimit))
    return wrong_type(shape, value);
  return {};
}

Completed fit_structure(const Shape& shape, Json& value) {
  if (!value.is_object()) return wrong_type(shape, value);
  Json fitted = Json::object();
  for (const MemberShape& member : shape.members) {
    const auto found = value.find(member.name);
    if (found == value.end() || found->is_null()) continue;
    TRY(fit_to_shape(*member.shape, *found));
    fitted[std::string(member.name)] = std::move(*found);
  }
  value = std::move(fitted);
  return {};
}

Completed fit_elements(const Shape& shape, Json& value) {
  const bool right = shape.kind == Kind::kList ? value.is_array() : value.is_object();
  if (!right) return wrong_type(shape, value);
  for (Json& element : value) {
    if (!element.is_null()) TRY(fit_to_shape(*shape.element, element));
  }
  return {};
}

}  // namespace

Completed fit_to_shape(const Shape& shape, Json& value) {
  switch (shape.kind) {
    case Kind::kString:
      return value.is_string() ? Completed() : wrong_type(shape, value);
    case Kind::kBoolean:
      return value.is_boolean() ? Completed() : wrong_type(shape, value);
    case Kind::kInteger:
    case Kind::kLong:
      return fit_integer(shape, value);
    case Kind::kTimestamp:
      return fit_timestamp(shape, value);
    case Kind::kList:
    case Kind::kMap:
      return fit_elements(shape, value);
    case Kind::kStructure:
      return fit_structure(shape, value);
  }
  return {};
}

}  // namespace ssm
