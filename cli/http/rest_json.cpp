// SPDX-License-Identifier: Apache-2.0
#include "cli/http/rest_json.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "cli/http/answer_times.h"
#include "cli/http/form.h"
#include "cli/python_input.h"
#include "core/base/text.h"

namespace ssm {
namespace {

/// A member that does not stand in the body.
struct Binding {
  enum class Where { kQuery, kRequestHeader, kAnswerHeader, kStatus };
  Where where;
  std::string_view member;
  std::string_view name;
};

struct RestRoute {
  std::string_view service;
  std::string_view operation;
  std::string_view method;
  std::string_view path;  // {Member} stands for one part
  std::span<const Binding> bindings = {};
  std::string_view body = {};  // the text member that the bodies are; empty: JSON of all members
  int status = 200;
};

constexpr int kNoContent = 204;
constexpr std::string_view kFunctions = "/2015-03-31/functions";
using Where = Binding::Where;

constexpr Binding kQualifier[] = {{Where::kQuery, "Qualifier", "Qualifier"}};
constexpr Binding kListFunctionsBindings[] = {{Where::kQuery, "MasterRegion", "MasterRegion"},
                                              {Where::kQuery, "FunctionVersion", "FunctionVersion"},
                                              {Where::kQuery, "Marker", "Marker"},
                                              {Where::kQuery, "MaxItems", "MaxItems"}};
constexpr Binding kInvokeBindings[] = {
    {Where::kQuery, "Qualifier", "Qualifier"},
    {Where::kRequestHeader, "InvocationType", "X-Amz-Invocation-Type"},
    {Where::kRequestHeader, "LogType", "X-Amz-Log-Type"},
    {Where::kRequestHeader, "ClientContext", "X-Amz-Client-Context"},
    {Where::kRequestHeader, "DurableExecutionName", "X-Amz-Durable-Execution-Name"},
    {Where::kRequestHeader, "TenantId", "X-Amz-Tenant-Id"},
    {Where::kStatus, "StatusCode", ""},
    {Where::kAnswerHeader, "FunctionError", "X-Amz-Function-Error"},
    {Where::kAnswerHeader, "LogResult", "X-Amz-Log-Result"},
    {Where::kAnswerHeader, "ExecutedVersion", "X-Amz-Executed-Version"},
    {Where::kAnswerHeader, "DurableExecutionArn", "X-Amz-Durable-Execution-Arn"},
};

constexpr std::array kRestRoutes = {
    RestRoute{"lambda", "Invoke", "POST", "/2015-03-31/functions/{FunctionName}/invocations",
              kInvokeBindings, "Payload"},
    RestRoute{"lambda", "ListFunctions", "GET", kFunctions, kListFunctionsBindings},
    RestRoute{"lambda", "GetFunction", "GET", "/2015-03-31/functions/{FunctionName}", kQualifier},
    RestRoute{"lambda", "GetFunctionConfiguration", "GET",
              "/2015-03-31/functions/{FunctionName}/configuration", kQualifier},
    RestRoute{"lambda", "UpdateFunctionConfiguration", "PUT",
              "/2015-03-31/functions/{FunctionName}/configuration"},
    RestRoute{"lambda", "PutFunctionConcurrency", "PUT",
              "/2017-10-31/functions/{FunctionName}/concurrency"},
    RestRoute{"lambda",
              "DeleteFunctionConcurrency",
              "DELETE",
              "/2017-10-31/functions/{FunctionName}/concurrency",
              {},
              {},
              kNoContent},
    RestRoute{"lambda", "GetFunctionConcurrency", "GET",
              "/2019-09-30/functions/{FunctionName}/concurrency"},
    RestRoute{"securityhub", "BatchUpdateFindings", "PATCH", "/findings/batchupdate"},
};

/// Text for a header: it ends at no line break.
std::string header_text(const Json& value) {
  std::string text = to_embedded_text(value);
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  return text;
}

std::string_view path_of(const HttpMessage& request) {
  const std::string_view target = request.target;
  return target.substr(0, target.find('?'));
}

/// The parts between the slashes, still encoded.
std::vector<std::string> path_parts(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  return split(path, '/');
}

bool is_member(std::string_view part) {
  return part.starts_with('{');
}

bool route_fits(const RestRoute& route, std::span<const std::string> parts) {
  const std::vector<std::string> wanted = path_parts(route.path);
  return std::ranges::equal(wanted, parts, [](const std::string& want, const std::string& part) {
    return is_member(want) ? !part.empty() : want == part;
  });
}

bool speaks_rest(const AwsService& service) {
  return service.protocol == Protocol::kRestJson || service.protocol == Protocol::kRestXml;
}

const RestRoute* find_route(const HttpMessage& request) {
  const std::vector<std::string> parts = path_parts(path_of(request));
  for (const RestRoute& route : kRestRoutes)
    if (route.method == request.method && route_fits(route, parts)) return &route;
  return nullptr;
}

const RestRoute* route_of(std::string_view service, std::string_view operation) {
  for (const RestRoute& route : kRestRoutes)
    if (route.service == service && route.operation == operation) return &route;
  return nullptr;
}

Completed put_text(const Shape& input, std::string_view member, std::string text, Json& into) {
  const auto found = std::ranges::find(input.members, member, &MemberShape::name);
  const bool is_number =
      found != input.members.end() && shape_of(*found).kind == Shape::Kind::kInteger;
  const auto number = is_number ? to_integer(text) : std::nullopt;
  if (is_number && !number)
    return failure("InvalidParameterValue", std::string(member) + " is not a whole number");
  into[std::string(member)] = number ? Json(*number) : Json(std::move(text));
  return {};
}

Completed read_path(const RestRoute& route, const HttpMessage& request, Json& into) {
  const std::vector<std::string> wanted = path_parts(route.path);
  const std::vector<std::string> parts = path_parts(path_of(request));
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!is_member(wanted[i])) continue;
    const std::string member = wanted[i].substr(1, wanted[i].size() - 2);
    TRY_ASSIGN(into[member], percent_decoded(parts[i], PlusSign::kItself));
  }
  return {};
}

