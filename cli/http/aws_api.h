// SPDX-License-Identifier: Apache-2.0
#pragma once
// The operations over HTTP, in the protocol of each service: a request in, its response out.
// Source: spec/api 1; the protocols' descriptions in the Smithy documentation.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/http/aws_service.h"
#include "cli/http/form.h"
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

struct AwsApiOptions {
  Caller caller;  // who calls, unless the signature's scope and key say otherwise
  bool require_signature = false;
  std::vector<ServiceKey> keys;
  std::function<Completed()> health = {};  // what GET /healthz tells; none: all is well
};

class AwsApi {
 public:
  /// One operation: answered by the service. Errors as answer_call() has them.
  using Ask = std::function<Result<Json>(const Operation&, Json request, const Caller&)>;
  AwsApi(AwsApiOptions options, const Clock& clock, Ask ask);

  HttpMessage respond(const HttpMessage& request) const;
  /// The response to what never became a request.
  HttpMessage refuse(int status, const Error& error) const;

 private:
  /// What a request says before it is looked at closely.
  struct Addressed {
    const AwsService* service;
    std::string operation;  // by its API name; empty: the request names none
    std::optional<Result<FormField>> form = std::nullopt;
    std::string stranger = {};  // the service meant, when it is none of ours; `service` is nameless
  };
  struct Answered {
    const Operation& operation;
    Json answer;
  };
  Addressed address(const HttpMessage& request) const;
  HttpMessage respond_to_call(const HttpMessage& request) const;
  Result<Caller> caller_of(const HttpMessage& request, std::string_view signing) const;
  Result<Answered> answer(const HttpMessage& request, const Addressed& to) const;
  HttpMessage respond_to_get(const HttpMessage& request) const;
  HttpMessage make_response(int status) const;
  HttpMessage tell(const AwsService& service, const Error& error, int status) const;

  AwsApiOptions options_;
  const Clock& clock_;
  Ask ask_;
};

}  // namespace ssm
