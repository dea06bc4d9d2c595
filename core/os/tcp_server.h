// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/os/descriptor.h"

namespace ssm {

/// What is spoken on one connection.
class Session {
 public:
  virtual ~Session() = default;
  /// Takes what has arrived (nothing: goes on with what it had) and appends what is to be sent.
  /// Answers one request at most, so that what waits to be sent stays small. False: nothing more
  /// is said after that.
  virtual bool receive(std::string_view bytes, std::string& out) = 0;
  /// Bytes of a later request have arrived already.
  virtual bool has_more() const = 0;
  /// Part of a request has arrived, but not all of it.
  virtual bool is_half_way() const = 0;
  /// The rest of the request did not arrive in time; appends the last words.
  virtual void give_up(std::string& out) = 0;
  /// The next answer shall be the last.
  virtual void end_soon() = 0;
};

struct TcpServerOptions {
  std::size_t max_connections = 512;
  std::chrono::milliseconds idle{60'000};     // between two requests
  std::chrono::milliseconds arrival{30'000};  // from the first byte of a request to its last
  std::chrono::milliseconds sending{30'000};  // for the client to take an answer
  std::string busy_answer;                    // sent to those who are one too many
  int until = -1;                             // ends when this descriptor is readable, too
};

/// Serves TCP connections on one thread, in turns, until SIGTERM or SIGINT, or as its options say.
class TcpServer {
 public:
  /// `address`: an IPv4 or IPv6 address or "localhost". Port 0: any that is free. SIGTERM and
  /// SIGINT stay blocked in the calling thread from here on, and in threads it starts later.
  /// Errors: code "Listen".
  static Result<TcpServer> listen(const std::string& address, std::uint16_t port);

  /// "127.0.0.1:8080", "[::1]:8080".
  const std::string& address() const { return address_; }

  using MakeSession = std::function<std::unique_ptr<Session>()>;
  /// Returns when it is to end and the requests under way have been answered. Errors: code
  /// "Listen".
  Completed run(const TcpServerOptions& options, const MakeSession& make_session);

 private:
  TcpServer() = default;
  Descriptor listener_;
  Descriptor signals_;
  std::string address_;
};

/// Whether an address (as for listen) can be reached from this machine alone.
bool is_loopback(const std::string& address);

}  // namespace ssm
