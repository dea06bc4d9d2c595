// SPDX-License-Identifier: Apache-2.0
#include "cli/http/aws_api.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>

#include "actions/api_names.h"
#include "actions/cloud/session_token.h"
#include "actions/cloud/simulated_account.h"
#include "cli/http/answer_times.h"
#include "cli/http/cbor.h"
#include "cli/http/form_request.h"
#include "cli/http/rest.h"
#include "cli/http/wire_error.h"
#include "cli/http/xml_answer.h"
#include "cli/operation_catalog.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::string_view kRequestId = "x-amzn-RequestId";

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

bool is_form(const HttpMessage& request) {
  const std::string* type = find_header(request.headers, "Content-Type");
  return type != nullptr && to_lower(trim(*type)).starts_with("application/x-www-form-urlencoded");
}

bool speaks_forms(const AwsService& service) {
  return service.protocol == Protocol::kQuery || service.protocol == Protocol::kEc2;
}

std::string_view content_type(const AwsService& service) {
  if (service.protocol == Protocol::kEc2) return "text/xml;charset=UTF-8";
  if (service.protocol == Protocol::kQuery) return "text/xml";
  if (service.protocol == Protocol::kRestJson) return "application/json";
  if (service.protocol == Protocol::kRestXml) return "application/xml";
  if (service.protocol == Protocol::kCbor) return "application/cbor";
  return service.json_type == "1.0" ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
}

/// The model's name of an error, with its space where the code is another.
std::string error_type(const AwsService& service, const Error& error) {
  const std::string name = error_name(service.name, error.code);
  return name.empty() ? error.code : fmt::format("com.amazonaws.{}#{}", service.name, name);
}

std::string error_body(const AwsService& service, const Error& error) {
  if (service.protocol == Protocol::kRestJson)
    return to_text({{"Type", "User"}, {"message", error.message}});
  const std::string type = error_type(service, error);
  if (service.protocol == Protocol::kCbor)
    return to_cbor({{"__type", type}, {"message", error.message}});
  Json body = {{"__type", type}};
  if (!error.message.empty())
    body[is_front_end_error(error.code) ? "message" : "Message"] = error.message;
  return to_text(body);
}

void add_error_headers(const AwsService& service, const Error& error, int status,
                       HttpMessage& response) {
  const std::string name = error_name(service.name, error.code);
  response.headers.emplace_back("x-amzn-ErrorType", name.empty() ? error.code : name);
  constexpr int kFirstOfServer = 500;
  const std::string_view side = status < kFirstOfServer ? "Sender" : "Receiver";
  if (!name.empty())
    response.headers.emplace_back(kQueryError, fmt::format("{};{}", error.code, side));
}

/// The service that everything is of that says nothing else.
const AwsService& usual_service() {
  return aws_services().front();
}

/// "AmazonSSM.ListDocuments", "AWSStepFunctions.StartExecution".
const AwsService* service_of_target(std::string_view target) {
  for (const AwsService& service : aws_services())
    if (service.protocol == Protocol::kJson && target.starts_with(service.space) &&
        target.substr(service.space.size()).starts_with('.'))
      return &service;
  return nullptr;
}

constexpr std::string_view kSmithyProtocol = "smithy-protocol";
constexpr std::string_view kCborProtocol = "rpc-v2-cbor";

bool is_cbor(const HttpMessage& request) {
  const std::string* protocol = find_header(request.headers, kSmithyProtocol);
  return protocol != nullptr && trim(*protocol) == kCborProtocol && request.method == "POST";
}

/// "/service/GraniteServiceVersion20100801/operation/DescribeAlarms".
struct CborTarget {
  const AwsService* service;  // nullptr: none of ours
  std::string space;          // what the path calls it
  std::string operation;
};
CborTarget cbor_target(std::string_view path) {
  const std::vector<std::string> parts = split(path.substr(0, path.find('?')), '/');
  const bool is_one = parts.size() >= 5 && parts[parts.size() - 4] == "service" &&
                      parts[parts.size() - 2] == "operation";
  if (!is_one) return {nullptr, "", ""};
  CborTarget target{nullptr, parts[parts.size() - 3], parts.back()};
  for (const AwsService& service : aws_services())
    if (service.protocol == Protocol::kCbor && service.space == target.space)
      target.service = &service;
  return target;
}

