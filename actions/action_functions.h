// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/action.h"

namespace ssm {

// One file per action; the registry's table is the only reader of these.
Outcome advance_approve(const StepCall& call, Ports& ports);
Outcome advance_assert_aws_resource_property(const StepCall& call, Ports& ports);
Outcome advance_branch(const StepCall& call, Ports& ports);
Outcome advance_change_instance_state(const StepCall& call, Ports& ports);
Outcome advance_create_tags(const StepCall& call, Ports& ports);
Outcome advance_execute_aws_api(const StepCall& call, Ports& ports);
Outcome advance_pause(const StepCall& call, Ports& ports);
Outcome advance_sleep(const StepCall& call, Ports& ports);
Outcome advance_update_variable(const StepCall& call, Ports& ports);
Outcome advance_wait_for_aws_resource_property(const StepCall& call, Ports& ports);

}  // namespace ssm
