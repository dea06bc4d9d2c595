// SPDX-License-Identifier: Apache-2.0
#include "core/os/tcp_client.h"

#include <catch2/catch.hpp>
#include <thread>

#include "tests/support/loopback.h"

namespace ssm {
namespace {

using namespace std::chrono_literals;

TcpConnection connect_to(const test::Loopback& server, const WaitLimits& limits) {
  Result<TcpConnection> connection =
      TcpConnection::open("127.0.0.1", server.port(), std::nullopt, limits);
  REQUIRE(connection);
  return std::move(*connection);
}

TEST_CASE("a stop interrupts the wait for bytes, and all that follow") {
  const test::Loopback server;
  std::stop_source stop;
  TcpConnection connection = connect_to(server, {.stop = stop.get_token()});
  const std::jthread stopper([&] {
    const Descriptor client = server.accept();
    test::receive_until(client, "\n");
    stop.request_stop();
  });
  REQUIRE(connection.send("hello\n", std::nullopt));
  const auto received = connection.receive(std::nullopt);
  REQUIRE_FALSE(received);
  CHECK(received.error().code == "Interrupted");
  CHECK(connection.send("more", std::nullopt).error().code == "Interrupted");
  CHECK(TcpConnection::open("127.0.0.1", server.port(), std::nullopt, {.stop = stop.get_token()})
            .error()
            .code == "Interrupted");
}

TEST_CASE("a deadline ends the wait for bytes without patience of its own") {
  const test::Loopback server;
  TcpConnection connection =
      connect_to(server, {.deadline = std::chrono::steady_clock::now() + 20ms});
  CHECK(connection.receive(std::nullopt).error().code == "Timeout");
}

TEST_CASE("a deadline holds where bytes never stop coming, too") {
  const test::Loopback server;
  const std::jthread sender([&] {
    const Descriptor client = server.accept();
    while (test::send_to(client, std::string(1024, 'x'))) {
    }
  });
  TcpConnection connection =
      connect_to(server, {.deadline = std::chrono::steady_clock::now() + 20ms});
  Result<std::string> received;
  do received = connection.receive(std::nullopt);
  while (received);
  CHECK(received.error().code == "Timeout");
}

}  // namespace
}  // namespace ssm
