// SPDX-License-Identifier: Apache-2.0
#include "core/expression/jmespath_evaluate.h"

#include <fmt/format.h>
#include <map>

#include "core/base/python_text.h"

namespace ssm::jmespath {
namespace {

const Value& null() {
  static const Value kNull{std::make_shared<const Json>(nullptr)};
  return kNull;
}

Value boolean(bool value) {
  return owned(Json(value));
}

Value field_of(const Node& node, const Value& value) {
  const Json* member = find_member(*value, node.name);
  return member == nullptr ? null() : part_of(value, *member);
}

Value item_of(const Node& node, const Value& value) {
  if (!value.json->is_array()) return null();
  const auto size = static_cast<std::int64_t>(value.json->size());
  const std::int64_t index = node.bounds[0].value_or(0);
  const std::int64_t place = index < 0 ? index + size : index;
  if (place < 0 || place >= size) return null();
  return part_of(value, (*value)[static_cast<std::size_t>(place)]);
}

/// True, false, or nothing when the two have no order; both are numbers or both texts.
template <class T>
bool holds(Token::Kind comparison, const T& a, const T& b) {
  if (comparison == Token::Kind::kLess) return a < b;
  if (comparison == Token::Kind::kLessOrEqual) return !(b < a);
  if (comparison == Token::Kind::kGreater) return b < a;
  return !(a < b);
}

std::string_view symbol(Token::Kind comparison) {
  if (comparison == Token::Kind::kLess) return "<";
  if (comparison == Token::Kind::kLessOrEqual) return "<=";
  return comparison == Token::Kind::kGreater ? ">" : ">=";
}

bool has_order(const Json& value) {
  return value.is_number() || value.is_string();
}

/// The places a slice names, first to last, as Python's slices do.
std::vector<std::size_t> places(const Node& node, std::int64_t size) {
  const std::int64_t step = node.bounds[2].value_or(1);
  const std::int64_t lowest = step < 0 ? -1 : 0;
  const std::int64_t highest = step < 0 ? size - 1 : size;
  const auto bound = [&](std::size_t which, std::int64_t fallback) {
    if (!node.bounds[which]) return fallback;
    const std::int64_t given = *node.bounds[which];
    return std::clamp(given < 0 ? given + size : given, lowest, highest);
  };
  std::int64_t at = bound(0, step < 0 ? highest : lowest);
  const std::int64_t end = bound(1, step < 0 ? lowest : highest);
  std::vector<std::size_t> result;
  while (step < 0 ? at > end : at < end) {
    result.push_back(static_cast<std::size_t>(at));
    if (step < 0 ? at - end <= -(step + 1) : end - at <= step) break;
    at += step;
  }
  return result;
}

}  // namespace

Value owned(Json json) {
  return {std::make_shared<const Json>(std::move(json))};
}

Value part_of(const Value& whole, const Json& part) {
  return {std::shared_ptr<const Json>(whole.json, &part)};
}

bool is_true(const Json& value) {
  if (value.is_null()) return false;
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_string()) return !value.get_ref<const std::string&>().empty();
  return !value.is_structured() || !value.empty();
}

bool equal(const Json& a, const Json& b) {
  if (a.is_array() && b.is_array())
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), equal);
  if (!a.is_object() || !b.is_object()) return a == b;
  if (a.size() != b.size()) return false;
  std::map<std::string_view, const Json*> others;
  for (const auto& [name, value] : b.items()) others[name] = &value;
  for (const auto& [name, value] : a.items()) {
    const auto other = others.find(name);
    if (other == others.end() || !equal(value, *other->second)) return false;
  }
  return true;
}

std::size_t weight_of(const Json& value) {
  if (value.is_string()) return 1 + value.get_ref<const std::string&>().size() / 8;
  std::size_t weight = 1;
  if (value.is_object())
    for (const auto& [name, member] : value.items()) weight += name.size() / 8 + weight_of(member);
  if (value.is_array())
    for (const Json& item : value) weight += weight_of(item);
  return weight;
}

std::string python_str(const Value& value) {
  if (value.reference != nullptr) return "an expression";
  return value.json->is_string() ? value.json->get<std::string>() : python_repr(*value);
}

std::string_view python_type(const Value& value) {
  if (value.reference != nullptr) return "_Expression";
  if (value.json->is_number_integer()) return "int";
  if (value.json->is_number()) return "float";
  if (value.json->is_string()) return "str";
  if (value.json->is_boolean()) return "bool";
  if (value.json->is_array()) return "list";
  return value.json->is_object() ? "dict" : "NoneType";
}

std::string_view type_name(const Value& value) {
  return value.reference != nullptr ? std::string_view("expref") : value.json->type_name();
}

Completed Evaluator::spend(std::size_t weight) {
  if (weight > budget_)
    return failure("JmesPathLimit", "The result of the expression is too large");
  budget_ -= weight;
  return {};
}

Completed Evaluator::append(Json& list, const Value& value) {
  TRY(spend(weight_of(*value)));
  list.push_back(*value);
  return {};
}

