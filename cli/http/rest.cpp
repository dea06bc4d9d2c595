// SPDX-License-Identifier: Apache-2.0
#include "cli/http/rest.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/http/answer_times.h"
#include "cli/http/form.h"
#include "cli/http/rest_routes.h"
#include "cli/http/rest_xml.h"
#include "cli/http/xml_answer.h"
#include "cli/python_input.h"
#include "core/base/text.h"

namespace ssm {
namespace {

/// Text for a header: it ends at no line break.
std::string header_text(const Json& value) {
  std::string text = to_embedded_text(value);
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  return text;
}

bool speaks_rest(const AwsService& service) {
  return service.protocol == Protocol::kRestJson || service.protocol == Protocol::kRestXml;
}

Completed put_text(const Shape& input, std::string_view member, std::string text, Json& into) {
  const auto found = std::ranges::find(input.members, member, &MemberShape::name);
  const Shape::Kind kind =
      found == input.members.end() ? Shape::Kind::kString : shape_of(*found).kind;
  const auto number = kind == Shape::Kind::kInteger ? to_integer(text) : std::nullopt;
  if (kind == Shape::Kind::kInteger && !number)
    return failure("InvalidParameterValue", std::string(member) + " is not a whole number");
  if (kind == Shape::Kind::kBoolean)
    into[std::string(member)] = equals_ignore_case(text, "true");
  else
    into[std::string(member)] = number ? Json(*number) : Json(std::move(text));
  return {};
}

Completed read_path(const RestRoute& route, const std::vector<std::string>& parts, Json& into) {
  const std::vector<std::string> wanted = parts_of_route(route);
  for (std::size_t i = 0; i < std::min(wanted.size(), parts.size()); ++i) {
    if (!is_member_part(wanted[i])) continue;
    const std::string member = wanted[i].substr(1, wanted[i].size() - 2);
    TRY_ASSIGN(into[member], percent_decoded(parts[i], PlusSign::kItself));
  }
  return {};
}

Completed read_bindings(const RestRoute& route, const Shape& input, const HttpMessage& request,
                        Json& into) {
  TRY_ASSIGN(const FormField form, parse_form(query_of(request)));
  for (const Binding& binding : route.bindings) {
    if (binding.where == Binding::Where::kQuery && form.part(binding.name) != nullptr)
      TRY(put_text(input, binding.member, form.text_of(binding.name), into));
    if (binding.where != Binding::Where::kRequestHeader) continue;
    if (const std::string* header = find_header(request.headers, binding.name))
      TRY(put_text(input, binding.member, *header, into));
  }
  return {};
}

Completed read_body(const RestRoute& route, const AwsService& service, const Operation& operation,
                    const HttpMessage& request, Json& into) {
  if (request.body.empty()) return {};
  if (!route.body.empty()) {
    if (!is_valid_utf8(request.body))
      return failure("SerializationException", "The body is not text in UTF-8.");
    into[std::string(route.body)] = request.body;
    return {};
  }
  if (service.protocol == Protocol::kRestXml) {
    TRY_ASSIGN(const XmlElement root, read_xml(request.body));
    TRY_ASSIGN(into, read_xml_request(service, operation, root));
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
  for (const AwsService& service : aws_services()) {
    // The paths of S3 are whatever its buckets are called.
    const bool is_meant =
        signed_for != nullptr ? signed_for == &service : service.protocol == Protocol::kRestJson;
    const RestRoute* route = is_meant ? find_route(service, request) : nullptr;
    if (route != nullptr) return RestCall{&service, route->operation};
  }
  if (signed_for == nullptr) return std::nullopt;
  return RestCall{signed_for, {}};
}

Result<Json> read_rest_request(const AwsService& service, const Operation& operation,
                               const HttpMessage& request) {
  Json parameters = Json::object();
  const RestRoute* route = route_of(operation.service, operation.name);
  if (route == nullptr) return parameters;
  TRY(read_body(*route, service, operation, request, parameters));
  TRY(read_path(*route, parts_of_request(service, request), parameters));
  TRY(read_bindings(*route, *operation.input, request, parameters));
  return parameters;
}

void write_rest_answer(const AwsService& service, std::string_view operation, Json answer,
                       HttpMessage& response) {
  const RestRoute* route = route_of(service.name, operation);
  if (route == nullptr) return;
  const bool is_xml = service.protocol == Protocol::kRestXml;
  if (!is_xml) write_answer_times(service, operation, answer, TimeForm::kWire);
  response.status = route->status;
  for (const Binding& binding : route->bindings) {
    const auto found = answer.find(std::string(binding.member));
    if (found == answer.end()) continue;
    if (binding.where == Binding::Where::kAnswerHeader)
      response.headers.emplace_back(binding.name, header_text(*found));
    if (binding.where == Binding::Where::kStatus && found->is_number_integer())
      response.status = found->get<int>();
    if (binding.where == Binding::Where::kAnswerHeader || binding.where == Binding::Where::kStatus)
      answer.erase(found);
  }
  if (!route->body.empty())
    response.body = string_member(answer, route->body);
  else if (is_xml && !route->root.empty())
    response.body =
        to_xml_document(service, operation, std::string(route->root), std::move(answer));
  else if (!is_xml && route->status != kNoContent)
    response.body = to_text(answer);
}

}  // namespace ssm