/// The service in the signature's scope; empty: the request has none.
std::string signing_name(const HttpMessage& request) {
  const Result<Authorization> authorization = parse_authorization(request);
  return authorization ? authorization->service : "";
}

/// By the signature's scope, else by the version of the API. Of those that have these in common the
/// one that has the operation.
const AwsService* service_of_form(const HttpMessage& request, const Result<FormField>& form) {
  const std::string signing = signing_name(request);
  const std::string version = form ? form->text_of("Version") : "";
  const std::string action = form ? form->text_of("Action") : "";
  const AwsService* found = nullptr;
  for (const AwsService& service : aws_services()) {
    const bool is_meant = signing.empty() ? version == service.version : signing == service.signing;
    if (!speaks_forms(service) || !is_meant) continue;
    if (find_operation(service.name, action) != nullptr) return &service;
    if (found == nullptr) found = &service;
  }
  return found;
}

/// A member that is null is none.
void drop_nulls(Json& value) {
  if (value.is_object())
    for (auto member = value.begin(); member != value.end();)
      member = member->is_null() ? value.erase(member) : std::next(member);
  if (!value.is_structured()) return;
  for (Json& member : value) drop_nulls(member);
}

/// A body that is one value, in JSON or CBOR.
Result<Json> read_value_request(const AwsService& service, const Operation& operation,
                                const HttpMessage& request) {
  if (request.body.empty()) return Json::object();
  Result<Json> parsed =
      service.protocol == Protocol::kCbor ? read_cbor(request.body) : parse_json(request.body);
  if (!parsed) return failure("SerializationException", parsed.error().message);
  if (!operation.of_account) return parsed;
  if (!parsed->is_object()) return failure("SerializationException", "The body is not an object.");
  drop_nulls(*parsed);
  return parsed;
}

/// `service`: empty when the request does not tell. `name`: of the operation, empty likewise.
Error unknown_operation(std::string_view service, const std::string& name) {
  std::vector<std::string> names;
  for (const Operation* operation : operations_of(service)) names.emplace_back(operation->name);
  const std::string meant = !name.empty() && !service.empty() ? fmt::format("{} {}", service, name)
                            : !name.empty()                   ? "an operation " + name
                                            : fmt::format("this operation of {}", service);
  std::string message = name.empty() && service.empty()
                            ? "The request names no operation. "
                            : fmt::format("The simulated account does not have {}. {}", meant,
                                          name.empty() ? "" : misspelt_operation(name, names));
  const std::vector<std::string> ours(services().begin(), services().end());
  message += names.empty() ? fmt::format("It has operations of: {}", join(ours, ", "))
                           : fmt::format("Of {} it has: {}", service, join(names, ", "));
  return {"UnknownOperationException", std::move(message)};
}

// How a service is answered that is none of ours, so that its clients read why.
constexpr AwsService kJsonStranger{"", "", "", Protocol::kJson, "", "", "1.1"};
constexpr AwsService kFormStranger{"", "", "", Protocol::kQuery, "", ""};
constexpr AwsService kRestStranger{"", "", "", Protocol::kRestJson, "", ""};
constexpr AwsService kXmlStranger{"", "", "", Protocol::kRestXml, "", ""};
constexpr AwsService kCborStranger{"", "", "", Protocol::kCbor, "", ""};

/// Those whose REST is in XML are known by name: a request without a body does not show it.
const AwsService& rest_stranger(std::string_view signing) {
  constexpr std::array kInXml = {std::string_view("cloudfront"), std::string_view("route53")};
  return std::ranges::find(kInXml, signing) == kInXml.end() ? kRestStranger : kXmlStranger;
}

