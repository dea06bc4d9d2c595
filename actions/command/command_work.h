// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "actions/command/node_run.h"
#include "core/base/json.h"
#include "core/engine/action.h"

namespace ssm {

/// Runs a command on the nodes that are not simulated, several at the same time. The account hears
/// of each end at once: what an engine that is killed has not told it the next one runs again.
class CommandWork {
 public:
  /// `ports`: with programs, for run().
  CommandWork(const StepCall& step, Ports& ports, std::string command_id)
      : step_(step), ports_(ports), id_(std::move(command_id)) {}

  /// The ids of those nodes. Nothing is changed.
  Json nodes();
  void run();
  /// A node was given up because the step had no more time.
  bool is_out_of_time() const { return is_out_of_time_; }

 private:
  /// null: nobody answers any more.
  Json ask(std::string_view operation, Json parameters);
  void run_on(const std::string& node);
  void tell_end(const std::string& node, const NodeRun& run);

  const StepCall& step_;
  Ports& ports_;
  const std::string id_;
  std::mutex one_at_a_time_;  // the cloud answers one call at a time
  std::atomic<bool> is_out_of_time_ = false;
};

}  // namespace ssm
