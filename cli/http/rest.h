// SPDX-License-Identifier: Apache-2.0
#pragma once
// Services whose requests name the operation by method and path, and whose members stand in path,
// query, headers and body.

#include <optional>
#include <string>
#include <string_view>

#include "cli/http/aws_service.h"
#include "cli/http/message.h"
#include "core/api/model.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// What method and path say.
struct RestCall {
  const AwsService* service;
  std::string_view operation;  // empty: no route of its that is known here
};

/// `signing`: the service in the scope of the signature; empty: none is known. nullopt: neither it
/// nor the path is of such a service.
std::optional<RestCall> find_rest_call(const HttpMessage& request, std::string_view signing);

/// The request, for the operation that find_rest_call() has named. Errors: code
/// "MalformedQueryString", "SerializationException", "InvalidParameterValue", "MalformedXML".
Result<Json> read_rest_request(const AwsService& service, const Operation& operation,
                               const HttpMessage& request);

/// Puts an answer into headers, body and status of a response.
void write_rest_answer(const AwsService& service, std::string_view operation, Json answer,
                       HttpMessage& response);

}  // namespace ssm
