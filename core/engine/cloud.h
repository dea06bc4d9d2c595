// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/account_region.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/engine/outcome.h"

namespace ssm {

/// An error answer of an AWS API.
struct AwsError {
  std::string code;  // "InvalidInstanceID.NotFound"
  std::string message;
  int http_status = 400;
  bool ends_execution = false;  // the execution fails at once, whatever its document says
};

/// One API call, with the names boto3 uses: service "ec2", operation "DescribeInstances".
struct CloudCall {
  std::string service;
  std::string operation;
  Json parameters = Json::object();
  AccountRegion scope;
  Time now;
  // For whom; perform() fills them in.
  std::string execution_id = {};
  std::string step = {};
};

struct StepCall;

/// How actions reach AWS APIs. Implementations: the simulated account, and mocks over another
/// cloud; later an endpoint. Called from several threads at once unless it answers at once.
class Cloud {
 public:
  virtual ~Cloud() = default;
  /// The answer as boto3 would hand it out, ResponseMetadata included.
  virtual tl::expected<Json, AwsError> call(const CloudCall& call) = 0;
  /// True when calls are answered in this process at once: the driver then calls actions within its
  /// own transaction, on its own thread.
  virtual bool answers_at_once() const { return false; }
  /// Answers in place of a step's action: asked at the first call of each attempt and, when the
  /// answer was Pending, at every further one, with the memo of that. nullopt: the action is
  /// called.
  virtual std::optional<Outcome> answer_step(const StepCall& /*call*/) { return std::nullopt; }
};

}  // namespace ssm
