// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/store/execution_store.h"

namespace ssm {

/// An error answer of an AWS API.
struct AwsError {
  std::string code;  // "InvalidInstanceID.NotFound"
  std::string message;
  int http_status = 400;
};

/// One API call, with the names boto3 uses: service "ec2", operation "DescribeInstances".
struct CloudCall {
  std::string service;
  std::string operation;
  Json parameters = Json::object();
  Scope scope;
  Time now;
};

/// How actions reach AWS APIs. Implementations: the simulated account; later mocks and an endpoint.
/// Called from several threads at once unless it answers at once.
class Cloud {
 public:
  virtual ~Cloud() = default;
  /// The answer as boto3 would hand it out, ResponseMetadata included.
  virtual tl::expected<Json, AwsError> call(const CloudCall& call) = 0;
  /// True when calls are answered in this process at once: the driver then calls actions within its
  /// own transaction, on its own thread.
  virtual bool answers_at_once() const { return false; }
};

}  // namespace ssm
