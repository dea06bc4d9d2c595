// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "core/engine/action.h"

namespace ssm {

/// Every action there is code for, one row each.
std::span<const Action> actions();
const Action* find_action(std::string_view name);

}  // namespace ssm
