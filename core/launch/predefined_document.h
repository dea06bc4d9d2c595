// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace ssm {

/// A predefined document, embedded at build.
struct PredefinedDocument {
  std::string_view name;     // "AWS-RestartEC2Instance"
  std::string_view content;  // YAML
};

/// nullptr: there is none of that name.
const PredefinedDocument* find_predefined(std::span<const PredefinedDocument> documents,
                                          std::string_view name);

}  // namespace ssm