Result<Value> Evaluator::visit(const Node& node, const Value& value) {
  TRY(spend(1));
  switch (node.kind) {
    case Node::Kind::kCurrent:
      return value;
    case Node::Kind::kField:
      return field_of(node, value);
    case Node::Kind::kLiteral:
      return Value{std::shared_ptr<const Json>(std::shared_ptr<const Json>(), &node.literal)};
    case Node::Kind::kIndex:
      return item_of(node, value);
    case Node::Kind::kSlice:
      return visit_slice(node, value);
    case Node::Kind::kChain:
    case Node::Kind::kIndexed:
    case Node::Kind::kPipe:
      return visit_steps(node, value);
    case Node::Kind::kProjection:
    case Node::Kind::kValueProjection:
    case Node::Kind::kFilterProjection:
      return visit_projection(node, value);
    case Node::Kind::kFlatten:
      return visit_flatten(node, value);
    case Node::Kind::kComparison:
      return visit_comparison(node, value);
    case Node::Kind::kOr:
    case Node::Kind::kAnd: {
      TRY_ASSIGN(Value left, visit(node.children[0], value));
      if (is_true(*left) == (node.kind == Node::Kind::kOr)) return left;
      return visit(node.children[1], value);
    }
    case Node::Kind::kNot: {
      TRY_ASSIGN(Value inner, visit(node.children[0], value));
      return boolean(!is_true(*inner));
    }
    case Node::Kind::kList:
      return visit_list(node, value);
    case Node::Kind::kHash:
      return visit_hash(node, value);
    case Node::Kind::kCall:
      return visit_call(node, value);
    case Node::Kind::kReference:
      return Value{null().json, &node.children[0]};
  }
  return null();
}

Result<Value> Evaluator::visit_steps(const Node& node, const Value& value) {
  Value result = value;
  for (const Node& step : node.children) {
    TRY_ASSIGN(result, visit(step, result));
  }
  return result;
}

Result<Value> Evaluator::visit_projection(const Node& node, const Value& value) {
  TRY_ASSIGN(Value base, visit(node.children[0], value));
  const bool of_members = node.kind == Node::Kind::kValueProjection;
  if (of_members ? !base.json->is_object() : !base.json->is_array()) return null();
  Json collected = Json::array();
  for (const Json& item : *base) {
    const Value current = part_of(base, item);
    if (node.kind == Node::Kind::kFilterProjection) {
      TRY_ASSIGN(Value accepted, visit(node.children[2], current));
      if (!is_true(*accepted)) continue;
    }
    TRY_ASSIGN(Value projected, visit(node.children[1], current));
    if (!projected.json->is_null()) TRY(append(collected, projected));
  }
  return owned(std::move(collected));
}

Result<Value> Evaluator::visit_comparison(const Node& node, const Value& value) {
  TRY_ASSIGN(Value left, visit(node.children[0], value));
  TRY_ASSIGN(Value right, visit(node.children[1], value));
  const Json& a = *left;
  const Json& b = *right;
  if (node.comparison == Token::Kind::kEqual || node.comparison == Token::Kind::kNotEqual) {
    TRY(spend(std::min(weight_of(a), weight_of(b))));
    return boolean(equal(a, b) == (node.comparison == Token::Kind::kEqual));
  }
  if (!has_order(a) || !has_order(b)) return null();
  if (a.is_number() && b.is_number()) return boolean(holds(node.comparison, a, b));
  if (a.is_string() && b.is_string())
    return boolean(
        holds(node.comparison, a.get_ref<const std::string&>(), b.get_ref<const std::string&>()));
  return failure("JmesPathType",
                 fmt::format("'{}' not supported between instances of '{}' and '{}'",
                             symbol(node.comparison), python_type(left), python_type(right)));
}

Result<Value> Evaluator::visit_flatten(const Node& node, const Value& value) {
  TRY_ASSIGN(Value base, visit(node.children[0], value));
  if (!base.json->is_array()) return null();
  TRY(spend(weight_of(*base)));
  Json merged = Json::array();
  for (const Json& item : *base) {
    if (!item.is_array())
      merged.push_back(item);
    else
      merged.insert(merged.end(), item.begin(), item.end());
  }
  return owned(std::move(merged));
}

Result<Value> Evaluator::visit_list(const Node& node, const Value& value) {
  if (value.json->is_null()) return null();
  Json list = Json::array();
  for (const Node& child : node.children) {
    TRY_ASSIGN(Value item, visit(child, value));
    TRY(append(list, item));
  }
  return owned(std::move(list));
}

Result<Value> Evaluator::visit_hash(const Node& node, const Value& value) {
  if (value.json->is_null()) return null();
  Json hash = Json::object();
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    TRY_ASSIGN(Value member, visit(node.children[i], value));
    TRY(spend(weight_of(*member)));
    hash[node.keys[i]] = *member;
  }
  return owned(std::move(hash));
}

Result<Value> Evaluator::visit_slice(const Node& node, const Value& value) {
  if (!value.json->is_array()) return null();
  if (node.bounds[2] == 0) return failure("JmesPathValue", "slice step cannot be zero");
  Json list = Json::array();
  for (const std::size_t place : places(node, static_cast<std::int64_t>(value.json->size())))
    TRY(append(list, part_of(value, (*value)[place])));
  return owned(std::move(list));
}

Result<Value> Evaluator::visit_call(const Node& node, const Value& value) {
  std::vector<Value> arguments;
  for (const Node& child : node.children) {
    TRY_ASSIGN(Value argument, visit(child, value));
    arguments.push_back(std::move(argument));
  }
  return call_function(node.name, arguments, *this);
}

}  // namespace ssm::jmespath
