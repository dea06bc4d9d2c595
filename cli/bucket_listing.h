// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/global_options.h"
#include "core/base/result.h"

namespace ssm {

/// What `aws s3 ls` prints, which is no operation of S3: each bucket with its time, in the time
/// zone of this machine. Errors: as of run_operation().
Result<std::string> bucket_listing(const GlobalOptions& options);

}  // namespace ssm
