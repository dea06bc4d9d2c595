// SPDX-License-Identifier: Apache-2.0
#include "tests/corpus_runs/reason.h"

#include <algorithm>
#include <regex>

#include "cli/testkit/graph_words.h"
#include "core/base/text.h"

namespace ssm::test {
namespace {

using testkit::CaseResult;
using testkit::ExecutionResult;
using testkit::RecordedCall;

constexpr std::size_t kLongestReason = 110;

/// The step whose failure decided, else the one that failed last.
const StepState* decisive_step(const ExecutionState& state) {
  if (state.stopped_by && state[*state.stopped_by].failure) return &state[*state.stopped_by];
  const StepState* last = nullptr;
  for (const StepState& step : state.steps)
    if (step.failure && (!last || step.run_order > last->run_order)) last = &step;
  return last;
}

std::string detail(const Failure& failure, std::string_view name) {
  const Json* texts = find_member(failure.details, name);
  return texts && texts->is_array() && !texts->empty() ? to_embedded_text(texts->front()) : "";
}

std::string operation_that_failed(const CaseResult& result, const std::string& step,
                                  const std::string& code) {
  // The last one: what has failed before was got over.
  std::string operation;
  for (const RecordedCall& call : result.calls)
    if (call.step == step && call.error && call.error->code == code)
      operation = " of " + call.service + ":" + call.operation;
  return operation;
}

/// Python's text ends with "Type - message"; of an error of an API the message names both.
std::string reason_of_script(const std::string& text) {
  static const std::regex kType(R"((\w+) - [^\n]*)");
  static const std::regex kApi(R"(\((\S+)\) when calling the (\w+) operation)");
  std::smatch found;
  if (std::regex_search(text, found, kApi)) return found.str(1) + " of " + found.str(2);
  std::string type;
  for (auto each = std::sregex_iterator(text.begin(), text.end(), kType);
       each != std::sregex_iterator(); ++each)
    type = each->str(1);
  return type;
}

/// Without what every text begins and ends with, and without what is made up anew for each run.
std::string plain_text(std::string text) {
  static const std::regex kFrame(
      R"(^.*? when it is [^.]*\. |^Step timed out while step is |\s*Please refer to [^.]*\.$)");
  static const std::regex kId(R"([0-9a-f-]{8,})");
  text = std::regex_replace(text.substr(0, 2000), kFrame, "");
  text = std::regex_replace(text, kId, "*");
  return shortened(printable(text), kLongestReason);
}

std::string reason_of(const CaseResult& result, const StepState& step) {
  const Failure& failure = *step.failure;
  if (failure.timed_out) return "out of time";
  const std::string code = detail(failure, "ErrorCode");
  if (!code.empty()) return code + operation_that_failed(result, step.name, code);
  if (const std::string type = reason_of_script(detail(failure, "ErrorMessage")); !type.empty())
    return "script: " + type;
  return plain_text(failure.message);
}

}  // namespace

RunEnd end_of(const CaseResult& result) {
  const ExecutionState& state = result.executions.front().state;
  RunEnd end{std::string(to_text(state.status)), {}, {}};
  if (!state.is_terminal()) {
    const StepState* step = state.active_step();
    return {"stopped", step ? step->name : "", "is still " + end.status};
  }
  if (state.status == Status::kSuccess) return end;
  if (const StepState* step = decisive_step(state)) {
    end.step = step->name;
    end.reason = reason_of(result, *step);
    end.message = step->failure->message;
  }
  return end;
}

}  // namespace ssm::test
