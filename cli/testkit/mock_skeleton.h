// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/testkit/api_shapes.h"
#include "core/document/document.h"

namespace ssm {

/// A mock file to fill in: an entry for each step that asks the outside, with an answer that has
/// what the step's own selectors look for. `asks`: given the answers of API steps, fits them to the
/// API's shapes; what it cannot say is left as it is.
std::string mock_skeleton(
    const Document& document,
    const std::function<std::vector<ApiOpinion>(const std::vector<ApiQuestion>&)>& ask);

}  // namespace ssm
