// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"

namespace ssm {

/// Names are tokens of HTTP; values have no control characters.
using WebHeaders = std::vector<std::pair<std::string, std::string>>;

/// A request with the method POST.
struct WebRequest {
  std::string url;     // "https://example.com/path?query"; "http://..." is sent without TLS
  WebHeaders headers;  // without those that frame the message: Host, Content-Length ...
  std::string body;
  Milliseconds timeout{};     // for all of it, from the connection to the answer's end
  std::size_t most_body = 0;  // of the answer, in bytes
};

struct WebAnswer {
  int status = 0;
  std::string body;
};

/// How actions reach servers that are not an API of AWS.
class Web {
 public:
  virtual ~Web() = default;
  /// Sends the request once and follows no redirection. On any thread, several at the same time.
  /// Errors: code "BadUrl", "Unreachable", "Timeout", "Disconnected", "Tls", "BodyTooLarge" (of the
  /// answer), "Interrupted" (`stop` was requested). The message says what happened, without a full
  /// stop, and has nothing of the request but the name of the host: the rest may be secret.
  virtual Result<WebAnswer> post(const WebRequest& request, std::stop_token stop) = 0;
};

}  // namespace ssm
