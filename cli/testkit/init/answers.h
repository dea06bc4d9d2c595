// SPDX-License-Identifier: Apache-2.0
#pragma once
// What mocks answer in place of steps, so that everything finds what it reads of them.

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/testkit/api_shapes.h"
#include "cli/testkit/init/samples.h"
#include "core/document/document.h"
#include "core/expression/jsonpath_syntax.h"
#include "core/expression/reference.h"
#include "core/expression/value_template.h"
#include "core/plan/plan.h"

namespace ssm::testkit {

/// The reference that makes up the whole of a text; nullopt: there is more, or less.
std::optional<Reference> whole_reference(const Json& value);

using AskModels = std::function<std::vector<ApiOpinion>(const std::vector<ApiQuestion>&)>;

/// The name under which values have the property that a step looks at.
inline constexpr std::string_view kProperty = "";

/// Something that is read of a step's answer.
struct AnswerPart {
  std::string output;  // as references name it: "State", "Payload.count"; kProperty
  std::vector<jsonpath::Segment> path;
  std::optional<ValueType> type;  // nullopt: whatever is found
  Json sample;
};

/// A step for which a mock answers.
struct AnsweredStep {
  std::string service;  // in lower case; empty: the mock stands in for the whole step
  std::string operation;
  std::vector<AnswerPart> parts;
  /// Of a step that looks at a property: where it is, and which values are desired.
  std::optional<AnswerPart> property;
  ValueTemplate desired;
  bool shares_call = false;  // other steps call the same operation
  Json shape = Json::object();

  bool is_call() const { return !service.empty(); }
  std::string call() const { return service + ":" + operation; }
  const AnswerPart* find_part(std::string_view output) const;
};

/// By output: the values that answers must have. Others are samples.
using AnswerValues = std::map<std::string, Json, std::less<>>;

class Answers {
 public:
  /// `ask`: about the shapes of APIs; may have no opinion. `plan` must outlive this.
  Answers(const Document& document, const Plan& plan, const AskModels& ask);

  /// nullptr: no mock stands in for the step; it does what it does.
  const AnsweredStep* find(StepIndex step) const;

  Json response(StepIndex step, const AnswerValues& values) const;
  /// The step's outputs when its mock answers so.
  Json outputs(StepIndex step, const Json& response) const;

  /// What the steps that really run ask of the values that they take.
  const ValueUses& uses() const { return uses_; }

 private:
  void read_step(StepIndex index, const Step& step);
  void read_uses(const Step& step);
  void add_part(AnsweredStep& answered, const Step& step, const std::string& output) const;
  void fit_use(AnswerPart& part, const Step& step) const;
  void ask_models(const AskModels& ask);

  const Plan* plan_;
  std::map<std::string, std::vector<std::string>, std::less<>> read_;  // by step: its outputs
  std::map<std::size_t, AnsweredStep> steps_;                          // by place
  ValueUses uses_;
};

}  // namespace ssm::testkit