/// Whether a signature is for a service that is none of ours.
bool is_stranger(std::string_view signing) {
  return !signing.empty() &&
         std::ranges::find(aws_services(), signing, &AwsService::signing) == aws_services().end();
}

/// A Region's name as the clients' own check has it; anything else in a scope is no hint.
bool is_region(std::string_view name) {
  return !name.empty() && name.size() <= 63 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

AwsApi::AwsApi(AwsApiOptions options, const Clock& clock, Ask ask)
    : options_(std::move(options)), clock_(clock), ask_(std::move(ask)) {}

HttpMessage AwsApi::respond(const HttpMessage& request) const {
  const std::string signing = signing_name(request);
  if (is_cbor(request) || is_stranger(signing)) return respond_to_call(request);
  if (find_rest_call(request, signing)) return respond_to_call(request);
  if (request.method == "GET" || request.method == "HEAD") return respond_to_get(request);
  if (request.method != "POST")
    return refuse(405, {"UnknownOperationException", "Operations are called with POST."});
  if (request.target != "/")
    return refuse(404, {"UnknownOperationException", "Operations are called at the path /."});
  return respond_to_call(request);
}

HttpMessage AwsApi::respond_to_call(const HttpMessage& request) const {
  const Addressed to = address(request);
  const AwsService& service = *to.service;
  Result<Answered> answered = answer(request, to);
  if (!answered) {
    const WireError told = to_wire_error(service, answered.error());
    return tell(service, told.error, told.status);
  }
  const Operation& operation = answered->operation;
  HttpMessage response = make_response(200);
  response.headers.emplace_back("Content-Type", content_type(service));
  if (speaks_forms(service)) {
    const std::string& id = *find_header(response.headers, kRequestId);
    response.body = to_xml_answer(service, operation.name, std::move(answered->answer), id);
  } else if (service.protocol == Protocol::kCbor) {
    response.headers.emplace_back(kSmithyProtocol, kCborProtocol);
    response.body = to_cbor_answer(service, operation.name, answered->answer);
  } else if (service.protocol == Protocol::kRestJson || service.protocol == Protocol::kRestXml) {
    write_rest_answer(service, operation.name, std::move(answered->answer), response);
  } else {
    if (operation.of_account)
      write_answer_times(service, operation.name, answered->answer, TimeForm::kWire);
    response.body = to_text(answered->answer);
  }
  return response;
}

HttpMessage AwsApi::make_response(int status) const {
  HttpMessage response;
  response.status = status;
  response.headers = {{std::string(kRequestId), new_uuid()}, {"Date", to_http_date(clock_.now())}};
  return response;
}

HttpMessage AwsApi::tell(const AwsService& service, const Error& error, int status) const {
  HttpMessage response = make_response(status);
  const std::string id = *find_header(response.headers, kRequestId);
  response.headers.emplace_back("Content-Type", content_type(service));
  const bool forms = speaks_forms(service) || service.protocol == Protocol::kRestXml;
  response.body = forms ? to_xml_error(service, error, status, id) : error_body(service, error);
  if (!forms) add_error_headers(service, error, status, response);
  if (service.protocol == Protocol::kCbor)
    response.headers.emplace_back(kSmithyProtocol, kCborProtocol);
  return response;
}

HttpMessage AwsApi::refuse(int status, const Error& error) const {
  Error shown = error;
  if (status == 413) shown.code = "RequestEntityTooLargeException";
  if (error.code == "HttpSyntax" || error.code == "HeadTooLarge")
    shown.code = "SerializationException";
  return tell(usual_service(), shown, status);
}

HttpMessage AwsApi::respond_to_get(const HttpMessage& request) const {
  if (request.target != "/healthz")
    return refuse(404, {"UnknownOperationException", "There is nothing here but /healthz."});
  const Completed healthy = options_.health ? options_.health() : Completed();
  const Json body = healthy ? Json({{"status", "ok"}})
                            : Json({{"status", "failed"}, {"reason", healthy.error().message}});
  HttpMessage response = make_response(healthy ? 200 : 503);
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = to_text(body) + "\n";
  return response;
}

/// Without a required signature any is accepted, and none; its scope still tells the Region, and a
/// known key or a session token of ours the caller.
Result<Caller> AwsApi::caller_of(const HttpMessage& request, std::string_view signing) const {
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
    TRY(verify_signature(request, *authorization, signing, key->credentials, clock_.now()));
  }
  if (const std::string* token = find_header(request.headers, "X-Amz-Security-Token"))
    if (std::string whom = caller_of_session_token(*token); !whom.empty())
      caller.arn = std::move(whom);
  if (known && !key->caller_arn.empty()) caller.arn = key->caller_arn;
  if (is_region(authorization->region)) caller.scope.region = authorization->region;
  return caller;
}

