// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/http/aws_service.h"
#include "cli/http/form.h"
#include "core/api/model.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// The request that a form holds, beside Action and Version. Members that may be anything are
/// texts, lists and maps as they look. Errors: code "UnknownParameter" (a field that the operation
/// does not have here), "InvalidParameterValue" (one of another type).
Result<Json> read_form_request(const AwsService& service, const Operation& operation,
                               const FormField& form);

}  // namespace ssm
