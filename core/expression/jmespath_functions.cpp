// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <cmath>
#include <limits>

#include "core/base/text.h"
#include "core/expression/jmespath_evaluate.h"
#include "core/expression/jmespath_number.h"

namespace ssm::jmespath {
namespace {

using Arguments = std::span<const Value>;
using Function = Result<Value> (*)(Arguments, Evaluator&);

Value nothing() {
  return owned(nullptr);
}

const std::string& text_of(const Value& value) {
  return value.json->get_ref<const std::string&>();
}

/// What a new value costs, then the value.
Result<Value> built(Json json, Evaluator& evaluator) {
  TRY(evaluator.spend(weight_of(json)));
  return owned(std::move(json));
}

tl::unexpected<Error> type_error(std::string_view function, const Value& value,
                                 std::string_view expected, std::string_view received) {
  return failure("JmesPathType",
                 fmt::format("In function {}(), invalid type for value: {}, expected one of: {}, "
                             "received: \"{}\"",
                             function, python_str(value), expected, received));
}

Result<Value> absolute(Arguments arguments, Evaluator&) {
  const Json& number = *arguments[0];
  if (number.is_number_unsigned()) return arguments[0];
  if (!number.is_number_integer()) return owned(std::abs(number.get<double>()));
  const auto value = number.get<std::int64_t>();
  if (value == std::numeric_limits<std::int64_t>::min()) return owned(-static_cast<double>(value));
  return owned(value < 0 ? -value : value);
}

Result<Value> average(Arguments arguments, Evaluator&) {
  if (arguments[0].json->empty()) return nothing();
  return owned(sum_of(*arguments[0]).get<double>() /
               static_cast<double>(arguments[0].json->size()));
}

Result<Value> ceiling(Arguments arguments, Evaluator&) {
  if (arguments[0].json->is_number_integer()) return arguments[0];
  return owned(whole(std::ceil(arguments[0].json->get<double>())));
}

Result<Value> floored(Arguments arguments, Evaluator&) {
  if (arguments[0].json->is_number_integer()) return arguments[0];
  return owned(whole(std::floor(arguments[0].json->get<double>())));
}

Result<Value> contains(Arguments arguments, Evaluator&) {
  const Json& whole = *arguments[0];
  const Json& wanted = *arguments[1];
  if (whole.is_array())
    return owned(std::any_of(whole.begin(), whole.end(),
                             [&](const Json& item) { return equal(item, wanted); }));
  if (!wanted.is_string())
    return failure("JmesPathType", fmt::format("'in <string>' requires string as left operand, "
                                               "not {}",
                                               python_type(arguments[1])));
  return owned(text_of(arguments[0]).find(text_of(arguments[1])) != std::string::npos);
}

Result<Value> ends_with(Arguments arguments, Evaluator&) {
  return owned(text_of(arguments[0]).ends_with(text_of(arguments[1])));
}

Result<Value> starts_with(Arguments arguments, Evaluator&) {
  return owned(text_of(arguments[0]).starts_with(text_of(arguments[1])));
}

Result<Value> join_texts(Arguments arguments, Evaluator& evaluator) {
  std::string joined;
  for (const Json& item : *arguments[1]) {
    const auto& text = item.get_ref<const std::string&>();
    TRY(evaluator.spend(1 + (text.size() + text_of(arguments[0]).size()) / 8));
    if (&item != &arguments[1].json->front()) joined += text_of(arguments[0]);
    joined += text;
  }
  return owned(std::move(joined));
}

Result<Value> keys(Arguments arguments, Evaluator& evaluator) {
  Json names = Json::array();
  for (const auto& [name, member] : arguments[0].json->items()) names.push_back(name);
  return built(std::move(names), evaluator);
}

Result<Value> values(Arguments arguments, Evaluator& evaluator) {
  TRY(evaluator.spend(weight_of(*arguments[0])));
  Json members = Json::array();
  for (const Json& member : *arguments[0]) members.push_back(member);
  return owned(std::move(members));
}

Result<Value> length(Arguments arguments, Evaluator&) {
  if (arguments[0].json->is_string()) return owned(utf8_length(text_of(arguments[0])));
  return owned(arguments[0].json->size());
}

Result<Value> map_items(Arguments arguments, Evaluator& evaluator) {
  Json list = Json::array();
  for (const Json& item : *arguments[1]) {
    TRY_ASSIGN(Value mapped, evaluator.visit(*arguments[0].reference, part_of(arguments[1], item)));
    TRY(evaluator.spend(weight_of(*mapped)));
    list.push_back(*mapped);
  }
  return owned(std::move(list));
}

Result<Value> merge(Arguments arguments, Evaluator& evaluator) {
  Json merged = Json::object();
  for (const Value& argument : arguments) {
    TRY(evaluator.spend(weight_of(*argument)));
    TRY(evaluator.spend(merged.size() * argument.json->size() / 8));
    for (const auto& [name, member] : argument.json->items()) merged[name] = member;
  }
  return owned(std::move(merged));
}

Result<Value> greatest(Arguments arguments, Evaluator&) {
  const Json& list = *arguments[0];
  if (list.empty()) return nothing();
  return part_of(arguments[0], *std::max_element(list.begin(), list.end()));
}

Result<Value> least(Arguments arguments, Evaluator&) {
  const Json& list = *arguments[0];
  if (list.empty()) return nothing();
  return part_of(arguments[0], *std::min_element(list.begin(), list.end()));
}

Result<Value> first_not_null(Arguments arguments, Evaluator&) {
  for (const Value& argument : arguments)
    if (!argument.json->is_null()) return argument;
  return nothing();
}

Result<Value> reverse(Arguments arguments, Evaluator& evaluator) {
  const Json& whole = *arguments[0];
  TRY(evaluator.spend(weight_of(whole)));
  if (whole.is_array()) {
    Json list = whole;
    std::reverse(list.begin(), list.end());
    return owned(std::move(list));
  }
  const std::string& text = text_of(arguments[0]);
  std::string reversed;
  for (std::size_t end = text.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (begin > 0 && is_continuation_byte(text[begin])) --begin;
    reversed.append(text, begin, end - begin);
    end = begin;
  }
  return owned(std::move(reversed));
}

Result<Value> sort(Arguments arguments, Evaluator& evaluator) {
  TRY(evaluator.spend(weight_of(*arguments[0])));
  Json list = *arguments[0];
  std::stable_sort(list.begin(), list.end());
  return owned(std::move(list));
}

Result<Value> sum(Arguments arguments, Evaluator&) {
  return owned(sum_of(*arguments[0]));
}

Result<Value> to_list(Arguments arguments, Evaluator& evaluator) {
  if (arguments[0].json->is_array()) return arguments[0];
  return built(Json::array({*arguments[0]}), evaluator);
}

Result<Value> to_number(Arguments arguments, Evaluator&) {
  if (arguments[0].json->is_number()) return arguments[0];
  if (!arguments[0].json->is_string()) return nothing();
  return owned(number_of(text_of(arguments[0])));
}

Result<Value> to_string(Arguments arguments, Evaluator& evaluator) {
  if (arguments[0].json->is_string()) return arguments[0];
  TRY(evaluator.spend(weight_of(*arguments[0])));
  return built(arguments[0].json->dump(-1, ' ', true, Json::error_handler_t::replace), evaluator);
}

Result<Value> type(Arguments arguments, Evaluator&) {
  if (arguments[0].reference != nullptr) return nothing();
  return owned(type_name(arguments[0]));
}

bool is_sortable(const Json& key) {
  return key.is_number() || key.is_string();
}

/// What `reference` makes of each item. Errors: one is neither a number nor a text, or, with
/// `alike`, not of the first one's type.
Result<std::vector<Value>> keys_of(std::string_view function, Arguments arguments, bool alike,
                                   Evaluator& evaluator) {
  std::vector<Value> result;
  for (const Json& item : *arguments[0]) {
    const Value current = part_of(arguments[0], item);
    TRY_ASSIGN(Value key, evaluator.visit(*arguments[1].reference, current));
    if (alike && result.empty() && !is_sortable(*key))
      return type_error(function, current, "['string', 'number']", type_name(key));
    if (alike && !result.empty() && type_name(key) != type_name(result.front()))
      return type_error(function, key, fmt::format("['{}']", type_name(result.front())),
                        type_name(key));
    if (!is_sortable(*key))
      return type_error(function, key, "['number', 'string']", type_name(key));
    result.push_back(std::move(key));
  }
  return result;
}

Result<Value> sort_by(Arguments arguments, Evaluator& evaluator) {
  TRY_ASSIGN(std::vector<Value> by, keys_of("sort_by", arguments, true, evaluator));
  std::vector<std::size_t> order(by.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return *by[a] < *by[b]; });
  TRY(evaluator.spend(weight_of(*arguments[0])));
  Json list = Json::array();
  for (const std::size_t place : order) list.push_back((*arguments[0])[place]);
  return owned(std::move(list));
}

/// The first item whose key is before all others: `before` says which of two comes first.
Result<Value> extreme(std::string_view function, std::string_view symbol, Arguments arguments,
                      bool (*before)(const Json&, const Json&), Evaluator& evaluator) {
  TRY_ASSIGN(std::vector<Value> by, keys_of(function, arguments, false, evaluator));
  if (by.empty()) return nothing();
  std::size_t best = 0;
  for (std::size_t i = 1; i < by.size(); ++i) {
    if (by[i].json->is_string() != by[best].json->is_string())
      return failure("JmesPathType",
                     fmt::format("'{}' not supported between instances of '{}' and '{}'", symbol,
                                 python_type(by[i]), python_type(by[best])));
    if (before(*by[i], *by[best])) best = i;
  }
  return part_of(arguments[0], (*arguments[0])[best]);
}

Result<Value> max_by(Arguments arguments, Evaluator& evaluator) {
  return extreme(
      "max_by", ">", arguments, [](const Json& a, const Json& b) { return b < a; }, evaluator);
}

Result<Value> min_by(Arguments arguments, Evaluator& evaluator) {
  return extreme(
      "min_by", "<", arguments, [](const Json& a, const Json& b) { return a < b; }, evaluator);
}

/// Types of an argument as messages list them; "array-number" is a list of numbers. Empty: any.
using Types = std::vector<std::string_view>;

struct Signature {
  std::string_view name;
  std::vector<Types> arguments;
  Function function;
  bool variadic = false;
};

const std::vector<Signature>& signatures() {
  static const std::vector<Signature> kSignatures = {
      {"abs", {{"number"}}, absolute},
      {"avg", {{"array-number"}}, average},
      {"ceil", {{"number"}}, ceiling},
      {"contains", {{"array", "string"}, {}}, contains},
      {"ends_with", {{"string"}, {"string"}}, ends_with},
      {"floor", {{"number"}}, floored},
      {"join", {{"string"}, {"array-string"}}, join_texts},
      {"keys", {{"object"}}, keys},
      {"length", {{"string", "array", "object"}}, length},
      {"map", {{"expref"}, {"array"}}, map_items},
      {"max", {{"array-number", "array-string"}}, greatest},
      {"max_by", {{"array"}, {"expref"}}, max_by},
      {"merge", {{"object"}}, merge, true},
      {"min", {{"array-number", "array-string"}}, least},
      {"min_by", {{"array"}, {"expref"}}, min_by},
      {"not_null", {{}}, first_not_null, true},
      {"reverse", {{"array", "string"}}, reverse},
      {"sort", {{"array-string", "array-number"}}, sort},
      {"sort_by", {{"array"}, {"expref"}}, sort_by},
      {"starts_with", {{"string"}, {"string"}}, starts_with},
      {"sum", {{"array-number"}}, sum},
      {"to_array", {{}}, to_list},
      {"to_number", {{}}, to_number},
      {"to_string", {{}}, to_string},
      {"type", {{}}, type},
      {"values", {{"object"}}, values},
  };
  return kSignatures;
}

std::string listed(const Types& types) {
  std::vector<std::string> quoted;
  for (const std::string_view name : types) quoted.push_back(fmt::format("'{}'", name));
  return "[" + join(quoted, ", ") + "]";
}

/// Lists of one kind of item: all items are of the first one's kind, and that is a wanted one.
Completed check_items(std::string_view function, const Value& list, const Types& types) {
  std::string_view kind;
  for (const Json& item : *list) {
    const Value value = part_of(list, item);
    const std::string of_it = fmt::format("array-{}", type_name(value));
    const bool wanted = std::find(types.begin(), types.end(), of_it) != types.end();
    if (!wanted || (!kind.empty() && kind != type_name(value)))
      return type_error(function, value, listed(types), python_type(value));
    kind = type_name(value);
  }
  return {};
}

Completed check_type(std::string_view function, const Value& value, const Types& types) {
  if (types.empty()) return {};
  const bool by_items = types.front().starts_with("array-");
  const std::string_view type = type_name(value);
  const bool fits =
      by_items ? type == "array" : std::find(types.begin(), types.end(), type) != types.end();
  if (!fits) return type_error(function, value, listed(types), type);
  return by_items ? check_items(function, value, types) : Completed();
}

Completed check_arity(const Signature& signature, std::size_t given) {
  const std::size_t wanted = signature.arguments.size();
  if (signature.variadic ? given >= wanted : given == wanted) return {};
  return failure("JmesPathArity",
                 fmt::format("Expected {}{} argument{} for function {}(), received {}",
                             signature.variadic ? "at least " : "", wanted, wanted == 1 ? "" : "s",
                             signature.name, given));
}

}  // namespace

Result<Value> call_function(std::string_view name, std::span<const Value> arguments,
                            Evaluator& evaluator) {
  const auto& all = signatures();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Signature& row) { return row.name == name; });
  if (found == all.end())
    return failure("JmesPathFunction", fmt::format("Unknown function: {}()", name));
  TRY(check_arity(*found, arguments.size()));
  // Of further arguments of a variadic function the types are free, as in Python's jmespath; but
  // merge() has to take them.
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const bool further = i >= found->arguments.size();
    TRY(check_type(name, arguments[i], further ? found->arguments.back() : found->arguments[i]));
  }
  return found->function(arguments, evaluator);
}

}  // namespace ssm::jmespath
