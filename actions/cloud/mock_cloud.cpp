// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/mock_cloud.h"

#include <fmt/format.h>

#include <unordered_map>

#include "actions/api_call.h"
#include "actions/cloud/metadata.h"
#include "actions/cloud/mock_store.h"
#include "actions/cloud_failure.h"
#include "actions/other_cloud_specs.h"
#include "core/base/text.h"
#include "core/document/action.h"
#include "core/machine/failure.h"
#include "core/plan/obstacles.h"

namespace ssm {
namespace {

constexpr std::size_t kMostCached = 64;             // executions, as many as the driver knows
constexpr std::size_t kMostParametersShown = 4000;  // bytes, in the message of a miss
constexpr std::string_view kNotMocked = "NotMocked";
constexpr int kServerError = 500;

AwsError ending_error(std::string_view code, std::string message) {
  return {std::string(code), std::move(message), kServerError, true};
}

AwsError trouble(const Error& error) {
  return ending_error("Mocks", "The mocks of the execution cannot be used: " + error.message);
}

std::string shortened(std::string text) {
  if (text.size() <= kMostParametersShown) return text;
  std::size_t end = kMostParametersShown;
  while (end > 0 && is_continuation_byte(text[end])) --end;
  return text.substr(0, end) + "...";
}

AwsError miss(const CloudCall& call) {
  return ending_error(
      kNotMocked,
      fmt::format("No mock answers {}:{} in step {}, and the mocks are strict. "
                  "Parameters: {}",
                  call.service, call.operation, call.step, shortened(to_text(call.parameters))));
}

/// At another cloud somebody would answer, so that no step of onFailure should act on it.
AwsError miss_of_other_cloud(const CloudCall& call) {
  const std::string name = call.service + ":" + call.operation;
  const Json mock{{"call", name}, {"step", call.step}, {"Return", Json::object()}};
  return ending_error(
      kNotMocked,
      fmt::format("No mock answers {} in step {}, and nothing else does. Add a mock like this to "
                  "the file that a start is given with --mocks: {} Parameters: {}",
                  name, call.step, to_text(mock), shortened(to_text(call.parameters))));
}

Failed failed_with(const AwsError& error, std::string message) {
  return Failed{failure_of(error, std::move(message)), nullptr, error.aborts_execution};
}

bool answers_call(const Mock& mock, const CloudCall& call) {
  return !mock.is_of_step() && equals_ignore_case(mock.service, call.service) &&
         equals_ignore_case(mock.operation, call.operation) &&
         (mock.step.empty() || mock.step == call.step) && has_members(call.parameters, mock.when);
}

/// Whether the mock is of the step, or of the call that it makes of another cloud. A call that a
/// reference tells may be any.
bool may_stand_in(const Mock& mock, const PlanStep& step) {
  if (mock.is_of_step()) return mock.step == step.name;
  if (mock.service != step.spec->other_cloud || (!mock.step.empty() && mock.step != step.name))
    return false;
  const std::string call = other_cloud_call(step);
  return call.empty() ||
         equals_ignore_case(mock.operation, operation_name(call.substr(call.find(':') + 1)));
}

bool answers_step(const Mock& mock, const StepCall& call) {
  return mock.is_of_step() && mock.step == call.step.name && has_members(call.inputs, mock.when);
}

/// What answers, and which use of which mock that is.
struct FoundAnswer {
  const MockAnswer* answer = nullptr;  // nullptr: no mock answers
  std::int64_t mock = 0;
  std::int64_t use = 0;
};

/// Each mock that fits counts a use; the first that has an answer for it, answers. `count`: counts
/// a use of a mock and returns its number.
Result<FoundAnswer> find_answer(const Mocks& mocks, const auto& fits, const auto& count) {
  for (std::size_t i = 0; i < mocks.mocks.size(); ++i) {
    if (!fits(mocks.mocks[i])) continue;
    const auto number = static_cast<std::int64_t>(i);
    TRY_ASSIGN(const std::int64_t use, count(number));
    if (const MockAnswer* answer = mocks.mocks[i].answer_to(use))
      return FoundAnswer{answer, number, use};
  }
  return FoundAnswer{};
}

/// GetParameters, called by a start before there is an execution.
Result<std::optional<Json>> answer_start(const Mocks& mocks, const Json& request,
                                         MockUseCounts& uses) {
  const CloudCall call{"ssm", "GetParameters", request, {}, {}};
  TRY_ASSIGN(const FoundAnswer found,
             find_answer(
                 mocks, [&](const Mock& mock) { return answers_call(mock, call); },
                 [&](std::int64_t mock) -> Result<std::int64_t> { return uses[mock]++; }));
  if (!found.answer && mocks.strict)
    return failure(std::string(kNotMocked),
                   fmt::format("No mock answers ssm:GetParameters, which the start calls for the "
                               "defaults of parameters, and the mocks are strict. Parameters: {}",
                               shortened(to_text(request))));
  if (!found.answer) return std::nullopt;
  if (const auto& thrown = found.answer->thrown) return failure(thrown->error, thrown->cause);
  return found.answer->response;
}

/// A mocked step's response holds the outputs that its action always has, under their names.
Json outputs_in(const Json& response, const ActionSpec& action) {
  Json outputs = Json::object();
  for (const std::string_view name : action.outputs)
    if (const Json* value = find_member(response, name)) outputs[std::string(name)] = *value;
  return outputs;
}

Failed thrown_by_step(const StepCall& call, const MockAnswer::Thrown& thrown) {
  const std::string& cause = thrown.cause.empty() ? thrown.error : thrown.cause;
  AwsError error{thrown.error, cause, thrown.http_status};
  if (thrown.error != "TimedOut") return failed_with(error, failure_text(kSdkPhase, cause));
  Failed failed = failed_with(error, timeout_text(call.step.spec->phase, cause));
  failed.failure.timed_out = true;
  return failed;
}

}  // namespace

struct MockCloud::Impl {
  Impl(Cloud& an_inner, Database& database) : inner(an_inner), store(database) {}

