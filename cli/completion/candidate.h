// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/api/model.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// A word that may stand where the cursor is.
struct Candidate {
  std::string text;
  std::string doc = {};  // for shells that show it; one line or empty
};
using Candidates = std::vector<Candidate>;

/// Asks the service for names and ids.
using AskFor = std::function<Result<Json>(const Operation&, const Json& request)>;

}  // namespace ssm
