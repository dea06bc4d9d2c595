// SPDX-License-Identifier: Apache-2.0
#pragma once
// What of a runbook cannot run on this machine: the one answer for its creation, its start, lint
// and tests.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/document/action_catalog.h"
#include "core/document/node.h"
#include "core/plan/plan.h"

namespace ssm {

/// Whether this machine has a program of that name. Empty: nobody knows, and none is missed.
using HasProgram = std::function<bool(std::string_view program)>;

/// A step that cannot run here.
struct Obstacle {
  std::string step;
  std::string reason;  // a clause without a full stop
  Json mock;           // that would stand in for the step
};

/// The runtime of the step's script, as it is written; empty: it has none, or a reference tells it.
std::string runtime_of(const PlanStep& step);

/// The input's text as it is written; empty: there is none, or a reference is in it.
std::string literal_text(const PlanStep& step, std::string_view input);

/// What a mock's `call` names of a step that calls another cloud: "azure:compute/Disks.Get"; empty:
/// it calls none, or a reference tells what.
std::string other_cloud_call(const PlanStep& step);

/// In the order of the runbook. Where `is_mocked` is true of a loop, the steps inside it need
/// nothing either.
std::vector<Obstacle> find_obstacles(
    const Plan& plan, const HasProgram& has_program,
    const std::function<bool(const PlanStep&)>& is_mocked = [](const PlanStep&) { return false; });

/// A sentence, and then what a mock file may hold: a line for each, with the reason behind it.
/// Empty: there are none.
std::string obstacles_text(const std::vector<Obstacle>& obstacles);

/// The same of a runbook that a step of an execution starts, for whose steps no mock stands in.
/// `caller`: the step that a mock can stand in for; nullptr: it is one further up.
std::string obstacles_text(const std::vector<Obstacle>& obstacles, const PlanStep* caller);

/// Those of a runbook's text; of one that is not accepted there are none.
std::vector<Obstacle> obstacles_in(std::string_view content, DocumentFormat format,
                                   const ActionCatalog& actions, const HasProgram& has_program);

}  // namespace ssm
