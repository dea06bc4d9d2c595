// SPDX-License-Identifier: Apache-2.0
#include "cli/http/aws_json.h"
#include "cli/http/session.h"
#include "core/api/validate.h"
#include "tests/fuzz/fuzz.h"

using namespace ssm;

namespace {

/// A service without state: what passes the front end is given back.
Result<Json> check_only(const Operation& operation, Json request, const Caller&) {
  TRY(validate_request(*operation.input, request));
  return request;
}

const AwsJson& service(bool require_signature) {
  static const VirtualClock kClock{from_epoch_ms(1'767'323'045'000)};
  static const AwsJsonOptions kOptions{.caller = {{"123456789012", "us-east-1"}, "arn"},
                                       .require_signature = false,
                                       .keys = {{{"AKID", "secret", ""}, ""}}};
  static const AwsJson kOpen(kOptions, kClock, check_only);
  static const AwsJson kClosed = [] {
    AwsJsonOptions options = kOptions;
    options.require_signature = true;
    return AwsJson(options, kClock, check_only);
  }();
  return require_signature ? kClosed : kOpen;
}

/// Everything that a session says to bytes that come in portions of one size.
std::string answers(std::string_view bytes, std::size_t portion, const AwsJson& spoken_to) {
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
    const auto body = parse_json(response.body);
    fuzz::require(body && body->is_object(), "every answer is an object");
    const bool good = response.status == 200;
    fuzz::require(good || body->contains("__type"), "every refusal has a code");
    found.push_back(std::to_string(response.status) + response.body);
  }
  return found;
}

}  // namespace

/// Bytes of a connection: the first tells how they arrive. However that is, the answers are the
/// same.
FUZZ_TARGET(http) {
  if (size < 2) return 0;
  const std::string_view bytes = fuzz::text_of(data + 1, size - 1);
  const AwsJson& spoken_to = service((data[0] & 1) != 0);
  const std::size_t portion = 1 + (data[0] >> 1);
  const std::string at_once = answers(bytes, bytes.size(), spoken_to);
  // The answer to HEAD announces a body that does not come: the stream cannot be read alone.
  if (bytes.find("HEAD") != std::string_view::npos) return 0;
  fuzz::require(read_back(at_once) == read_back(answers(bytes, portion, spoken_to)),
                "portions make no difference");
  return 0;
}
