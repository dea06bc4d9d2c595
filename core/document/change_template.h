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

/// Of a document that parse_document gave with Strictness::kChecked.
ChangeTemplate change_template_of(Document document);

}  // namespace ssm
