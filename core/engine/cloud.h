// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/account_region.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/engine/cloud_reply.h"
#include "core/engine/outcome.h"

namespace ssm {

/// The code of an error by which a cloud says that nothing of it answers the call.
inline constexpr std::string_view kNotSimulated = "NotSimulated";

/// An error answer of an AWS API.
struct AwsError {
  std::string code;  // "InvalidInstanceID.NotFound"
  std::string message;
  int http_status = 400;
  bool aborts_execution = false;  // the execution fails at once, whatever its document says
};

/// One API call, with the names boto3 uses: service "ec2", operation "DescribeInstances".
struct CloudCall {
  std::string service;
  std::string operation;
  Json parameters = Json::object();
  AccountRegion scope;
  Time now;
  // For whom; cloud_call() fills them in.
  std::string execution_id = {};
  std::string step = {};
  std::string caller = {};  // the ARN of who makes it; empty: a step does
};

struct StepCall;

using CloudAnswer = tl::expected<CloudReply, AwsError>;

/// The service of calls between an action and the simulated account, which AWS does not have and no
/// runbook can name: mocks do not answer them, and tests do not count them.
inline constexpr std::string_view kOwnService = "SSM-LOCAL";

/// A call that is to be made outside this process.
struct Outside {};

/// How actions reach AWS APIs. Implementations: the simulated account, and mocks over another
/// cloud; later an endpoint.
class Cloud {
 public:
  virtual ~Cloud() = default;
  /// The answer, ResponseMetadata included. On the engine's thread and
  /// within its transaction; what route() says is Outside on any thread, and without one.
  virtual CloudAnswer call(const CloudCall& call) = 0;
  /// The answer when it comes from this process (a mock, the simulated account), within the
  /// engine's transaction; else Outside.
  virtual tl::expected<std::variant<CloudReply, Outside>, AwsError> route(const CloudCall& call);
  /// True when no call is ever Outside.
  virtual bool answers_at_once() const { return false; }
  /// Answers in place of a step's action: asked at the first call of each attempt and, when the
  /// answer was Suspended, at every further one, with the memo of that. nullopt: the action is
  /// called. Within the engine's transaction.
  virtual std::optional<Outcome> answer_step(const StepCall& /*call*/) { return std::nullopt; }
};

}  // namespace ssm
