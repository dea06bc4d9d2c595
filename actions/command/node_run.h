// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "actions/command/node_step.h"
#include "core/base/json.h"
#include "core/base/time.h"
#include "core/engine/programs.h"

namespace ssm {

/// A node on which steps are run, and not simulated.
struct RealNode {
  std::string id;
  std::string region;
  Json transport;  // "local", or {"ssh": "user@host"}
};

struct NodeRun {
  std::vector<PluginResult> results;
  /// It could not be reached: the results say why, in its words.
  bool is_undeliverable = false;
  /// A step was ended because `longest` was over, not its own time.
  bool is_out_of_time = false;
  bool is_interrupted = false;
};

/// Hears what the steps print, as it comes.
using HearNode = std::function<void(std::string_view output, std::string_view errors)>;

/// Runs the steps, one after the other, each for `longest` at most.
NodeRun run_on_node(const RealNode& node, const std::vector<NodeStep>& steps,
                    std::optional<Milliseconds> longest, Programs& programs, std::stop_token stop,
                    const HearNode& hear);

}  // namespace ssm
