// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace ssm {

/// Names and values in the order in which they were written.
using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// The first header of that name, upper or lower case; nullptr when there is none.
const std::string* find_header(const HttpHeaders& headers, std::string_view name);

/// A request or a response of HTTP/1.1.
struct HttpMessage {
  std::string method;  // requests
  std::string target;  // requests: as written, "/healthz?x=y"
  int status = 0;      // responses
  std::string reason;  // responses: "Bad Request"
  HttpHeaders headers;
  std::string body;
  bool keep_alive = false;
};

struct HttpLimits {
  std::size_t head_bytes = 32 * 1024;  // target, names and values together
  std::size_t headers = 100;
  std::size_t body_bytes = 4 * 1024 * 1024;
};

/// Reads one message after another from the bytes of a connection, which may come in any portions.
class HttpReader {
 public:
  enum class Kind { kRequest, kResponse };
  explicit HttpReader(Kind kind, HttpLimits limits = {});
  HttpReader(HttpReader&&) noexcept;
  HttpReader& operator=(HttpReader&&) noexcept;
  ~HttpReader();

  /// Takes bytes up to the end of the message and returns how many these were. With no bytes: the
  /// other side has closed the connection. Errors: code "HttpSyntax", "HeadTooLarge",
  /// "BodyTooLarge"; nothing can be read after one.
  Result<std::size_t> read(std::string_view bytes);

  bool has_begun() const;
  bool is_head_complete() const;
  bool is_complete() const;
  const HttpMessage& message() const;
  /// Gives the message away; the next one may be read then.
  HttpMessage take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The text of a response, Content-Length and Connection included.
std::string to_http_text(const HttpMessage& response);

/// "Bad Request" for 400.
std::string_view http_reason(int status);

}  // namespace ssm
