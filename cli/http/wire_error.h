// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "cli/http/aws_service.h"
#include "core/base/result.h"

namespace ssm {

/// An error with the status that it is answered with.
struct WireError {
  Error error;
  int status = 400;
};

/// An error of a call as the service would tell it: what does not come from the operation itself
/// has another code in each protocol.
WireError to_wire_error(const AwsService& service, Error error);

/// Whether the front end of a JSON service says it, which writes its message in lower case; errors
/// of the operations do not.
bool is_front_end_error(std::string_view code);

}  // namespace ssm
