// SPDX-License-Identifier: Apache-2.0
#pragma once
// The Parameters of a template: what may be declared, and which values may be given.

#include <string>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm::cloud {

/// Whether the parameters are declared well, their default values too. Errors: ValidationError, in
/// the service's words where they are known.
Completed check_template_parameters(const Json& body);

/// The values of all parameters of a template, as texts. `given`: names to texts. Errors:
/// ValidationError.
Result<Json> bind_template_parameters(const Json& body, const Json& given);
/// The same with those hidden that the template does not want to be shown.
Json shown_template_parameters(const Json& body, Json values);

/// What a reference to a parameter gives: of a list its items, else the text.
Json referred_template_parameter(const Json& declared, const std::string& text);

}  // namespace ssm::cloud
