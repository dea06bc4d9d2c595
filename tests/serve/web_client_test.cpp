// SPDX-License-Identifier: Apache-2.0
#include "cli/http/web_client.h"

#include <catch2/catch.hpp>
#include <functional>
#include <thread>

#include "tests/support/loopback.h"

namespace ssm {
namespace {

using namespace std::chrono_literals;

/// How long no test lasts: what depends on it hangs if it is not interrupted.
constexpr Milliseconds kHours = 100h;

WebRequest request_to(std::string url, Milliseconds timeout = kHours) {
  return {.url = std::move(url),
          .headers = {{"X-Key", "k"}, {"user-agent", "me"}},
          .body = "hello\n",
          .timeout = timeout,
          .most_body = 100};
}

/// What becomes of a request to a server that does `serve` with the connection once it has read
/// the request.
Result<WebAnswer> answer_of(const std::function<void(const Descriptor&)>& serve,
                            Milliseconds timeout = kHours) {
  const test::Loopback server;
  const std::jthread thread([&] {
    const Descriptor client = server.accept();
    test::receive_until(client, "\r\n\r\nhello\n");
    serve(client);
  });
  return WebClient().post(request_to(server.url(), timeout), {});
}

Result<WebAnswer> answer_of(std::string_view text) {
  return answer_of([text](const Descriptor& client) { test::send_to(client, text); });
}

TEST_CASE("a request has the query in its target, and its own headers beside ours") {
  const test::Loopback server;
  std::string seen;
  const std::jthread thread([&] {
    const Descriptor client = server.accept();
    seen = test::receive_until(client, "\r\n\r\nhello\n");
    test::send_to(client, "HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok");
  });
  const auto answer = WebClient().post(request_to(server.url() + "?a=b&c#d"), {});
  REQUIRE(answer);
  CHECK(answer->status == 202);
  CHECK(answer->body == "ok");
  CHECK(seen == "POST /?a=b&c HTTP/1.1\r\nHost: " + server.url().substr(7) +
                    "\r\nAccept-Encoding: identity\r\nConnection: close\r\nX-Key: k\r\n"
                    "user-agent: me\r\nContent-Length: 6\r\n\r\nhello\n");
}

TEST_CASE("an answer may end with its connection, come in chunks, or be announced") {
  CHECK(answer_of("HTTP/1.0 200 OK\r\n\r\nall")->body == "all");
  CHECK(answer_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nin\r\n2\r\nto\r\n"
                  "0\r\n\r\n")
            ->body == "into");
  CHECK(answer_of("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 No\r\n\r\n")->status == 404);
  CHECK(answer_of("HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
            ->status == 307);
}

TEST_CASE("answers that are none") {
  CHECK(answer_of("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort").error().code ==
        "Disconnected");
  CHECK(answer_of("SSH-2.0\r\n").error().code == "Disconnected");
  CHECK(answer_of("").error().code == "Disconnected");
  const auto large = answer_of("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n");
  CHECK(large.error().code == "BodyTooLarge");
  CHECK(large.error().message == "the answer of 127.0.0.1 has more than 100 bytes");
  CHECK(answer_of("HTTP/1.1 200 OK\r\n\r\n" + std::string(200, 'x')).error().code ==
        "BodyTooLarge");
}

TEST_CASE("the timeout holds for the whole request, however much the server sends") {
  const auto silent = answer_of(
      [](const Descriptor& client) { test::receive_until(client, "until the client is gone"); },
      20ms);
  CHECK(silent.error().code == "Timeout");
  CHECK(silent.error().message == "127.0.0.1 did not answer within 0.02 seconds");
  const auto busy = answer_of(
      [](const Descriptor& client) {
        while (test::send_to(client, "HTTP/1.1 100 Continue\r\n\r\n")) {
        }
      },
      20ms);
  CHECK(busy.error().code == "Timeout");
}

TEST_CASE("a stop interrupts a request that is not answered") {
  const test::Loopback server;
  std::stop_source stop;
  const std::jthread thread([&] {
    const Descriptor client = server.accept();
    test::receive_until(client, "\r\n\r\nhello\n");
    stop.request_stop();
    test::receive_until(client, "until the client is gone");
  });
  const auto answer = WebClient().post(request_to(server.url()), stop.get_token());
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == "Interrupted");
}

TEST_CASE("places where nothing can be sent, told without path and query") {
  const test::Loopback closed(test::Loopback::Door::kClosed);
  const auto refused = WebClient().post(request_to(closed.url() + "/path?query"), {});
  CHECK(refused.error().code == "Unreachable");
  CHECK(refused.error().message == "cannot connect to 127.0.0.1: Connection refused");
  for (const char* url :
       {"", "https://", "mailto:x", "https://user:password@host/", "https://h/ x", "https://h/?a b",
        "https://h/?a\r\nX: y", "https://h:0/", "https://h:x/"}) {
    const auto bad = WebClient().post(request_to(url), {});
    REQUIRE_FALSE(bad);
    CHECK(bad.error().code == "BadUrl");
    CHECK(bad.error().message == "its URL cannot be used");
  }
}

}  // namespace
}  // namespace ssm
