// SPDX-License-Identifier: Apache-2.0
// Source: the CloudFormation User Guide, "Get values stored in other services using dynamic
// references".
#include "actions/cloud/dynamic_references.h"

#include "actions/cloud/parameter_versions.h"

namespace ssm::cloud {

std::optional<std::string> without_dynamic_references(AccountSession& session,
                                                      std::string_view text) {
  constexpr std::string_view kOfParameter = "ssm:";
  constexpr std::string_view kEnd = "}}";
  std::string resolved;
  for (std::size_t at = 0;;) {
    const std::size_t begin = text.find(kDynamicReference, at);
    const std::size_t end = text.find(kEnd, begin);
    if (begin == std::string_view::npos || end == std::string_view::npos)
      return resolved + std::string(text.substr(at));
    const std::size_t inner = begin + kDynamicReference.size();
    const std::string_view reference = text.substr(inner, end - inner);
    if (!reference.starts_with(kOfParameter)) return std::nullopt;
    const auto version = parameter_version_named(session, reference.substr(kOfParameter.size()));
    if (!version || !*version || (*version)->type == "SecureString") return std::nullopt;
    resolved += text.substr(at, begin - at);
    resolved += (*version)->value;
    at = end + kEnd.size();
  }
}

}  // namespace ssm::cloud
