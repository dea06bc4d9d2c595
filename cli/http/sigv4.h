// SPDX-License-Identifier: Apache-2.0
#pragma once
// AWS Signature Version 4 in the Authorization header, both ways. Pure: no clock, file or socket.

#include <string>
#include <string_view>
#include <vector>

#include "cli/http/message.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace ssm {

struct Credentials {
  std::string access_key;
  std::string secret_key;
  std::string session_token;  // temporary credentials only
};

/// What the Authorization header of a request says.
struct Authorization {
  std::string access_key;
  std::string date;  // "20240102"
  std::string region;
  std::string service;
  std::vector<std::string> signed_headers;  // lower case, as written
  std::string signature;                    // hex
};

/// Adds X-Amz-Date, X-Amz-Security-Token where there is one, and Authorization. Every header that
/// the request has by then is signed: Host and Content-Type must be there.
void sign_request(HttpMessage& request, const Credentials& credentials, std::string_view region,
                  std::string_view service, Time now);

/// Errors: code "MissingAuthenticationTokenException" (no such header),
/// "IncompleteSignatureException" (not of this form).
Result<Authorization> parse_authorization(const HttpMessage& request);

/// Whether the request is what the owner of the key has signed for the service, at most five
/// minutes from `now`. Errors: code "InvalidSignatureException", "IncompleteSignatureException" (no
/// X-Amz-Date), "UnrecognizedClientException" (another session token), "XAmzContentSHA256Mismatch"
/// (S3: the body is another one).
Completed verify_signature(const HttpMessage& request, const Authorization& authorization,
                           std::string_view service, const Credentials& credentials, Time now);

}  // namespace ssm
