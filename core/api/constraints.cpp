// SPDX-License-Identifier: Apache-2.0
#include "core/api/constraints.h"

#include <fmt/format.h>
#include <map>
#include <mutex>

#include "core/base/pattern.h"
#include "core/base/text.h"

namespace ssm {
namespace {

using Kind = Shape::Kind;

/// A value as Java's toString() shows it: [a, b], {k=v}, Tag(key=a, value=b).
std::string to_java_text(const Shape& shape, const Json& value);

/// "DocumentName" -> "documentName".
std::string lower_camel(std::string_view name) {
  std::string text(name);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z')
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

std::string structure_text(const Shape& shape, const Json& value) {
  std::vector<std::string> parts;
  for (const MemberShape& member : shape.members) {
    const Json* found = find_member(value, member.name);
    if (found != nullptr)
      parts.push_back(lower_camel(member.name) + "=" + to_java_text(*member.shape, *found));
  }
  return fmt::format("{}({})", shape.name, join(parts, ", "));
}

std::string to_java_text(const Shape& shape, const Json& value) {
  if (value.is_null()) return "null";
  if (shape.kind == Kind::kStructure) return structure_text(shape, value);
  if (!value.is_structured()) return to_embedded_text(value);
  std::vector<std::string> parts;
  for (const auto& item : value.items()) {
    const std::string key = shape.kind == Kind::kMap ? item.key() + "=" : std::string();
    parts.push_back(key + to_java_text(*shape.element, item.value()));
  }
  const std::string inner = join(parts, ", ");
  return shape.kind == Kind::kMap ? "{" + inner + "}" : "[" + inner + "]";
}

/// Patterns are compiled when first needed: most calls need two or three of the model's.
Result<Pattern> compiled(std::string_view pattern) {
  static std::mutex mutex;
  static std::map<std::string_view, Result<Pattern>> patterns;
  const std::lock_guard guard(mutex);
  const auto found = patterns.find(pattern);
  if (found != patterns.end()) return found->second;
  return patterns.emplace(pattern, Pattern::compile(pattern)).first->second;
}

bool matches(std::string_view pattern, std::string_view text) {
  const auto expression = compiled(pattern);
  return expression && expression->matches(text).value_or(false);
}

std::string_view bounded_quantity(const Shape& shape) {
  return shape.kind == Kind::kInteger || shape.kind == Kind::kLong ? "value" : "length";
}

std::string at_most(const Shape& shape) {
  return fmt::format("Member must have {} less than or equal to {}", bounded_quantity(shape),
                     shape.max);
}

std::string at_least(const Shape& shape) {
  return fmt::format("Member must have {} greater than or equal to {}", bounded_quantity(shape),
                     shape.min);
}

std::string like_pattern(const Shape& shape) {
  return fmt::format("Member must satisfy regular expression pattern: {}", shape.pattern);
}

std::string one_of(const Shape& shape) {
  return fmt::format("Member must satisfy enum value set: [{}]", fmt::join(shape.values, ", "));
}

std::int64_t measure(const Json& value) {
  if (value.is_string())
    return static_cast<std::int64_t>(utf8_length(value.get_ref<const std::string&>()));
  if (value.is_structured()) return static_cast<std::int64_t>(value.size());
  return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

/// The constraints of `shape` itself, not of its parts, that a value breaks.
std::vector<std::string> broken_by(const Shape& shape, const Json& value) {
  std::vector<std::string> broken;
  const std::int64_t size = measure(value);
  if (shape.enforced && shape.max >= 0 && size > shape.max) broken.push_back(at_most(shape));
  if (shape.enforced && shape.min >= 0 && size < shape.min) broken.push_back(at_least(shape));
  if (!value.is_string()) return broken;
  const auto& text = value.get_ref<const std::string&>();
  if (!shape.pattern.empty() && !matches(shape.pattern, text))
    broken.push_back(like_pattern(shape));
  const auto& values = shape.values;
  if (!values.empty() && std::find(values.begin(), values.end(), text) == values.end())
    broken.push_back(one_of(shape));
  return broken;
}

/// All constraints of a map's keys: the service lists them together when a key breaks one.
std::string key_constraints(const Shape& key) {
  std::vector<std::string> all;
  if (key.max >= 0) all.push_back(at_most(key));
  if (key.min >= 0) all.push_back(at_least(key));
  if (!key.pattern.empty()) all.push_back(like_pattern(key));
  if (!key.values.empty()) all.push_back(one_of(key));
  return fmt::format("Map keys must satisfy constraint: [{}]", join(all, ", "));
}

class Violations {
 public:
  void check(const Shape& shape, const Json& value, const std::string& path) {
    if (value.is_null()) return report("null", path, "Member must not be null");
    for (const std::string& constraint : broken_by(shape, value))
      report(quoted(shape, value), path, constraint);
    if (shape.kind == Kind::kStructure) check_structure(shape, value, path);
    if (shape.kind == Kind::kList) check_list(shape, value, path);
    if (shape.kind == Kind::kMap) check_map(shape, value, path);
  }

  std::vector<std::string> take() { return std::move(violations_); }

 private:
  static std::string quoted(const Shape& shape, const Json& value) {
    return "'" + to_java_text(shape, value) + "'";
  }

  void report(const std::string& value, const std::string& path, const std::string& constraint) {
    violations_.push_back(
        fmt::format("Value {} at '{}' failed to satisfy constraint: {}", value, path, constraint));
  }

  void check_structure(const Shape& shape, const Json& value, const std::string& path) {
    if (shape.is_union && value.size() != 1)
      report(quoted(shape, value), path, "Member must have exactly one member set");
    for (const MemberShape& member : shape.members) {
      const std::string name = (path.empty() ? "" : path + ".") + lower_camel(member.name);
      const Json* found = find_member(value, member.name);
      if (found != nullptr) {
        check(*member.shape, *found, name);
      } else if (member.required) {
        check(*member.shape, nullptr, name);
      }
    }
  }

  void check_list(const Shape& shape, const Json& value, const std::string& path) {
    for (std::size_t i = 0; i < value.size(); ++i)
      check(*shape.element, value[i], fmt::format("{}.{}.member", path, i + 1));
  }

  void check_map(const Shape& shape, const Json& value, const std::string& path) {
    bool good_keys = true;
    for (const auto& item : value.items())
      good_keys = good_keys && broken_by(*shape.key, item.key()).empty();
    if (!good_keys) report(quoted(shape, value), path, key_constraints(*shape.key));
    for (const auto& item : value.items())
      check(*shape.element, item.value(), fmt::format("{}.{}.member", path, item.key()));
  }

  std::vector<std::string> violations_;
};

}  // namespace

std::vector<std::string> constraint_violations(const Shape& input, const Json& request) {
  Violations violations;
  violations.check(input, request, "");
  return violations.take();
}

}  // namespace ssm
