// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/socket.h>
#include <cstdint>
#include <optional>
#include <string>

namespace ssm {

/// An address of either family as the system calls take it.
struct SocketAddress {
  sockaddr_storage storage = {};
  socklen_t size = 0;
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

/// Reads "127.0.0.1", "::1", "[::1]" and "localhost" (127.0.0.1).
std::optional<SocketAddress> parse_address(const std::string& text, std::uint16_t port);

/// "127.0.0.1:8080", "[::1]:8080".
std::string to_text(const SocketAddress& address);

}  // namespace ssm