AwsApi::Addressed AwsApi::address(const HttpMessage& request) const {
  const std::string signing = signing_name(request);
  if (is_cbor(request)) {
    CborTarget target = cbor_target(request.target);
    if (target.service != nullptr) return {target.service, std::move(target.operation)};
    return {&kCborStranger, std::move(target.operation), std::nullopt,
            signing.empty() ? std::move(target.space) : signing};
  }
  if (const auto rest = find_rest_call(request, signing))
    return {rest->service, std::string(rest->operation)};
  const std::string* header = find_header(request.headers, "X-Amz-Target");
  if (header == nullptr && is_form(request)) {
    Result<FormField> form = parse_form(request.body);
    const AwsService* service = service_of_form(request, form);
    std::string operation = form ? form->text_of("Action") : "";
    if (service != nullptr) return {service, std::move(operation), std::move(form)};
    return {&kFormStranger, std::move(operation), std::nullopt, signing};
  }
  if (header == nullptr && is_stranger(signing))
    return {&rest_stranger(signing), "", std::nullopt, signing};
  const std::string_view target = header == nullptr ? std::string_view() : trim(*header);
  if (const AwsService* service = service_of_target(target))
    return {service, std::string(target.substr(service->space.size() + 1))};
  const std::size_t dot = target.rfind('.');
  const bool has_space = dot != std::string_view::npos;
  return {&kJsonStranger, std::string(has_space ? target.substr(dot + 1) : target), std::nullopt,
          signing.empty() && has_space ? std::string(target.substr(0, dot)) : signing};
}

Result<AwsApi::Answered> AwsApi::answer(const HttpMessage& request, const Addressed& to) const {
  // Browsers name the page that a request comes from; without signatures any page could call.
  if (!options_.require_signature && find_header(request.headers, "Origin") != nullptr)
    return failure("AccessDeniedException", "Requests from web pages are not accepted.");
  const bool is_ours = !to.service->name.empty();
  const std::string_view named = is_ours ? to.service->name : to.stranger;
  TRY_ASSIGN(Caller caller, caller_of(request, is_ours ? to.service->signing : to.stranger));
  if (to.form && !*to.form) return tl::unexpected(to.form->error());
  const Operation* operation = find_operation(to.service->name, to.operation);
  if (operation == nullptr || operation->name != to.operation)
    return tl::unexpected(unknown_operation(named, to.operation));
  const bool is_rest =
      to.service->protocol == Protocol::kRestJson || to.service->protocol == Protocol::kRestXml;
  Result<Json> parameters = to.form   ? read_form_request(*to.service, *operation, **to.form)
                            : is_rest ? read_rest_request(*to.service, *operation, request)
                                      : read_value_request(*to.service, *operation, request);
  if (!parameters) return tl::unexpected(std::move(parameters).error());
  TRY_ASSIGN(Json answer, ask_(*operation, *std::move(parameters), caller));
  return Answered{*operation, std::move(answer)};
}

}  // namespace ssm
