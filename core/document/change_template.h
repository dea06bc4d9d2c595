// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/document/document.h"

namespace ssm {

/// A document of type Automation.ChangeTemplate: one to five steps of approval, and what may be
/// requested. Source: spec/documents-and-engine 1.1, 9.3.
struct ChangeTemplate {
  struct Executable {
    std::string name;
    std::string version;  // empty: any
  };
  Document document;
  std::vector<Executable> runbooks;  // empty: any
  bool auto_approvable = false;
};

/// What is wrong with it beyond what check() finds in runbooks, too.
std::vector<Problem> check_change_template(const Document& document);

/// All problems of structure, or all others.
tl::expected<ChangeTemplate, std::vector<Problem>> parse_change_template(std::string_view text,
                                                                         DocumentFormat format);
tl::expected<ChangeTemplate, std::vector<Problem>> parse_change_template(Node root);

}  // namespace ssm
