// SPDX-License-Identifier: Apache-2.0
#include "cli/http/session.h"

#include "core/base/text.h"

namespace ssm {

HttpSession::HttpSession(const HttpHandler& handler, const Refusal& refuse, HttpLimits limits)
    : handler_(handler), refusal_(refuse), reader_(HttpReader::Kind::kRequest, limits) {}

bool HttpSession::receive(std::string_view bytes, std::string& out) {
  std::string joined;
  if (!pending_.empty()) {
    joined = std::move(pending_);
    pending_.clear();
    bytes = joined.append(bytes);
  }
  if (bytes.empty()) return true;
  Result<std::size_t> taken = reader_.read(bytes);
  if (!taken) return refuse(taken.error(), out);
  if (!reader_.is_complete()) {
    const std::string* expects = find_header(reader_.message().headers, "Expect");
    if (reader_.is_head_complete() && expects != nullptr && !continued_ &&
        equals_ignore_case(trim(*expects), "100-continue")) {
      out += "HTTP/1.1 100 Continue\r\n\r\n";
      continued_ = true;
    }
    return true;
  }
  pending_.assign(bytes.substr(*taken));
  continued_ = false;
  HttpMessage request = reader_.take();
  HttpMessage response = handler_(request);
  response.keep_alive = request.keep_alive && !ending_;
  bool head_only = request.method == "HEAD";
  std::size_t body_size = response.body.size();
  out += to_http_text(response);
  if (head_only) out.resize(out.size() - body_size);
  return response.keep_alive;
}

bool HttpSession::has_more() const {
  return !pending_.empty();
}

bool HttpSession::is_half_way() const {
  return reader_.has_begun();
}

void HttpSession::give_up(std::string& out) {
  refuse({"RequestTimeout", "The request did not arrive in time."}, out);
}

void HttpSession::end_soon() {
  ending_ = true;
}

bool HttpSession::refuse(const Error& error, std::string& out) const {
  int status = 400;
  if (error.code == "BodyTooLarge") status = 413;
  if (error.code == "HeadTooLarge") status = 431;
  if (error.code == "RequestTimeout") status = 408;
  HttpMessage response = refusal_(status, error);
  response.keep_alive = false;
  out += to_http_text(response);
  return false;
}

}  // namespace ssm
