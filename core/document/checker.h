// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/document.h"

namespace ssm {

/// Collects what check() finds. Each group of checks is one function below.
class Checker {
 public:
  explicit Checker(const Document& document) : document_(document) {}

  const Document& document() const { return document_; }

  void add(std::string_view rule, Location at, std::string path, std::string message);
  /// At a property of a step ("nextStep"), or at the step when it is not written.
  void add(std::string_view rule, const Step& step, std::string_view property, std::string message);
  /// At an input of a step. `fix`: see Problem.
  void add_input(std::string_view rule, const Step& step, std::string_view input,
                 std::string message, std::string fix = {});

  /// In document order.
  std::vector<Problem> take_problems();

 private:
  const Document& document_;
  std::vector<Problem> problems_;
};

/// Where the value at a path such as "mainSteps[2].inputs" stands; nullptr when there is none.
const Node* find_node(const Node& root, std::string_view path);

/// Calls `visit` for every step, those in loops after the loop that holds them.
void for_each_step(const std::vector<Step>& steps, const std::function<void(const Step&)>& visit);

/// " Did you mean "x"?" or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

/// Java's text for a value, as the service's messages print it: {key=value}, [a, b].
std::string to_java_text(const Json& value);

void check_names(Checker& checker);
void check_flow(Checker& checker);
void check_cycles(Checker& checker);
void check_branches(Checker& checker);
void check_inputs(Checker& checker);
void check_references(Checker& checker);
void check_ownership(Checker& checker);

}  // namespace ssm
