// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/configuration.h"
#include "cli/global_options.h"
#include "cli/http/aws_service.h"
#include "cli/http/client.h"
#include "cli/http/endpoint.h"
#include "cli/http/sigv4.h"
#include "core/api/model.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// The API of a service somewhere else, called as the AWS CLI calls it: signed, and tried again in
/// its standard mode. Source: spec/api 1, spec/aws-cli 12.
class RemoteService {
 public:
  /// Errors: code "NoRegion", "General".
  static Result<RemoteService> open(const GlobalOptions& options,
                                    const Configuration& configuration, Endpoint endpoint);

  /// The answer, members in the order of the model. Errors as they are shown: code "Service",
  /// "NoCredentials", "General", "ParamValidation" for services that do not speak AWS JSON.
  Result<Json> ask(const Operation& operation, const Json& request);

 private:
  RemoteService(Endpoint endpoint, HttpClientOptions client);
  Result<HttpMessage> call(const AwsService& service, std::string_view operation,
                           const std::string& body);
  Completed sign(HttpMessage& request, std::string_view service);
  Error shown(const Error& error) const;

  Endpoint endpoint_;
  HttpClient client_;
  GlobalOptions options_;
  std::string region_;
  bool sign_ = true;
  int attempts_ = 3;
  std::optional<Credentials> credentials_;
};

/// What a response that is an error says: the code without namespace and URL, and the message.
/// Source: spec/api 1.3.
Error error_in(const HttpMessage& response);

/// Whether a response is worth another try.
bool is_passing_trouble(const HttpMessage& response);

}  // namespace ssm
