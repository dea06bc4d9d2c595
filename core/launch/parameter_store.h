// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "core/base/account_region.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace ssm {

/// Parameter Store, as a start asks it for the values that the defaults of parameters name.
struct ParameterStore {
  /// Answers a request of GetParameters. Errors: the API's, by their codes.
  std::function<Result<Json>(const AccountRegion& scope, const Json& request, Time now)>
      get_parameters;
};

}  // namespace ssm
