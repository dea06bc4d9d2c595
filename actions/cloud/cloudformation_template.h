// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/operation.h"

namespace ssm::cloud {

inline constexpr std::size_t kMostTemplateBody = 51'200;  // characters
inline constexpr std::size_t kMostTemplate = 460'800;     // bytes, of a TemplateURL

/// A CloudFormation template in YAML or JSON as one map, its short forms (!Ref, !Sub) written out.
/// Errors: ValidationError, in the service's words where they are known.
Result<Json> read_template(std::string_view text);

/// A section of a template, which is an object; {}: there is none.
const Json& section_of(const Json& body, std::string_view name);

/// What its creator has to acknowledge: CAPABILITY_IAM, CAPABILITY_NAMED_IAM,
/// CAPABILITY_AUTO_EXPAND.
std::vector<std::string> template_capabilities(const Json& body);

/// Whose stack it is.
struct StackIdentity {
  AccountSession& session;
  std::string name;
  std::string id;  // ARN
  /// By logical id: how often another resource has taken the place of the first.
  Json replacements = Json::object();
  Json exports = Json::object();    // what other stacks export: names to values
  std::set<std::string> imports{};  // the names of what the template has been seen to import
};

/// [{LogicalResourceId, ResourceType, PhysicalResourceId}] of those whose condition holds, with
/// DeletionPolicy, UpdateReplacePolicy, `replacements`, `digest`, which is another one when the
/// template says something else of it, and, of what becomes a resource of the account, `element`:
/// see element_of_stack(). `parameters`: what references to them give; what is not there is not
/// known. Errors: ValidationError: a value cannot be.
Result<Json> template_resources(const Json& body, const Json& parameters, StackIdentity& stack);

/// By the names of outputs. Values are worked out as far as they follow from parameters, literals
/// and the names of resources. Attributes of resources are made up where the account
/// does not have them. Errors: ValidationError: a value cannot be.
struct TemplateOutputs {
  Json values = Json::object();
  Json descriptions = Json::object();
  Json exports = Json::object();  // the names under which they are exported
};
Result<TemplateOutputs> template_outputs(const Json& body, const Json& parameters,
                                         StackIdentity& stack);

/// The same value with the members of all its maps in the order of their names.
Json in_order_of_names(const Json& value);

}  // namespace ssm::cloud
