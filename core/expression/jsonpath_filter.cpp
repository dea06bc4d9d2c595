// SPDX-License-Identifier: Apache-2.0
// Source: observed and read of Jayway JsonPath 2.9 (EvaluatorFactory, ValueNodes): an operand that
// an operator cannot work on drops the tested element, also under a negation; only some of them
// fail the whole selection.
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/expression/jsonpath_syntax.h"

namespace ssm::jsonpath {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;  // clang 14 does not deduce it from the aggregate

/// What an operand stands for while one node is tested.
struct Value {
  enum class Kind { kNothing, kNull, kBoolean, kNumber, kText, kStructured, kPattern, kOpaque };
  Kind kind = Kind::kNothing;  // kNothing: its path selects nothing; kOpaque: equals nothing
  Json json;
  const Pattern* pattern = nullptr;
  bool is_literal = false;

  const std::string& text() const { return json.get_ref<const std::string&>(); }
  bool is_list() const { return kind == Kind::kStructured && json.is_array(); }
};
using Kind = Value::Kind;

Kind kind_of(const Json& json) {
  if (json.is_null()) return Kind::kNull;
  if (json.is_boolean()) return Kind::kBoolean;
  if (json.is_number()) return Kind::kNumber;
  return json.is_string() ? Kind::kText : Kind::kStructured;
}

/// As Java compares what it has parsed: 1 and 1.0 differ; members of maps in any order.
bool is_same(const Json& a, const Json& b) {
  if (a.is_array() && b.is_array())
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), is_same);
  if (a.is_object() && b.is_object())
    return a.size() == b.size() && std::ranges::all_of(a.items(), [&](const auto& member) {
             const Json* other = find_member(b, member.key());
             return other != nullptr && is_same(member.value(), *other);
           });
  return a.is_number_float() == b.is_number_float() && a == b;
}

/// Numbers and texts compare as the left one: 1.0 equals '1', but '1' does not equal 1.0. A list or
/// map written on the left side equals nothing.
bool equal(const Value& left, const Value& right) {
  switch (left.kind) {
    case Kind::kNumber:
      if (right.kind == Kind::kText) {
        const std::string_view text = right.text();
        const auto number = number_of(text.substr(text.starts_with('+') ? 1 : 0));
        return number && left.json == *number;
      }
      return right.kind == Kind::kNumber && left.json == right.json;
    case Kind::kText:
      if (right.kind == Kind::kNumber) return left.text() == to_text(right.json);
      return right.kind == Kind::kText && left.text() == right.text();
    case Kind::kStructured:
      return right.kind == Kind::kStructured && !left.is_literal && is_same(left.json, right.json);
    case Kind::kNull:
    case Kind::kBoolean:
      return left.kind == right.kind && left.json == right.json;
    case Kind::kNothing:
    case Kind::kPattern:
    case Kind::kOpaque:
      return false;
  }
  return false;
}

std::size_t utf16_length(std::string_view text) {
  const auto pairs = std::ranges::count_if(
      text, [](char c) { return static_cast<unsigned char>(c) >= 0xF0; });  // four bytes
  return utf8_length(text) + static_cast<std::size_t>(pairs);
}

/// Order of UTF-16 units: surrogates, the four-byte characters here, stand before U+E000.
int compare_utf16(std::string_view a, std::string_view b) {
  const auto [at_a, at_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (at_a == a.end() || at_b == b.end())
    return static_cast<int>(at_a != a.end()) - static_cast<int>(at_b != b.end());
  const auto rank = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0xEE || byte == 0xEF ? byte + 0x100 : static_cast<int>(byte);
  };
  return rank(*at_a) - rank(*at_b);
}

/// Order of two numbers or two texts, as negative, zero or positive; others have none.
std::optional<int> order(const Value& a, const Value& b) {
  if (a.kind == Kind::kNumber && b.kind == Kind::kNumber)
    return a.json < b.json ? -1 : b.json < a.json ? 1 : 0;
  if (a.kind == Kind::kText && b.kind == Kind::kText) return compare_utf16(a.text(), b.text());
  return std::nullopt;
}

bool is_ordered(Comparison comparison, const Value& left, const Value& right) {
  const auto result = order(left, right);
  if (!result) return false;
  if (comparison == Comparison::kLess) return *result < 0;
  if (comparison == Comparison::kLessOrEqual) return *result <= 0;
  if (comparison == Comparison::kGreater) return *result > 0;
  return *result >= 0;
}

/// The number of items of a list and of units of a text; of a map -1.
bool has_size(const Value& value, const Value& size) {
  if (size.kind != Kind::kNumber) return false;
  const double wanted = std::trunc(size.json.get<double>());
  if (value.kind == Kind::kText) return static_cast<double>(utf16_length(value.text())) == wanted;
  if (value.kind != Kind::kStructured) return false;
  return (value.is_list() ? static_cast<double>(value.json.size()) : -1.0) == wanted;
}

