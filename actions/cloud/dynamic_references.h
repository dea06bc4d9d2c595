// SPDX-License-Identifier: Apache-2.0
#pragma once
// Dynamic references in texts of templates: {{resolve:ssm:NAME:VERSION}}.

#include <optional>
#include <string>
#include <string_view>

#include "actions/cloud/operation.h"

namespace ssm::cloud {

inline constexpr std::string_view kDynamicReference = "{{resolve:";

/// The text with what the references stand for; nullopt: one of them is not known here. Known are
/// parameters of the account that are no SecureString.
std::optional<std::string> without_dynamic_references(AccountSession& session,
                                                      std::string_view text);

}  // namespace ssm::cloud
