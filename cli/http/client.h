// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cli/http/endpoint.h"
#include "cli/http/message.h"
#include "cli/http/tls.h"
#include "core/base/result.h"
#include "core/os/tcp_client.h"

namespace ssm {

struct HttpClientOptions {
  TlsOptions tls;
  Patience connecting = std::chrono::seconds(60);
  Patience reading = std::chrono::seconds(60);
  WaitLimits limits = {};                    // of all that the client does
  std::size_t most_body = 64 * 1024 * 1024;  // of a response, in bytes
};

/// Sends requests to one endpoint, over one connection while that lasts. Errors: code
/// "Unreachable", "ConnectTimeout", "ReadTimeout", "Disconnected", "Tls", "Interrupted",
/// "BodyTooLarge" (of the response).
class HttpClient {
 public:
  HttpClient(Endpoint endpoint, HttpClientOptions options);
  Result<HttpMessage> exchange(const HttpMessage& request);

 private:
  Completed open();
  Completed send(std::string_view bytes);
  Result<std::string> receive();
  Result<HttpMessage> exchange_once(const std::string& text, bool& answered);

  Endpoint endpoint_;
  HttpClientOptions options_;
  std::optional<TcpConnection> plain_;
  std::optional<TlsConnection> secure_;
};

}  // namespace ssm
