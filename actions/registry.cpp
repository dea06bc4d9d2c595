// SPDX-License-Identifier: Apache-2.0
#include "actions/registry.h"

#include <array>

#include "actions/action_functions.h"

namespace ssm {
namespace {

// None of these leaves anything running outside that a cancellation would have to stop.
constexpr std::array kActions = {
    Action{"aws:approve", advance_approve},
    Action{"aws:assertAwsResourceProperty", advance_assert_aws_resource_property},
    Action{"aws:branch", advance_branch},
    Action{"aws:changeInstanceState", advance_change_instance_state},
    Action{"aws:createTags", advance_create_tags},
    Action{"aws:executeAwsApi", advance_execute_aws_api},
    Action{"aws:pause", advance_pause},
    Action{"aws:sleep", advance_sleep},
    Action{"aws:updateVariable", advance_update_variable},
    Action{"aws:waitForAwsResourceProperty", advance_wait_for_aws_resource_property},
};

}  // namespace

std::span<const Action> actions() {
  return kActions;
}

const Action* find_action(std::string_view name) {
  const auto* found = std::ranges::find(kActions, name, &Action::name);
  return found == kActions.end() ? nullptr : found;
}

}  // namespace ssm