  /// nullptr: the execution has none. What is kept in memory never changes in the store.
  Result<const Mocks*> mocks_of(const std::string& execution_id) {
    const auto found = known.find(execution_id);
    if (found != known.end()) return found->second ? &*found->second : nullptr;
    TRY_ASSIGN(const std::optional<std::string> content, store.find(execution_id));
    std::optional<Mocks> mocks;
    if (content) {
      auto read = read_mocks(*content, kStoredMocksLimits);
      if (!read) return tl::unexpected(mocks_error(read.error(), "their stored form"));
      mocks = std::move(*read);
    }
    if (known.size() >= kMostCached) known.clear();
    const auto& kept = known.emplace(execution_id, std::move(mocks)).first->second;
    return kept ? &*kept : nullptr;
  }

  Result<FoundAnswer> find(const Mocks& mocks, const std::string& execution_id, const auto& fits) {
    return find_answer(mocks, fits,
                       [&](std::int64_t mock) { return store.count_use(execution_id, mock); });
  }

  Outcome begin(const StepCall& call, const FoundAnswer& found) {
    if (found.answer->after <= Milliseconds(0)) return end(call, *found.answer);
    return wait(found.mock, found.use, call.now + found.answer->after);
  }

  static Outcome wait(std::int64_t mock, std::int64_t use, Time until) {
    Suspended suspended;
    suspended.memo = {{"mock", mock}, {"use", use}, {"until", to_epoch_ms(until)}};
    suspended.wake_at = until;
    return suspended;
  }

  /// A step that was answered with After: the answer is the one chosen then.
  Outcome resume(const StepCall& call, const Mocks& mocks) {
    const auto mock = call.memo.value("mock", std::int64_t{0});
    const auto use = call.memo.value("use", std::int64_t{0});
    const Time until = from_epoch_ms(call.memo.value("until", std::int64_t{0}));
    if (call.now < until) return wait(mock, use, until);
    const MockAnswer* answer = mocks.mocks.at(static_cast<std::size_t>(mock)).answer_to(use);
    return end(call, *answer);
  }

  static Outcome end(const StepCall& call, const MockAnswer& answer) {
    Json outputs = outputs_in(answer.response, *call.step.spec);
    if (!answer.thrown) {
      Done done;
      done.outputs = std::move(outputs);
      done.response = answer.response;
      return done;
    }
    Failed failed = thrown_by_step(call, *answer.thrown);
    if (!answer.response.is_null()) failed.outputs = std::move(outputs);
    failed.response = answer.response;
    return failed;
  }

