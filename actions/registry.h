// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/document/action_catalog.h"
#include "core/engine/action.h"

namespace ssm {

/// What is known of every action, whether this program implements it or not.
const ActionCatalog& action_catalog();
/// nullptr: this program implements no action of that name.
const Action* find_action(std::string_view name);

}  // namespace ssm
