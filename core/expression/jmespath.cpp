// SPDX-License-Identifier: Apache-2.0
#include "core/expression/jmespath.h"

#include "core/expression/jmespath_evaluate.h"

namespace ssm {

Result<JmesPath> JmesPath::parse(std::string_view text) {
  TRY_ASSIGN(jmespath::Node root, jmespath::parse_expression(text));
  JmesPath path;
  path.text_ = text;
  path.root_ = std::make_shared<const jmespath::Node>(std::move(root));
  return path;
}

Result<Json> JmesPath::search(const Json& value) const {
  constexpr std::size_t kLeast = 1'000'000;
  constexpr std::size_t kPerWeight = 50;
  jmespath::Evaluator evaluator(kLeast + kPerWeight * jmespath::weight_of(value));
  const jmespath::Value borrowed{
      std::shared_ptr<const Json>(std::shared_ptr<const Json>(), &value)};
  TRY_ASSIGN(jmespath::Value result, evaluator.visit(*root_, borrowed));
  return *result;
}

}  // namespace ssm
