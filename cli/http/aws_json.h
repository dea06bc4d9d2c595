// SPDX-License-Identifier: Apache-2.0
#pragma once
// AWS JSON 1.1 over the operations: a request of HTTP in, its response out. Source: spec/api 1.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/http/message.h"
#include "cli/http/sigv4.h"
#include "core/api/service.h"
#include "core/base/time.h"

namespace ssm {

/// A key that requests may be signed with, and whom it stands for (empty: the default caller).
struct ServiceKey {
  Credentials credentials;
  std::string caller_arn;
};

struct AwsJsonOptions {
  Caller caller;  // who calls, unless the signature's scope and key say otherwise
  bool require_signature = false;
  std::vector<ServiceKey> keys;
  std::function<Completed()> health = {};  // what GET /healthz tells; none: all is well
};

class AwsJson {
 public:
  /// One operation: answered by the service. Errors as invoke() has them.
  using Ask = std::function<Result<Json>(const Operation&, Json request, const Caller&)>;
  AwsJson(AwsJsonOptions options, const Clock& clock, Ask ask);

  HttpMessage respond(const HttpMessage& request) const;
  /// The response to what never became a request.
  HttpMessage refuse(int status, const Error& error) const;

 private:
  Result<Caller> caller_of(const HttpMessage& request) const;
  Result<Json> answer(const HttpMessage& request) const;
  HttpMessage respond_to_get(const HttpMessage& request) const;

  AwsJsonOptions options_;
  const Clock& clock_;
  Ask ask_;
};

}  // namespace ssm
