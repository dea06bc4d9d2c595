// SPDX-License-Identifier: Apache-2.0
#include "cli/http/client.h"

namespace ssm {
namespace {

std::string request_text(const HttpMessage& request) {
  std::string text = request.method + " " + request.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : request.headers) text += name + ": " + value + "\r\n";
  return text + "Content-Length: " + std::to_string(request.body.size()) + "\r\n\r\n" +
         request.body;
}

/// A wait that was too long is told from other trouble by what was waited for.
template <class T>
Result<T> named_timeout(Result<T> result, const char* code) {
  if (!result && result.error().code == "Timeout") return failure(code, result.error().message);
  return result;
}

}  // namespace

HttpClient::HttpClient(Endpoint endpoint, HttpClientOptions options)
    : endpoint_(std::move(endpoint)), options_(std::move(options)) {}

Result<HttpMessage> HttpClient::exchange(const HttpMessage& request) {
  const std::string text = request_text(request);
  bool reused = plain_ || secure_;
  bool answered = false;
  Result<HttpMessage> response = exchange_once(text, answered);
  // The server may have closed a connection that was idle; that says nothing about this request.
  if (!response && reused && !answered && response.error().code == "Disconnected")
    response = exchange_once(text, answered);
  return response;
}

Completed HttpClient::open() {
  if (plain_ || secure_) return {};
  TRY_ASSIGN(TcpConnection connection,
             named_timeout(TcpConnection::open(endpoint_.host, endpoint_.port, options_.connecting,
                                               options_.limits),
                           "ConnectTimeout"));
  if (!endpoint_.tls) {
    plain_.emplace(std::move(connection));
    return {};
  }
  TRY_ASSIGN(TlsConnection secure,
             named_timeout(TlsConnection::open(std::move(connection), endpoint_.host, options_.tls,
                                               options_.connecting),
                           "ConnectTimeout"));
  secure_.emplace(std::move(secure));
  return {};
}

Completed HttpClient::send(std::string_view bytes) {
  return secure_ ? secure_->send(bytes, options_.reading) : plain_->send(bytes, options_.reading);
}

Result<std::string> HttpClient::receive() {
  return secure_ ? secure_->receive(options_.reading) : plain_->receive(options_.reading);
}

Result<HttpMessage> HttpClient::exchange_once(const std::string& text, bool& answered) {
  TRY(open());
  auto closed = [this](Error error) {
    plain_.reset();
    secure_.reset();
    if (error.code == "Timeout") error.code = "ReadTimeout";
    return tl::unexpected(std::move(error));
  };
  if (Completed sent = send(text); !sent) return closed(sent.error());
  auto unreadable = [&](Error error) {
    if (error.code != "BodyTooLarge") error.code = "Disconnected";
    return closed(std::move(error));
  };
  HttpReader reader(HttpReader::Kind::kResponse, {.body_bytes = options_.most_body});
  while (!reader.is_complete()) {
    Result<std::string> bytes = receive();
    if (!bytes) return closed(bytes.error());
    answered = answered || !bytes->empty();
    Result<std::size_t> taken = reader.read(*bytes);
    if (!taken) return unreadable(taken.error());
    // 100 Continue and its like only announce the answer.
    while (reader.is_complete() && reader.message().status < 200) {
      reader.take();
      std::string rest = bytes->substr(*taken);
      if (rest.empty()) break;
      *bytes = std::move(rest);
      taken = reader.read(*bytes);
      if (!taken) return unreadable(taken.error());
    }
  }
  HttpMessage response = reader.take();
  if (!response.keep_alive) closed({});
  return response;
}

}  // namespace ssm