bool has_structures(const Json& list) {
  return std::ranges::any_of(list, [](const Json& item) { return item.is_structured(); });
}

/// What a pattern is matched against: nothing for what has no text of its own.
std::string text_of(const Value& value) {
  const bool has_text =
      value.kind == Kind::kText || value.kind == Kind::kNumber || value.kind == Kind::kBoolean;
  return has_text ? to_embedded_text(value.json) : std::string();
}

/// A text in a list is looked at again: a path or JSON in it equals nothing, quotes round it go.
Value value_of_text_item(const std::string& text) {
  const std::string_view inside = trim(text);
  const bool is_json = inside.size() > 1 && ((inside.front() == '[' && inside.back() == ']') ||
                                             (inside.front() == '{' && inside.back() == '}'));
  if (is_json && parse_permissively(inside)) return {Kind::kOpaque, {}};
  const bool is_path = !inside.empty() && (inside.front() == '$' || inside.front() == '@');
  if (is_path && parse_segments(inside)) return {Kind::kOpaque, {}};
  if (text.size() < 2) return {Kind::kText, text};
  const bool quoted = text.front() == text.back() && (text.front() == '\'' || text.front() == '"');
  const std::string_view bare(text);
  const auto plain = unescaped(quoted ? bare.substr(1, bare.size() - 2) : bare);
  return {Kind::kText, plain.value_or(text)};
}

// A test sets up a selection of its own: far more work than a step to the next node.
constexpr std::size_t kStepsOfATest = 20;

class Tester {
 public:
  Tester(const Json& node, const Json& root, Work& work) : node_(node), root_(root), work_(work) {}

  Verdict test(const Filter& filter) const {
    if (!work_.spend(kStepsOfATest)) return Verdict::kError;
    return std::visit(
        Overloaded{[&](const Filter::Or& f) { return first_of(f.parts, Verdict::kNo); },
                   [&](const Filter::And& f) { return first_of(f.parts, Verdict::kYes); },
                   [&](const Filter::Not& f) { return opposite(test(*f.inner)); },
                   [&](const Filter::Exists& f) { return exists(f.path); },
                   [&](const Filter::Compare& f) { return compare(f); }},
        filter.node);
  }

 private:
  static Verdict verdict(bool yes) { return yes ? Verdict::kYes : Verdict::kNo; }
  static Verdict opposite(Verdict verdict) {
    if (verdict == Verdict::kYes) return Verdict::kNo;
    return verdict == Verdict::kNo ? Verdict::kYes : verdict;
  }

  /// The first verdict other than `undecided`.
  Verdict first_of(const std::vector<Filter>& parts, Verdict undecided) const {
    for (const Filter& part : parts)
      if (const Verdict found = test(part); found != undecided) return found;
    return undecided;
  }

  Verdict exists(const PathOperand& path) const {
    const auto selected = select_from(path.segments, path.from_root ? root_ : node_, root_, work_,
                                      Properties::kRequired);
    if (!selected) return verdict_of(selected.error());
    return verdict(selected->has_value());
  }

  Verdict compare(const Filter::Compare& filter) const {
    Verdict problem = Verdict::kYes;
    const Value left = value_of(filter.left, problem);
    if (problem != Verdict::kYes) return problem;
    const Value right = value_of(filter.right, problem);
    if (problem != Verdict::kYes) return problem;
    return compare(filter.comparison, left, right);
  }

  Verdict compare(Comparison comparison, const Value& left, const Value& right) const {
    switch (comparison) {
      case Comparison::kEqual:
        return verdict(equal(left, right));
      case Comparison::kNotEqual:
        return verdict(!equal(left, right));
      case Comparison::kSame:
        return verdict(left.kind == right.kind && equal(left, right));
      case Comparison::kNotSame:
        return verdict(left.kind != right.kind || !equal(left, right));
      case Comparison::kLess:
      case Comparison::kLessOrEqual:
      case Comparison::kGreater:
      case Comparison::kGreaterOrEqual:
        return verdict(is_ordered(comparison, left, right));
      case Comparison::kIn:
        return is_in(left, right);
      case Comparison::kNotIn:
        return opposite(is_in(left, right));
      case Comparison::kSubsetOf:
      case Comparison::kAnyOf:
      case Comparison::kNoneOf:
        return compare_lists(comparison, left, right);
      case Comparison::kContains:
        return contains(left, right);
      case Comparison::kSize:
        return verdict(has_size(left, right));
      case Comparison::kEmpty:
        return is_empty_as(left, right);
      case Comparison::kMatches:
        return matches(left, right);
      case Comparison::kNever:
        return Verdict::kDrop;
    }
    return Verdict::kNo;
  }

