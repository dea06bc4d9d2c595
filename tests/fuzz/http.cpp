// SPDX-License-Identifier: Apache-2.0
#include "cli/http/aws_api.h"
#include "cli/http/cbor.h"
#include "cli/http/session.h"
#include "core/api/validate.h"
#include "tests/fuzz/fuzz.h"

using namespace ssm;

namespace {

/// A service without state: what passes the front end is given back.
Result<Json> check_only(const Operation& operation, Json request, const Caller&) {
  if (operation.of_account) return request;
  TRY(validate_request(*operation.input, request));
  return request;
}

const AwsApi& service(bool require_signature) {
  static const VirtualClock kClock{from_epoch_ms(1'767'323'045'000)};
  static const AwsApiOptions kOptions{.caller = {{"123456789012", "us-east-1"}, "arn"},
                                      .require_signature = false,
                                      .keys = {{{"AKID", "secret", ""}, ""}}};
  static const AwsApi kOpen(kOptions, kClock, check_only);
  static const AwsApi kClosed = [] {
    AwsApiOptions options = kOptions;
    options.require_signature = true;
    return AwsApi(options, kClock, check_only);
  }();
  return require_signature ? kClosed : kOpen;
}

/// Everything that a session says to bytes that come in portions of one size.
std::string answers(std::string_view bytes, std::size_t portion, const AwsApi& spoken_to) {
  const HttpHandler handler = [&](const HttpMessage& request) {
    return spoken_to.respond(request);
  };
  const HttpSession::Refusal refusal = [&](int status, const Error& error) {
    return spoken_to.refuse(status, error);
  };
  HttpSession session(handler, refusal, {.head_bytes = 2000, .headers = 20, .body_bytes = 3000});
  std::string out;
  while (!bytes.empty()) {
    bool goes_on = session.receive(bytes.substr(0, portion), out);
    bytes.remove_prefix(std::min(portion, bytes.size()));
    while (goes_on && session.has_more()) {
      const std::size_t before = out.size();
      goes_on = session.receive({}, out);
      if (out.size() == before) break;
    }
    if (!goes_on) return out;
  }
  return out;
}

/// The text without what stands between `begin` and `end`, the first time.
std::string without(std::string text, std::string_view begin, std::string_view end) {
  const std::size_t from = text.find(begin);
  const std::size_t to = text.find(end);
  if (from != text.npos && to != text.npos && from < to)
    text.erase(from + begin.size(), to - from - begin.size());
  return text;
}

/// Whether a body is what its protocol has.
void check_body(const HttpMessage& response) {
  const bool good = response.status < 300;
  if (response.body.starts_with("<?xml")) {
    fuzz::require(good || response.body.find("<Code>") != std::string::npos,
                  "every refusal has a code");
    return;
  }
  if (find_header(response.headers, "X-Amz-Executed-Version") != nullptr || response.body.empty())
    return;
  const std::string* type = find_header(response.headers, "Content-Type");
  const bool is_cbor = type != nullptr && *type == "application/cbor";
  const auto body = is_cbor ? read_cbor(response.body) : parse_json(response.body);
  // Of a function or a bucket's policy the body is what its caller has written.
  const bool is_any =
      good && type != nullptr && (*type == "application/json" || *type == "application/xml");
  fuzz::require(is_any || (body && body->is_object()), "every answer is an object");
  fuzz::require(good || body->contains("__type") || body->contains("Type"),
                "every refusal has a code");
}

/// The statuses and bodies, without what differs from one answer to the next.
std::vector<std::string> read_back(std::string_view stream) {
  std::vector<std::string> found;
  HttpReader reader(HttpReader::Kind::kResponse);
  while (!stream.empty()) {
    const auto taken = reader.read(stream);
    fuzz::require(taken.has_value(), "what is said is HTTP");
    stream.remove_prefix(*taken);
    fuzz::require(reader.is_complete(), "answers are whole");
    const HttpMessage response = reader.take();
    if (response.status == 100) continue;
    check_body(response);
    std::string body = without(response.body, "<requestId>", "</requestId>");
    body = without(std::move(body), "<RequestID>", "</RequestID>");
    body = without(std::move(body), "<RequestId>", "</RequestId>");
    found.push_back(std::to_string(response.status) + body);
  }
  return found;
}

}  // namespace

/// Bytes of a connection: the first tells how they arrive. However that is, the answers are the
/// same.
FUZZ_TARGET(http) {
  if (size < 2) return 0;
  const std::string_view bytes = fuzz::text_of(data + 1, size - 1);
  const AwsApi& spoken_to = service((data[0] & 1) != 0);
  const std::size_t portion = 1 + (data[0] >> 1);
  const std::string at_once = answers(bytes, bytes.size(), spoken_to);
  // The answer to HEAD announces a body that does not come: the stream cannot be read alone.
  if (bytes.find("HEAD") != std::string_view::npos) return 0;
  fuzz::require(read_back(at_once) == read_back(answers(bytes, portion, spoken_to)),
                "portions make no difference");
  return 0;
}
