// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which method and path mean which operation, and where its members stand.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/http/aws_service.h"
#include "cli/http/message.h"

namespace ssm {

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
  std::string_view path;  // {Member} stands for one part; "?acl": the query has that name alone
  std::span<const Binding> bindings = {};
  std::string_view body = {};  // the text member that the bodies are; empty: all other members
  int status = 200;
  std::string_view root = {};  // XML: the root of answers; empty: they have no body
};

inline constexpr int kNoContent = 204;

/// The route of a request to a service; nullptr: none is known here.
const RestRoute* find_route(const AwsService& service, const HttpMessage& request);
const RestRoute* route_of(std::string_view service, std::string_view operation);

/// A part of a path that stands for a member: "{Bucket}".
bool is_member_part(std::string_view part);
/// The parts between the slashes of a route, and those of a request to the service, still encoded.
/// Where the host's name begins with a bucket, that is the first part.
std::vector<std::string> parts_of_route(const RestRoute& route);
std::vector<std::string> parts_of_request(const AwsService& service, const HttpMessage& request);

/// What stands behind the question mark.
std::string_view query_of(const HttpMessage& request);

}  // namespace ssm
