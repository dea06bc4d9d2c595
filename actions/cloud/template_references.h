// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm::cloud {

/// The variable of a Fn::Sub text that begins at or after `at`: where "${" is, and what stands
/// between the braces; begin is npos: there is none.
struct SubVariable {
  std::size_t begin;
  std::size_t end = std::string::npos;  // behind the "}"
  std::string name = {};
};
SubVariable next_sub_variable(std::string_view text, std::size_t at);

/// Whether everything that a template refers to is in it, and no resource depends on itself.
/// `body`: with its short forms written out. Errors: ValidationError in the service's words.
Completed check_template_references(const Json& body);

/// What Fn::Select picks; nullptr: the list has nothing there, or it is no index.
const Json* element_selected(const Json& list, const Json& index);
std::string selection_fault(const Json& index);

}  // namespace ssm::cloud