  Result<std::optional<Outcome>> answer_step(const StepCall& call) {
    TRY_ASSIGN(const Mocks* mocks, mocks_of(call.execution_id));
    if (!mocks) return std::nullopt;
    if (!call.memo.is_null()) return resume(call, *mocks);
    TRY_ASSIGN(const FoundAnswer found, find(*mocks, call.execution_id, [&](const Mock& mock) {
                 return answers_step(mock, call);
               }));
    if (found.answer) return begin(call, found);
    const ActionSpec& action = *call.step.spec;
    if (action.is_implemented || !action.other_cloud.empty()) return std::nullopt;
    std::string message = fmt::format(
        "No mock answers step {} any more, and this version of ssm-local does not implement its "
        "action {}.",
        call.step.name, call.step.action);
    return failed_with(ending_error(kNotMocked, message), message);
  }

  Result<std::optional<Json>> answer_call(const CloudCall& call, std::optional<AwsError>& error) {
    TRY_ASSIGN(const Mocks* mocks, mocks_of(call.execution_id));
    const bool is_other = is_other_cloud(call.service);
    if (!mocks) {
      if (is_other) error = miss_of_other_cloud(call);
      return std::nullopt;
    }
    TRY_ASSIGN(const FoundAnswer found, find(*mocks, call.execution_id, [&](const Mock& mock) {
                 return answers_call(mock, call);
               }));
    if (!found.answer) {
      if (is_other)
        error = miss_of_other_cloud(call);
      else if (mocks->strict)
        error = miss(call);
      return std::nullopt;
    }
    if (const auto& thrown = found.answer->thrown) {
      error = AwsError{thrown->error, thrown->cause, thrown->http_status};
      return std::nullopt;
    }
    Json response = found.answer->response;
    if (!is_other && !response.contains("ResponseMetadata"))
      cloud::add_metadata(response, call.service);
    return response;
  }

  Cloud& inner;
  MockStore store;
  std::unordered_map<std::string, std::optional<Mocks>> known;  // by execution
};

MockCloud::MockCloud(Cloud& inner, Database& database)
    : impl_(std::make_unique<Impl>(inner, database)) {}
MockCloud::~MockCloud() = default;

CloudAnswer MockCloud::call(const CloudCall& call) {
  if (call.service == kOwnService) return impl_->inner.call(call);
  std::optional<AwsError> error;
  Result<std::optional<Json>> answer = impl_->answer_call(call, error);
  if (!answer) error = trouble(answer.error());
  if (error) return tl::unexpected(*std::move(error));
  if (*answer) return **std::move(answer);
  return impl_->inner.call(call);
}

std::optional<Outcome> MockCloud::answer_step(const StepCall& call) {
  Result<std::optional<Outcome>> answer = impl_->answer_step(call);
  if (!answer) {
    const AwsError error = trouble(answer.error());
    return failed_with(error, error.message);
  }
  if (*answer) return *std::move(answer);
  return impl_->inner.answer_step(call);
}

ExecutionMocks make_execution_mocks(Mocks mocks, std::string file) {
  const auto shared = std::make_shared<const Mocks>(std::move(mocks));
  ExecutionMocks given;
  given.stands_in = [shared](const PlanStep& step) {
    return std::ranges::any_of(shared->mocks,
                               [&](const Mock& mock) { return may_stand_in(mock, step); });
  };
  given.get_parameters = [shared](const Json& request, MockUseCounts& uses) {
    return answer_start(*shared, request, uses);
  };
  given.attach = [content = to_json(*shared)](Database& database, std::string_view execution_id,
                                              const MockUseCounts& uses) -> Completed {
    MockStore store(database);
    TRY(store.insert(execution_id, content));
    for (const auto& [mock, used] : uses) TRY(store.set_uses(execution_id, mock, used));
    return {};
  };
  given.check = [shared, file = std::move(file)](const Plan& plan) -> Completed {
    const std::vector<Problem> problems = mock_problems(*shared, plan);
    if (problems.empty()) return {};
    return tl::unexpected(mocks_error(problems, file));
  };
  return given;
}

Error mocks_error(const std::vector<Problem>& problems, const std::string& file) {
  std::vector<std::string> lines;
  for (const Problem& problem : problems) lines.push_back(to_text(problem, file));
  return {"Mocks", join(lines, "\n")};
}

}  // namespace ssm
