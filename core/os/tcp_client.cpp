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

namespace ssm {
namespace {

using SteadyClock = std::chrono::steady_clock;

tl::unexpected<Error> trouble() {
  return failure("Disconnected", system_message(errno));
}

/// Waits until the socket is ready. Errors: code "Timeout".
Completed await(int socket, short events, Patience patience) {
  std::optional<SteadyClock::time_point> deadline;
  if (patience) deadline = SteadyClock::now() + *patience;
  for (;;) {
    int timeout = -1;
    if (deadline) {
      auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - SteadyClock::now());
      timeout = static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, INT_MAX));
    }
    pollfd ready = {socket, events, 0};
    int count = ::poll(&ready, 1, timeout);
    if (count > 0) return {};
    if (count < 0 && errno != EINTR) return trouble();
    if (deadline && SteadyClock::now() >= *deadline) return failure("Timeout", "");
  }
}

Result<Descriptor> connect_to(const SocketAddress& address, Patience patience) {
  Descriptor socket(
      ::socket(address.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return failure("Unreachable", system_message(errno));
  int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket.get(), address.get(), address.size) == 0) return socket;
  if (errno != EINPROGRESS) return failure("Unreachable", system_message(errno));
  TRY(await(socket.get(), POLLOUT, patience));
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) return failure("Unreachable", system_message(error));
  return socket;
}

}  // namespace

Result<TcpConnection> TcpConnection::open(const std::string& host, std::uint16_t port,
                                          Patience patience) {
  Error last = {"Unreachable", "the name " + host + " is not known"};
  for (const std::string& text : find_addresses(host)) {
    std::optional<SocketAddress> address = parse_address(text, port);
    if (!address) continue;
    Result<Descriptor> socket = connect_to(*address, patience);
    if (socket) {
      TcpConnection connection;
      connection.socket_ = std::move(*socket);
      return connection;
    }
    last = std::move(socket).error();
  }
  return tl::unexpected(last);
}

Completed TcpConnection::send(std::string_view bytes, Patience patience) {
  while (!bytes.empty()) {
    ssize_t count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EAGAIN) {
      TRY(await(socket_.get(), POLLOUT, patience));
    } else if (count < 0 && errno != EINTR) {
      return trouble();
    } else if (count > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  return {};
}

Result<std::string> TcpConnection::receive(Patience patience) {
  std::array<char, 16 * 1024> buffer;
  for (;;) {
    ssize_t count = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (count >= 0) return std::string(buffer.data(), static_cast<std::size_t>(count));
    if (errno == EAGAIN) {
      TRY(await(socket_.get(), POLLIN, patience));
    } else if (errno != EINTR) {
      return trouble();
    }
  }
}

}  // namespace ssm
