// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the AWS CLI does about bytes: a payload that is given is Base64 unless it is told otherwise,
// one that comes goes into a file, user data becomes Base64.

#include <string>

#include "cli/configuration.h"
#include "cli/global_options.h"
#include "cli/operation_options.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// Makes texts of the request what they are to be when they are sent. Errors: code "General"
/// ("Invalid base64: ...").
Completed read_bytes(const OperationCall& call, const GlobalOptions& options,
                     const Configuration& configuration, Json& request);

/// Moves the payload of an answer into the file that the call names. Errors: code "General".
Completed write_payload(const OperationCall& call, Json& answer);

}  // namespace ssm
