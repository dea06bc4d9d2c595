// SPDX-License-Identifier: Apache-2.0
// What the simulated account is on the wire, for comparison with other implementations:
//   wire_tool dump      services, operations, their requests and their waiters as JSON
//   wire_tool answer    reads {"request": {method, target, headers, body}, "answer"} lines; prints
//                       what the request was taken for and the response that the answer becomes,
//                       bodies in Base64.
//                       {"error": {code, message}} instead of "answer": that one
#include <iostream>

#include "actions/api_names.h"
#include "actions/cloud/operation.h"
#include "cli/http/aws_api.h"
#include "cli/kebab_case.h"
#include "cli/operation_catalog.h"
#include "cli/waiters.h"
#include "core/base/base64.h"
#include "core/base/time.h"

namespace ssm {
namespace {

constexpr std::string_view kKinds[] = {"string",    "integer", "long", "boolean",
                                       "timestamp", "list",    "map",  "structure"};
constexpr std::string_view kProtocols[] = {"json",      "query",    "ec2",
                                           "rest-json", "rest-xml", "smithy-rpc-v2-cbor"};
constexpr std::string_view kMatchers[] = {"path", "pathAll", "pathAny", "error", "status"};
constexpr std::string_view kStates[] = {"success", "failure", "retry"};

/// null: any value.
Json to_json(const Shape* shape) {
  if (shape == nullptr) return nullptr;
  Json out = {{"type", kKinds[static_cast<std::size_t>(shape->kind)]}};
  if (shape->min > 0) out["least"] = shape->min;
  if (shape->element != nullptr) out["element"] = to_json(shape->element);
  for (const MemberShape& member : shape->members)
    out["members"][std::string(member.name)] = {{"shape", to_json(member.shape)},
                                                {"required", member.required},
                                                {"option", to_kebab_case(member.name)}};
  return out;
}

Json to_json(const Operation& operation) {
  Json out = {{"service", operation.service},
              {"name", operation.name},
              {"command", operation.command},
              {"input", to_json(operation.input)},
              {"paging", nullptr}};
  if (operation.paging != nullptr)
    out["paging"] = {operation.paging->input_token, operation.paging->limit_key};
  return out;
}

Json to_json(const AwsService& service) {
  return {{"name", service.name},
          {"signing", service.signing},
          {"settings", service.settings},
          {"version", service.version},
          {"space", service.space},
          {"json_type", service.json_type},
          {"protocol", kProtocols[static_cast<std::size_t>(service.protocol)]}};
}

Json to_json(const Waiter& waiter) {
  Json acceptors = Json::array();
  for (const Acceptor& each : waiter.acceptors)
    acceptors.push_back({kStates[static_cast<std::size_t>(each.outcome)],
                         kMatchers[static_cast<std::size_t>(each.when)], each.path, each.text});
  return {{"service", waiter.service},         {"name", waiter.name},
          {"command", waiter.command},         {"operation", waiter.operation},
          {"longest", waiter.longest.count()}, {"acceptors", std::move(acceptors)}};
}

int dump() {
  Json out = {{"account", Json::array()},
              {"services", Json::array()},
              {"operations", Json::array()},
              {"waiters", Json::array()}};
  for (const cloud::AccountOperation* row : cloud::account_operations())
    out["account"].push_back(row->service);
  out["service_names"] = aws_service_names();
  for (const AwsService& service : aws_services()) out["services"].push_back(to_json(service));
  for (const std::string_view service : services()) {
    for (const Operation* operation : operations_of(service))
      if (operation->of_account) out["operations"].push_back(to_json(*operation));
    for (const Waiter* waiter : waiters_of(service)) out["waiters"].push_back(to_json(*waiter));
  }
  std::cout << to_text(out) << '\n';
  return 0;
}

HttpMessage request_of(const Json& given) {
  HttpMessage request;
  request.method = string_member(given, "method");
  request.target = string_member(given, "target");
  request.body = from_base64(string_member(given, "body")).value_or("");
  for (const auto& [name, value] : given["headers"].items())
    request.headers.emplace_back(name, value.get<std::string>());
  return request;
}

Json exchange(const Json& line) {
  Json out = {{"operation", nullptr}, {"parameters", nullptr}};
  const VirtualClock clock(from_epoch_ms(1'767'323'045'000));
  const auto ask = [&](const Operation& operation, Json request, const Caller&) -> Result<Json> {
    out["operation"] = std::string(operation.service) + " " + std::string(operation.name);
    out["parameters"] = std::move(request);
    if (const Json* error = find_member(line, "error"))
      return failure(string_member(*error, "code"), string_member(*error, "message"));
    return line["answer"];
  };
  const AwsApi api({.caller = {{"123456789012", "us-east-1"}, "arn"}, .keys = {}}, clock, ask);
  const HttpMessage response = api.respond(request_of(line["request"]));
  Json headers = Json::object();
  for (const auto& [name, value] : response.headers) headers[name] = value;
  out["response"] = {{"status", response.status},
                     {"headers", std::move(headers)},
                     {"body", to_base64(response.body)}};
  return out;
}

int answer() {
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto given = parse_json(line);
    if (!given) return 2;
    std::cout << to_text(exchange(*given)) << std::endl;
  }
  return 0;
}

}  // namespace
}  // namespace ssm

int main(int argc, char** argv) {
  const std::string_view mode = argc == 2 ? argv[1] : "";
  if (mode == "dump") return ssm::dump();
  if (mode == "answer") return ssm::answer();
  return 2;
}