  /// Whether an item of the list equals the value. Lists of lists and of maps are an error.
  Verdict has_item(const Json& list, const Value& value) const {
    if (!work_.spend(list.size())) return Verdict::kError;
    if (has_structures(list)) return Verdict::kError;
    return verdict(
        std::ranges::any_of(list, [&](const Json& item) { return equal(value, item_of(item)); }));
  }

  Value item_of(const Json& item) const {
    if (!item.is_string()) return {kind_of(item), item};
    const auto& text = item.get_ref<const std::string&>();
    if (!work_.spend(text.size() / 16)) return {};
    return value_of_text_item(text);
  }

  Verdict is_in(const Value& value, const Value& list) const {
    if (list.kind != Kind::kStructured) return Verdict::kDrop;
    return list.is_list() ? has_item(list.json, value) : Verdict::kNo;
  }

  Verdict contains(const Value& left, const Value& right) const {
    if (left.kind == Kind::kText && right.kind == Kind::kText)
      return verdict(left.text().find(right.text()) != std::string::npos);
    return left.is_list() ? has_item(left.json, right) : Verdict::kNo;
  }

  Verdict compare_lists(Comparison comparison, const Value& left, const Value& right) const {
    for (const Value* side : {&right, &left}) {
      if (side->kind != Kind::kStructured) return Verdict::kDrop;
      if (!side->is_list()) return Verdict::kNo;
      if (has_structures(side->json)) return Verdict::kError;
    }
    const bool all = comparison == Comparison::kSubsetOf;
    for (const Json& item : left.json) {
      const Verdict found = has_item(right.json, item_of(item));
      if (found == Verdict::kError) return found;
      if ((found == Verdict::kYes) != all)
        return verdict(comparison == Comparison::kAnyOf);  // decided by this item
    }
    return verdict(comparison != Comparison::kAnyOf);
  }

  static Verdict is_empty_as(const Value& left, const Value& right) {
    if (left.kind != Kind::kText && left.kind != Kind::kStructured) return Verdict::kNo;
    if (left.kind == Kind::kStructured && !left.is_list()) return Verdict::kError;
    if (right.kind != Kind::kBoolean) return Verdict::kDrop;
    const bool is_empty = left.is_list() ? left.json.empty() : left.text().empty();
    return verdict(is_empty == right.json.get<bool>());
  }

  Verdict matches(const Value& left, const Value& right) const {
    if ((left.pattern != nullptr) == (right.pattern != nullptr)) return Verdict::kNo;
    const Pattern& pattern = left.pattern != nullptr ? *left.pattern : *right.pattern;
    const Value& value = left.pattern != nullptr ? right : left;
    if (!value.is_list()) return matches(pattern, text_of(value));
    if (has_structures(value.json)) return Verdict::kError;
    for (const Json& item : value.json)
      if (const Verdict found = matches(pattern, text_of(item_of(item))); found != Verdict::kNo)
        return found;
    return Verdict::kNo;
  }

  Verdict matches(const Pattern& pattern, const std::string& text) const {
    if (!work_.spend()) return Verdict::kError;
    const Result<bool> matches = pattern.matches(text);
    return matches ? verdict(*matches) : Verdict::kError;
  }

  /// `problem` becomes another verdict than kYes when the operand has no value to compare.
  Value value_of(const Operand& operand, Verdict& problem) const {
    return std::visit(Overloaded{[&](const PathOperand& path) { return value_of(path, problem); },
                                 [](const Json& literal) {
                                   return Value{kind_of(literal), literal, nullptr, true};
                                 },
                                 [](const Pattern& pattern) {
                                   return Value{Kind::kPattern, {}, &pattern};
                                 }},
                      operand);
  }

  Value value_of(const PathOperand& path, Verdict& problem) const {
    auto selected = select_from(path.segments, path.from_root ? root_ : node_, root_, work_);
    if (!selected) problem = verdict_of(selected.error());
    if (!selected || !*selected) return {};
    // The names of a map are a set, which compares with nothing.
    const Call* call = path.segments.empty() ? nullptr : path.segments.back().as<Call>();
    if (call != nullptr && call->function == "keys" && (*selected)->is_array())
      problem = Verdict::kError;
    const Kind kind = kind_of(**selected);
    return {kind, std::move(**selected)};
  }

  /// A path that does not fit the node drops it; a function that fails, fails everything.
  static Verdict verdict_of(const Error& error) {
    return error.code == kUnfit ? Verdict::kDrop : Verdict::kError;
  }

  const Json& node_;
  const Json& root_;
  Work& work_;
};

}  // namespace

Verdict test(const Filter& filter, const Json& node, const Json& root, Work& work) {
  return Tester(node, root, work).test(filter);
}

}  // namespace ssm::jsonpath
