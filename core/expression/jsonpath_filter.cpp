// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "core/expression/jsonpath_syntax.h"

namespace ssm::jsonpath {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;  // clang 14 does not deduce it from the aggregate

/// What an operand stands for while one node is tested; no value when its path selects nothing.
struct Value {
  std::optional<Json> json;
  const Pattern* pattern = nullptr;
};

std::optional<double> number_in(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Numbers and texts compare by what they say: 1 equals '1'. Members of objects in any order.
bool equal(const Json& a, const Json& b) {
  if (a.is_number() && b.is_string()) {
    const auto number = number_in(b.get_ref<const std::string&>());
    return number && a.get<double>() == *number;
  }
  if (a.is_string() && b.is_number()) return a.get_ref<const std::string&>() == to_text(b);
  if (a.is_object() && b.is_object())
    return a.size() == b.size() &&
           std::all_of(a.get_ref<const Json::object_t&>().begin(),
                       a.get_ref<const Json::object_t&>().end(), [&](const auto& member) {
                         const Json* other = find_member(b, member.first);
                         return other != nullptr && equal(member.second, *other);
                       });
  return a == b;
}

bool contains(const Json& list, const Json& value) {
  return list.is_array() && std::any_of(list.begin(), list.end(),
                                        [&](const Json& item) { return equal(item, value); });
}

std::size_t count_contained(const Json& values, const Json& list) {
  return static_cast<std::size_t>(std::count_if(
      values.begin(), values.end(), [&](const Json& value) { return contains(list, value); }));
}

/// Order of two numbers or two texts, as negative, zero or positive; others have none.
std::optional<int> order(const Json& a, const Json& b) {
  if (a.is_number() && b.is_number()) return a < b ? -1 : b < a ? 1 : 0;
  if (a.is_string() && b.is_string())
    return a.get_ref<const std::string&>().compare(b.get_ref<const std::string&>());
  return std::nullopt;
}

bool matches(const Pattern& pattern, const Json& value) {
  if (value.is_array())
    return std::any_of(value.begin(), value.end(),
                       [&](const Json& item) { return matches(pattern, item); });
  if (value.is_object()) return false;
  return pattern.matches(to_embedded_text(value)).value_or(false);
}

bool has_size(const Json& value, std::size_t size) {
  if (value.is_string()) return value.get_ref<const std::string&>().size() == size;
  return value.is_structured() && value.size() == size;
}

/// Comparisons that hold between lists.
bool compare_lists(Comparison comparison, const Json& left, const Json& right) {
  if (!left.is_array() || !right.is_array()) return false;
  if (comparison == Comparison::kSubsetOf) return count_contained(left, right) == left.size();
  if (comparison == Comparison::kAnyOf) return count_contained(left, right) > 0;
  if (comparison == Comparison::kNoneOf) return count_contained(left, right) == 0;
  return count_contained(right, left) == right.size();
}

bool contains_text_or_item(const Json& left, const Json& right) {
  if (left.is_string() && right.is_string())
    return left.get_ref<const std::string&>().find(right.get_ref<const std::string&>()) !=
           std::string::npos;
  return contains(left, right);
}

bool is_ordered(Comparison comparison, const Json& left, const Json& right) {
  const auto result = order(left, right);
  if (!result) return false;
  if (comparison == Comparison::kLess) return *result < 0;
  if (comparison == Comparison::kLessOrEqual) return *result <= 0;
  if (comparison == Comparison::kGreater) return *result > 0;
  return *result >= 0;
}

bool is_empty_as(const Json& left, const Json& right) {
  if (!right.is_boolean() || !(left.is_structured() || left.is_string())) return false;
  return has_size(left, 0) == right.get<bool>();
}

bool compare(Comparison comparison, const Json& left, const Json& right) {
  switch (comparison) {
    case Comparison::kEqual:
      return equal(left, right);
    case Comparison::kNotEqual:
      return !equal(left, right);
    case Comparison::kLess:
    case Comparison::kLessOrEqual:
    case Comparison::kGreater:
    case Comparison::kGreaterOrEqual:
      return is_ordered(comparison, left, right);
    case Comparison::kIn:
      return contains(right, left);
    case Comparison::kNotIn:
      return !contains(right, left);
    case Comparison::kSubsetOf:
    case Comparison::kAnyOf:
    case Comparison::kNoneOf:
    case Comparison::kAll:
      return compare_lists(comparison, left, right);
    case Comparison::kContains:
      return contains_text_or_item(left, right);
    case Comparison::kSize:
      return right.is_number_unsigned() && has_size(left, right.get<std::size_t>());
    case Comparison::kEmpty:
      return is_empty_as(left, right);
    case Comparison::kMatches:
      return false;  // neither side is a pattern
  }
  return false;
}

bool compare(Comparison comparison, const Value& left, const Value& right) {
  if (left.pattern != nullptr || right.pattern != nullptr) {
    const Pattern* pattern = left.pattern != nullptr ? left.pattern : right.pattern;
    const std::optional<Json>& text = left.pattern != nullptr ? right.json : left.json;
    return comparison == Comparison::kMatches && text && matches(*pattern, *text);
  }
  if (left.json && right.json) return compare(comparison, *left.json, *right.json);
  // Nothing equals only nothing, and is in no list.
  if (comparison == Comparison::kEqual) return !left.json && !right.json;
  if (comparison == Comparison::kNotEqual) return left.json.has_value() != right.json.has_value();
  return comparison == Comparison::kNotIn && !left.json;
}

// A test sets up a selection of its own: far more work than a step to the next node.
constexpr std::size_t kStepsOfATest = 20;

class Tester {
 public:
  Tester(const Json& node, const Json& root, Work& work) : node_(node), root_(root), work_(work) {}

  bool accepts(const Filter& filter) const {
    if (!work_.spend(kStepsOfATest)) return false;
    return std::visit(
        Overloaded{[&](const Filter::Or& f) {
                     return std::any_of(f.parts.begin(), f.parts.end(),
                                        [&](const Filter& part) { return accepts(part); });
                   },
                   [&](const Filter::And& f) {
                     return std::all_of(f.parts.begin(), f.parts.end(),
                                        [&](const Filter& part) { return accepts(part); });
                   },
                   [&](const Filter::Not& f) { return !accepts(*f.inner); },
                   [&](const Filter::Exists& f) { return value_of(f.path).json.has_value(); },
                   [&](const Filter::Compare& f) {
                     return compare(f.comparison, value_of(f.left), value_of(f.right));
                   }},
        filter.node);
  }

 private:
  Value value_of(const Operand& operand) const {
    return std::visit(Overloaded{[&](const PathOperand& path) { return value_of(path); },
                                 [](const Json& literal) {
                                   return Value{literal, nullptr};
                                 },
                                 [](const Pattern& pattern) {
                                   return Value{std::nullopt, &pattern};
                                 }},
                      operand);
  }

  Value value_of(const PathOperand& path) const {
    auto selected = select_from(path.segments, path.from_root ? root_ : node_, root_, work_);
    if (!selected) return {};
    return {std::move(*selected), nullptr};
  }

  const Json& node_;
  const Json& root_;
  Work& work_;
};

}  // namespace

bool accepts(const Filter& filter, const Json& node, const Json& root, Work& work) {
  return Tester(node, root, work).accepts(filter);
}

}  // namespace ssm::jsonpath