Completed read_bindings(const RestRoute& route, const Shape& input, const HttpMessage& request,
                        Json& into) {
  const std::size_t question = request.target.find('?');
  const std::string_view query = question == std::string::npos
                                     ? std::string_view()
                                     : std::string_view(request.target).substr(question + 1);
  TRY_ASSIGN(const FormField form, parse_form(query));
  for (const Binding& binding : route.bindings) {
    if (binding.where == Where::kQuery && form.part(binding.name) != nullptr)
      TRY(put_text(input, binding.member, form.text_of(binding.name), into));
    if (binding.where != Where::kRequestHeader) continue;
    if (const std::string* header = find_header(request.headers, binding.name))
      TRY(put_text(input, binding.member, *header, into));
  }
  return {};
}

Completed read_body(const RestRoute& route, const HttpMessage& request, Json& into) {
  if (request.body.empty()) return {};
  if (!route.body.empty()) {
    if (!is_valid_utf8(request.body))
      return failure("SerializationException", "The body is not text in UTF-8.");
    into[std::string(route.body)] = request.body;
    return {};
  }
  Result<Json> body = parse_json(request.body);
  if (!body || !body->is_object())
    return failure("SerializationException",
                   body ? "The body is not an object." : body.error().message);
  for (auto& [name, value] : body->items())
    if (!value.is_null()) into[name] = std::move(value);
  return {};
}

}  // namespace

std::optional<RestCall> find_rest_call(const HttpMessage& request, std::string_view signing) {
  const AwsService* signed_for = nullptr;
  for (const AwsService& service : aws_services())
    if (speaks_rest(service) && service.signing == signing) signed_for = &service;
  const RestRoute* route = find_route(request);
  if (route != nullptr && (signed_for == nullptr || route->service == signed_for->name))
    return RestCall{find_aws_service(route->service), route->operation};
  if (signed_for == nullptr) return std::nullopt;
  return RestCall{signed_for, {}};
}

Result<Json> read_rest_request(const Operation& operation, const HttpMessage& request) {
  Json parameters = Json::object();
  const RestRoute* route = route_of(operation.service, operation.name);
  if (route == nullptr) return parameters;
  TRY(read_body(*route, request, parameters));
  TRY(read_path(*route, request, parameters));
  TRY(read_bindings(*route, *operation.input, request, parameters));
  return parameters;
}

void write_rest_answer(const AwsService& service, std::string_view operation, Json answer,
                       HttpMessage& response) {
  const RestRoute* route = route_of(service.name, operation);
  if (route == nullptr) return;
  write_answer_times(service, operation, answer, TimeForm::kWire);
  response.status = route->status;
  for (const Binding& binding : route->bindings) {
    const auto found = answer.find(std::string(binding.member));
    if (found == answer.end()) continue;
    if (binding.where == Where::kAnswerHeader)
      response.headers.emplace_back(binding.name, header_text(*found));
    if (binding.where == Where::kStatus && found->is_number_integer())
      response.status = found->get<int>();
    if (binding.where == Where::kAnswerHeader || binding.where == Where::kStatus)
      answer.erase(found);
  }
  if (!route->body.empty()) response.body = string_member(answer, route->body);
  if (route->body.empty() && route->status != kNoContent) response.body = to_text(answer);
}

}  // namespace ssm
