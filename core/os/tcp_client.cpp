// SPDX-License-Identifier: Apache-2.0
#include "core/os/tcp_client.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <algorithm>
#include <array>
#include <climits>
#include <cstddef>

#include "core/os/addresses.h"
#include "core/os/stop_event.h"

namespace ssm {
namespace {

using SteadyClock = std::chrono::steady_clock;

tl::unexpected<Error> trouble() {
  return failure("Disconnected", system_message(errno));
}

/// Errors: code "Interrupted", "Timeout".
Completed check_limits(const WaitLimits& limits) {
  if (limits.stop.stop_requested()) return failure("Interrupted", "");
  if (limits.deadline && SteadyClock::now() >= *limits.deadline) return failure("Timeout", "");
  return {};
}

/// Waits until the socket is ready. Errors: code "Interrupted", "Timeout".
Completed await(int socket, short events, Patience patience, const WaitLimits& limits) {
  std::optional<SteadyClock::time_point> deadline = limits.deadline;
  if (patience) {
    const SteadyClock::time_point end = SteadyClock::now() + *patience;
    deadline = deadline ? std::min(*deadline, end) : end;
  }
  const StopEvent stopped(limits.stop);
  for (;;) {
    int timeout = -1;
    if (deadline) {
      auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - SteadyClock::now());
      timeout = static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, INT_MAX));
    }
    std::array<pollfd, 2> ready = {{{socket, events, 0}, {stopped.descriptor(), POLLIN, 0}}};
    int count = ::poll(ready.data(), ready.size(), timeout);
    if (limits.stop.stop_requested()) return failure("Interrupted", "");
    if (count > 0) return {};
    if (count < 0 && errno != EINTR) return trouble();
    if (deadline && SteadyClock::now() >= *deadline) return failure("Timeout", "");
  }
}

Result<Descriptor> connect_to(const SocketAddress& address, Patience patience,
                              const WaitLimits& limits) {
  TRY(check_limits(limits));
  Descriptor socket(
      ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return failure("Unreachable", system_message(errno));
  int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket.get(), address.get(), address.size) == 0) return socket;
  if (errno != EINPROGRESS) return failure("Unreachable", system_message(errno));
  TRY(await(socket.get(), POLLOUT, patience, limits));
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) return failure("Unreachable", system_message(error));
  return socket;
}

}  // namespace

Result<TcpConnection> TcpConnection::open(const std::string& host, std::uint16_t port,
                                          Patience patience, const WaitLimits& limits) {
  Error last = {"Unreachable", "the name " + host + " is not known"};
  for (const std::string& text : find_addresses(host)) {
    std::optional<SocketAddress> address = parse_address(text, port);
    if (!address) continue;
    Result<Descriptor> socket = connect_to(*address, patience, limits);
    if (socket) {
      TcpConnection connection;
      connection.socket_ = std::move(*socket);
      connection.limits_ = limits;
      return connection;
    }
    last = std::move(socket).error();
  }
  return tl::unexpected(last);
}

Completed TcpConnection::send(std::string_view bytes, Patience patience) {
  TRY(check_limits(limits_));
  while (!bytes.empty()) {
    ssize_t count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EAGAIN) {
      TRY(await(socket_.get(), POLLOUT, patience, limits_));
    } else if (count < 0 && errno != EINTR) {
      return trouble();
    } else if (count > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  return {};
}

Result<std::string> TcpConnection::receive(Patience patience) {
  TRY(check_limits(limits_));  // where bytes never stop coming nothing waits
  std::array<char, 16 * 1024> buffer;
  for (;;) {
    ssize_t count = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (count >= 0) return std::string(buffer.data(), static_cast<std::size_t>(count));
    if (errno == EAGAIN) {
      TRY(await(socket_.get(), POLLIN, patience, limits_));
    } else if (errno != EINTR) {
      return trouble();
    }
  }
}

}  // namespace ssm
