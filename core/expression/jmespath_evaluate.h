// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/expression/jmespath_syntax.h"

namespace ssm::jmespath {

/// What an expression gives: a value, shared with what it was taken from, or an expression (&a).
struct Value {
  std::shared_ptr<const Json> json;
  const Node* reference = nullptr;
  const Json& operator*() const { return *json; }
};

Value owned(Json json);

/// A value inside another one.
Value part_of(const Value& whole, const Json& part);

/// False are null, false, "", [] and {}.
bool is_true(const Json& value);

/// Equality as JMESPath has it: members in any order, 1 is 1.0.
bool equal(const Json& a, const Json& b);

/// How much there is of a value: its nodes and, at eight to one, the bytes of its texts.
std::size_t weight_of(const Json& value);

/// Python's str() of a value, and the names of its type there and in JMESPath: for messages.
std::string python_str(const Value& value);
std::string_view python_type(const Value& value);
std::string_view type_name(const Value& value);

/// Applies expressions. What it may build is bounded.
class Evaluator {
 public:
  explicit Evaluator(std::size_t budget) : budget_(budget) {}

  Result<Value> visit(const Node& node, const Value& value);

  /// Takes what a new value weighs from the budget. Errors: code "JmesPathLimit".
  Completed spend(std::size_t weight);

 private:
  Result<Value> visit_steps(const Node& node, const Value& value);
  Result<Value> visit_projection(const Node& node, const Value& value);
  Result<Value> visit_comparison(const Node& node, const Value& value);
  Result<Value> visit_flatten(const Node& node, const Value& value);
  Result<Value> visit_list(const Node& node, const Value& value);
  Result<Value> visit_hash(const Node& node, const Value& value);
  Result<Value> visit_slice(const Node& node, const Value& value);
  Result<Value> visit_call(const Node& node, const Value& value);
  Completed append(Json& list, const Value& value);

  std::size_t budget_;
};

/// The value of a function. Errors: codes of JmesPath::search.
Result<Value> call_function(std::string_view name, std::span<const Value> arguments,
                            Evaluator& evaluator);

}  // namespace ssm::jmespath
