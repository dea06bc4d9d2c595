// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "cli/http/message.h"
#include "core/os/tcp_server.h"

namespace ssm {

using HttpHandler = std::function<HttpMessage(const HttpMessage& request)>;

/// HTTP/1.1 on one connection: requests in, the handler's responses out, in order. What is no
/// request, or too large a one, is answered and ends the connection.
class HttpSession final : public Session {
 public:
  /// `refuse`: the response to what never became a request: status and error code.
  using Refusal = std::function<HttpMessage(int status, const Error& error)>;
  HttpSession(const HttpHandler& handler, const Refusal& refuse, HttpLimits limits);

  bool receive(std::string_view bytes, std::string& out) override;
  bool has_more() const override;
  bool is_half_way() const override;
  void give_up(std::string& out) override;
  void end_soon() override;

 private:
  bool refuse(const Error& error, std::string& out) const;

  const HttpHandler& handler_;
  const Refusal& refusal_;
  HttpReader reader_;
  std::string pending_;  // arrived behind the request that was answered last
  bool continued_ = false;
  bool ending_ = false;
};

}  // namespace ssm
