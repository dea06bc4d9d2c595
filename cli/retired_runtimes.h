// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace ssm {

/// SSM_LOCAL_RETIRED_RUNTIMES=allow: documents whose scripts have a retired runtime are created and
/// started.
bool allows_retired_runtimes();

}  // namespace ssm
