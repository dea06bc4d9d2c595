// SPDX-License-Identifier: Apache-2.0
#pragma once
// Fn::ForEach of templates with the transform AWS::LanguageExtensions.

#include <string_view>

#include "core/base/json.h"

namespace ssm::cloud {

/// Whether a member of a section is such a loop, and the template may have it.
bool is_template_loop(const Json& body, std::string_view name, const Json& value);

/// The template with what its loops bring. One stays where what it goes over is not known.
/// `parameters`: what references to them give.
Json without_template_loops(const Json& body, const Json& parameters);

}  // namespace ssm::cloud
