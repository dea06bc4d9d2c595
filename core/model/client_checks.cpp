// SPDX-License-Identifier: Apache-2.0
// What botocore's ParamValidator reports, in its words and order.
#include "core/model/client_checks.h"

#include <fmt/format.h>

#include "core/base/python_text.h"
#include "core/base/text.h"
#include "core/base/time.h"

namespace ssm {
namespace {

std::string_view valid_types(Shape::Kind kind) {
  switch (kind) {
    case Shape::Kind::kString:
      return "<class 'str'>";
    case Shape::Kind::kInteger:
    case Shape::Kind::kLong:
      return "<class 'int'>";
    case Shape::Kind::kBoolean:
      return "<class 'bool'>";
    case Shape::Kind::kTimestamp:
      return "<class 'datetime.datetime'>, timestamp-string";
    case Shape::Kind::kList:
      return "<class 'list'>, <class 'tuple'>";
    case Shape::Kind::kMap:
    case Shape::Kind::kStructure:
      return "<class 'dict'>";
  }
  return {};
}

bool has_valid_type(Shape::Kind kind, const Json& value) {
  switch (kind) {
    case Shape::Kind::kString:
      return value.is_string();
    case Shape::Kind::kInteger:
    case Shape::Kind::kLong:
      return value.is_number_integer() || value.is_boolean();  // in Python, True is an int
    case Shape::Kind::kBoolean:
      return value.is_boolean();
    case Shape::Kind::kTimestamp:
      return value.is_number() || value.is_boolean() ||
             (value.is_string() && parse_time(value.get_ref<const std::string&>()));
    case Shape::Kind::kList:
      return value.is_array();
    case Shape::Kind::kMap:
    case Shape::Kind::kStructure:
      return value.is_object();
  }
  return false;
}

const MemberShape* find_member_shape(const Shape& shape, std::string_view name) {
  for (const MemberShape& member : shape.members) {
    if (member.name == name) return &member;
  }
  return nullptr;
}

std::string member_names(const Shape& shape) {
  std::vector<std::string> names;
  for (const MemberShape& member : shape.members) names.emplace_back(member.name);
  return join(names, ", ");
}

class ClientChecks {
 public:
  void check(const Shape& shape, const Json& value, const std::string& name) {
    if (!has_valid_type(shape.kind, value)) {
      report("Invalid type for parameter {}, value: {}, type: <class '{}'>, valid types: {}",
             path_or_name(name), python_str(value), python_type(value), valid_types(shape.kind));
      return;
    }
    check_minimum(shape, value, name);
    if (shape.kind == Shape::Kind::kStructure) check_structure(shape, value, name);
    if (shape.kind == Shape::Kind::kList) check_list(shape, value, name);
    if (shape.kind == Shape::Kind::kMap) check_map(shape, value, name);
  }

  std::vector<std::string> take() { return std::move(problems_); }

 private:
  template <class... Values>
  void report(fmt::format_string<Values...> form, Values&&... values) {
    problems_.push_back(fmt::format(form, std::forward<Values>(values)...));
  }

  /// Paths start with a dot at the top.
  static std::string path_or_name(const std::string& name) {
    if (name.empty()) return "input";
    return name.starts_with('.') ? name.substr(1) : name;
  }

  void check_minimum(const Shape& shape, const Json& value, const std::string& name) {
    if (shape.min < 0) return;
    if (value.is_string() || value.is_array()) {
      const std::size_t length =
          value.is_array() ? value.size() : utf8_length(value.get_ref<const std::string&>());
      if (length < static_cast<std::size_t>(shape.min))
        report("Invalid length for parameter {}, value: {}, valid min length: {}",
               path_or_name(name), length, shape.min);
    } else if (shape.kind == Shape::Kind::kInteger || shape.kind == Shape::Kind::kLong) {
      const bool small = value.is_boolean()
                             ? value.get<bool>() < shape.min
                             : !value.is_number_unsigned() && value.get<std::int64_t>() < shape.min;
      const bool small_unsigned =
          value.is_number_unsigned() &&
          value.get<std::uint64_t>() < static_cast<std::uint64_t>(shape.min);
      if (small || small_unsigned)
        report("Invalid value for parameter {}, value: {}, valid min value: {}", path_or_name(name),
               python_str(value), shape.min);
    }
  }

  void check_union(const Shape& shape, const Json& value, const std::string& name) {
    // The missing blank is botocore's.
    if (value.empty())
      report("Must set one of the following keys for tagged unionstructure {}: {}.",
             path_or_name(name), member_names(shape));
    if (value.size() > 1)
      report(
          "Invalid number of parameters set for tagged union structure {}. Can only set one of the "
          "following keys: {}.",
          path_or_name(name), member_names(shape));
  }

  void check_structure(const Shape& shape, const Json& value, const std::string& name) {
    if (shape.is_union) check_union(shape, value, name);
    for (const MemberShape& member : shape.members) {
      if (member.required && !value.contains(member.name))
        report("Missing required parameter in {}: \"{}\"", path_or_name(name), member.name);
    }
    for (const auto& item : value.items()) {
      if (find_member_shape(shape, item.key()) == nullptr)
        report("Unknown parameter in {}: \"{}\", must be one of: {}", path_or_name(name),
               item.key(), member_names(shape));
    }
    for (const auto& item : value.items()) {
      const MemberShape* member = find_member_shape(shape, item.key());
      if (member != nullptr && member->shape != nullptr)
        check(*member->shape, item.value(), name + "." + item.key());
    }
  }

  void check_list(const Shape& shape, const Json& value, const std::string& name) {
    for (std::size_t i = 0; i < value.size(); ++i)
      check(*shape.element, value[i], fmt::format("{}[{}]", name, i));
  }

  void check_map(const Shape& shape, const Json& value, const std::string& name) {
    for (const auto& item : value.items()) {
      check(*shape.key, Json(item.key()), fmt::format("{} (key: {})", name, item.key()));
      check(*shape.element, item.value(), name + "." + item.key());
    }
  }

  std::vector<std::string> problems_;
};

}  // namespace

std::vector<std::string> client_side_problems(const Shape& input, const Json& request) {
  ClientChecks checks;
  checks.check(input, request, "");
  return checks.take();
}

}  // namespace ssm
