// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/os/descriptor.h"

namespace ssm {

/// A wait that may be without end.
using Patience = std::optional<std::chrono::milliseconds>;

/// What ends a connection's waits, whatever the patience of each.
struct WaitLimits {
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  std::stop_token stop = {};
};

/// A connection that this program has opened. Errors: code "Unreachable" (nobody is there),
/// "Timeout", "Disconnected", "Interrupted" (a stop was requested).
class TcpConnection {
 public:
  /// Tries every address that the name has. `host`: a name, or an address without brackets. The
  /// search for a name's addresses takes as long as the resolver's own settings allow.
  static Result<TcpConnection> open(const std::string& host, std::uint16_t port, Patience patience,
                                    const WaitLimits& limits = {});
  /// Sends all of it; each portion may take as long as `patience`.
  Completed send(std::string_view bytes, Patience patience);
  /// What has arrived, at least one byte; empty: the other side has closed.
  Result<std::string> receive(Patience patience);

 private:
  Descriptor socket_;
  WaitLimits limits_;
};

/// The addresses of a name, as text: /etc/hosts, then DNS. The C library's own way would load
/// shared libraries into a static program. An address stands for itself. Empty: unknown.
std::vector<std::string> find_addresses(const std::string& host);

}  // namespace ssm
