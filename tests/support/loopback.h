// SPDX-License-Identifier: Apache-2.0
#pragma once
// A listening socket on this machine, for tests of clients.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "core/os/descriptor.h"

namespace ssm::test {

class Loopback {
 public:
  enum class Door { kOpen, kClosed };
  /// kClosed: refuses every client.
  explicit Loopback(Door door = Door::kOpen)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    constexpr int kMostWaiting = 8;
    REQUIRE(::bind(socket_.get(), any, size) == 0);
    if (door == Door::kOpen) REQUIRE(::listen(socket_.get(), kMostWaiting) == 0);
    REQUIRE(::getsockname(socket_.get(), any, &size) == 0);
    port_ = ntohs(address.sin_port);
  }

  std::uint16_t port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// Waits for the next client.
  Descriptor accept() const {
    return Descriptor(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }

 private:
  Descriptor socket_;
  std::uint16_t port_ = 0;
};

/// Whether the other side still takes bytes.
inline bool send_to(const Descriptor& client, std::string_view bytes) {
  return ::send(client.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(bytes.size());
}

/// What comes up to and with `end`.
inline std::string receive_until(const Descriptor& client, std::string_view end) {
  std::string text;
  std::array<char, 4096> buffer;
  while (text.find(end) == std::string::npos) {
    const ssize_t count = ::recv(client.get(), buffer.data(), buffer.size(), 0);
    if (count <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return text;
}

}  // namespace ssm::test
