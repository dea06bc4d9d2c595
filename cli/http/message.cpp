// SPDX-License-Identifier: Apache-2.0
#include "cli/http/message.h"

#include <fmt/format.h>
#include <http_parser.h>
#include <cstdint>

#include "core/base/text.h"

namespace ssm {

struct HttpReader::Impl {
  http_parser parser = {};
  Kind kind = Kind::kRequest;
  HttpLimits limits;
  HttpMessage message;
  std::size_t head_bytes = 0;
  bool in_value = false;  // of a header: the next name begins a new one
  bool begun = false;
  bool head_complete = false;
  bool complete = false;
  const char* refusal = nullptr;  // the code of the limit that was reached

  explicit Impl(Kind which, HttpLimits bounds) : kind(which), limits(bounds) { start(); }

  void start() {
    http_parser_init(&parser, kind == Kind::kRequest ? HTTP_REQUEST : HTTP_RESPONSE);
    parser.data = this;
    message = {};
    head_bytes = 0;
    in_value = begun = head_complete = complete = false;
  }

  int refuse(const char* code) {
    refusal = code;
    return -1;  // 1 would only mean "no body", at the end of the head
  }

  int add_to_head(std::string& text, const char* bytes, std::size_t length) {
    head_bytes += length;
    if (head_bytes > limits.head_bytes) return refuse("HeadTooLarge");
    text.append(bytes, length);
    return 0;
  }

  int add_name(const char* bytes, std::size_t length) {
    if (in_value || message.headers.empty()) {
      if (message.headers.size() >= limits.headers) return refuse("HeadTooLarge");
      message.headers.emplace_back();
    }
    in_value = false;
    return add_to_head(message.headers.back().first, bytes, length);
  }

  int add_value(const char* bytes, std::size_t length) {
    if (message.headers.empty()) return 1;
    in_value = true;
    return add_to_head(message.headers.back().second, bytes, length);
  }

  int end_head() {
    head_complete = true;
    if (kind == Kind::kRequest)
      message.method = http_method_str(static_cast<http_method>(parser.method));
    else
      message.status = static_cast<int>(parser.status_code);
    constexpr std::uint64_t kUnknown = ~std::uint64_t{0};
    if (parser.content_length != kUnknown && parser.content_length > limits.body_bytes)
      return refuse("BodyTooLarge");
    return 0;
  }

  int add_body(const char* bytes, std::size_t length) {
    if (message.body.size() + length > limits.body_bytes) return refuse("BodyTooLarge");
    message.body.append(bytes, length);
    return 0;
  }

  int end_message() {
    complete = true;
    message.keep_alive = http_should_keep_alive(&parser) != 0;
    http_parser_pause(&parser, 1);
    return 0;
  }
};

namespace {

template <class Impl>
Impl& self(http_parser* parser) {
  return *static_cast<Impl*>(parser->data);
}

template <class Impl>
http_parser_settings make_settings() {
  http_parser_settings settings;
  http_parser_settings_init(&settings);
  settings.on_message_begin = [](http_parser* p) {
    self<Impl>(p).begun = true;
    return 0;
  };
  settings.on_url = [](http_parser* p, const char* bytes, std::size_t length) {
    return self<Impl>(p).add_to_head(self<Impl>(p).message.target, bytes, length);
  };
  settings.on_status = [](http_parser* p, const char* bytes, std::size_t length) {
    return self<Impl>(p).add_to_head(self<Impl>(p).message.reason, bytes, length);
  };
  settings.on_header_field = [](http_parser* p, const char* bytes, std::size_t length) {
    return self<Impl>(p).add_name(bytes, length);
  };
  settings.on_header_value = [](http_parser* p, const char* bytes, std::size_t length) {
    return self<Impl>(p).add_value(bytes, length);
  };
  settings.on_headers_complete = [](http_parser* p) { return self<Impl>(p).end_head(); };
  settings.on_body = [](http_parser* p, const char* bytes, std::size_t length) {
    return self<Impl>(p).add_body(bytes, length);
  };
  settings.on_message_complete = [](http_parser* p) { return self<Impl>(p).end_message(); };
  return settings;
}

}  // namespace

HttpReader::HttpReader(Kind kind, HttpLimits limits)
    : impl_(std::make_unique<Impl>(kind, limits)) {}
HttpReader::HttpReader(HttpReader&&) noexcept = default;
HttpReader& HttpReader::operator=(HttpReader&&) noexcept = default;
HttpReader::~HttpReader() = default;

Result<std::size_t> HttpReader::read(std::string_view bytes) {
  static const http_parser_settings kSettings = make_settings<Impl>();
  if (impl_->complete) return std::size_t{0};
  std::size_t taken = http_parser_execute(&impl_->parser, &kSettings, bytes.data(), bytes.size());
  if (impl_->complete) return taken;
  if (impl_->refusal != nullptr)
    return failure(impl_->refusal, "The request is larger than is accepted.");
  http_errno error = HTTP_PARSER_ERRNO(&impl_->parser);
  if (error != HPE_OK) {
    // The parser's own bound on the head, which it counts with separators.
    const char* code = error == HPE_HEADER_OVERFLOW ? "HeadTooLarge" : "HttpSyntax";
    return failure(code, http_errno_description(error));
  }
  if (bytes.empty()) return failure("HttpSyntax", "the connection ended before the message did");
  return taken;
}

bool HttpReader::has_begun() const {
  return impl_->begun;
}
bool HttpReader::is_head_complete() const {
  return impl_->head_complete;
}
bool HttpReader::is_complete() const {
  return impl_->complete;
}
const HttpMessage& HttpReader::message() const {
  return impl_->message;
}

HttpMessage HttpReader::take() {
  HttpMessage message = std::move(impl_->message);
  impl_->start();
  return message;
}

const std::string* find_header(const HttpHeaders& headers, std::string_view name) {
  for (const auto& [key, value] : headers)
    if (equals_ignore_case(key, name)) return &value;
  return nullptr;
}

std::string_view http_reason(int status) {
  return http_status_str(static_cast<http_status>(status));
}

std::string to_http_text(const HttpMessage& response) {
  std::string text;
  text.reserve(response.body.size() + 256);
  fmt::format_to(std::back_inserter(text), "HTTP/1.1 {} {}\r\n", response.status,
                 http_reason(response.status));
  for (const auto& [name, value] : response.headers)
    text.append(name).append(": ").append(value).append("\r\n");
  if (!response.keep_alive) text += "Connection: close\r\n";
  fmt::format_to(std::back_inserter(text), "Content-Length: {}\r\n\r\n", response.body.size());
  return text.append(response.body);
}

}  // namespace ssm
