// SPDX-License-Identifier: Apache-2.0
#include "cli/http/aws_json.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>

#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::string_view kContentType = "application/x-amz-json-1.1";
constexpr std::string_view kTargetPrefix = "AmazonSSM.";

/// "Sat, 21 Nov 2026 07:44:24 GMT".
std::string to_http_date(Time time) {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto day = std::chrono::floor<std::chrono::days>(time);
  std::chrono::year_month_day date(day);
  std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  return fmt::format(
      "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[std::chrono::weekday(day).c_encoding()],
      static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
      static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
      clock.seconds().count());
}

HttpMessage make_response(int status, std::string body, Time now) {
  HttpMessage response;
  response.status = status;
  response.headers = {{"x-amzn-RequestId", new_uuid()},
                      {"Date", to_http_date(now)},
                      {"Content-Type", std::string(kContentType)}};
  response.body = std::move(body);
  return response;
}

/// What the front end of the service says writes its message in lower case; errors of the model do
/// not, and those that are modelled without members say nothing.
bool is_front_end_error(std::string_view code) {
  constexpr std::array kCodes = {
      std::string_view("ValidationException"),
      std::string_view("SerializationException"),
      std::string_view("UnknownOperationException"),
      std::string_view("AccessDeniedException"),
      std::string_view("MissingAuthenticationTokenException"),
      std::string_view("IncompleteSignatureException"),
      std::string_view("InvalidSignatureException"),
      std::string_view("UnrecognizedClientException"),
      std::string_view("RequestEntityTooLargeException"),
      std::string_view("ServiceUnavailable"),
      std::string_view("RequestTimeout"),
  };
  return std::find(kCodes.begin(), kCodes.end(), code) != kCodes.end();
}

std::string error_body(const Error& error) {
  Json body = {{"__type", error.code}};
  if (!error.message.empty())
    body[is_front_end_error(error.code) ? "message" : "Message"] = error.message;
  return to_text(body);
}

/// Trouble with the state directory is nothing that a caller has caused.
Error as_service_error(Error error) {
  if (error.kind == ErrorKind::kState || error.code == "StateDirectory")
    error.code = "InternalServerError";
  return error;
}

int status_of(const Error& error) {
  if (error.code == "InternalServerError") return 500;
  return error.code == "AccessDeniedException" ? 403 : 400;
}

Result<const Operation*> operation_of(const HttpMessage& request) {
  const std::string* target = find_header(request.headers, "X-Amz-Target");
  std::string_view name = target == nullptr ? std::string_view() : trim(*target);
  if (!name.starts_with(kTargetPrefix)) return failure("UnknownOperationException", "");
  name.remove_prefix(kTargetPrefix.size());
  const Operation* operation = find_operation(name);
  if (operation == nullptr || operation->name != name)
    return failure("UnknownOperationException", "");
  return operation;
}

Result<Json> request_of(const HttpMessage& request) {
  if (request.body.empty()) return Json::object();
  Result<Json> parsed = parse_json(request.body);
  if (!parsed) return failure("SerializationException", parsed.error().message);
  return parsed;
}

/// A Region's name as the clients' own check has it; anything else in a scope is no hint.
bool is_region(std::string_view name) {
  return !name.empty() && name.size() <= 63 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

AwsJson::AwsJson(AwsJsonOptions options, const Clock& clock, Ask ask)
    : options_(std::move(options)), clock_(clock), ask_(std::move(ask)) {}

HttpMessage AwsJson::respond(const HttpMessage& request) const {
  if (request.method == "GET" || request.method == "HEAD") return respond_to_get(request);
  if (request.method != "POST")
    return refuse(405, {"UnknownOperationException", "Operations are called with POST."});
  if (request.target != "/")
    return refuse(404, {"UnknownOperationException", "Operations are called at the path /."});
  Result<Json> response = answer(request);
  if (response) return make_response(200, to_text(*response), clock_.now());
  Error error = as_service_error(response.error());
  return refuse(status_of(error), error);
}

HttpMessage AwsJson::refuse(int status, const Error& error) const {
  Error shown = error;
  if (status == 413) shown.code = "RequestEntityTooLargeException";
  if (error.code == "HttpSyntax" || error.code == "HeadTooLarge")
    shown.code = "SerializationException";
  HttpMessage response = make_response(status, error_body(shown), clock_.now());
  response.headers.emplace_back("x-amzn-ErrorType", shown.code);
  return response;
}

HttpMessage AwsJson::respond_to_get(const HttpMessage& request) const {
  if (request.target != "/healthz")
    return refuse(404, {"UnknownOperationException", "There is nothing here but /healthz."});
  const Completed healthy = options_.health ? options_.health() : Completed();
  const Json body = healthy ? Json({{"status", "ok"}})
                            : Json({{"status", "failed"}, {"reason", healthy.error().message}});
  HttpMessage response = make_response(healthy ? 200 : 503, to_text(body) + "\n", clock_.now());
  response.headers.back().second = "application/json";
  return response;
}

/// Without a required signature any is accepted, and none; its scope still tells the Region and a
/// known key tells the caller.
Result<Caller> AwsJson::caller_of(const HttpMessage& request) const {
  Caller caller = options_.caller;
  Result<Authorization> authorization = parse_authorization(request);
  if (!authorization && options_.require_signature)
    return tl::unexpected(std::move(authorization).error());
  if (!authorization) return caller;
  auto key = std::find_if(options_.keys.begin(), options_.keys.end(), [&](const ServiceKey& each) {
    return each.credentials.access_key == authorization->access_key;
  });
  bool known = key != options_.keys.end();
  if (options_.require_signature) {
    if (!known)
      return failure("UnrecognizedClientException",
                     "The security token included in the request is invalid.");
    TRY(verify_signature(request, *authorization, key->credentials, clock_.now()));
  }
  if (known && !key->caller_arn.empty()) caller.arn = key->caller_arn;
  if (is_region(authorization->region)) caller.scope.region = authorization->region;
  return caller;
}

Result<Json> AwsJson::answer(const HttpMessage& request) const {
  // Browsers name the page that a request comes from; without signatures any page could call.
  if (!options_.require_signature && find_header(request.headers, "Origin") != nullptr)
    return failure("AccessDeniedException", "Requests from web pages are not accepted.");
  TRY_ASSIGN(Caller caller, caller_of(request));
  TRY_ASSIGN(const Operation* operation, operation_of(request));
  TRY_ASSIGN(Json body, request_of(request));
  return ask_(*operation, std::move(body), caller);
}

}  // namespace ssm
