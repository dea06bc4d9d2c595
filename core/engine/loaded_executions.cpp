// SPDX-License-Identifier: Apache-2.0
#include "core/engine/loaded_executions.h"

#include <utility>

#include "core/base/fields.h"
#include "core/machine/machine.h"

namespace ssm {
namespace {

// More than may hold a slot at a time in one account and Region.
constexpr std::size_t kMostLoaded = 256;

}  // namespace

Completed LoadedExecution::readable() const {
  if (problem.empty()) return {};
  return failure(PlanStore::kUnreadable, problem);
}

Result<LoadedExecution*> LoadedExecutions::open(const std::string& id) {
  const auto found = executions_.find(id);
  if (found == executions_.end()) return load(id);
  found->second->used = ++uses_;
  const Completed caught_up = catch_up(*found->second);
  if (caught_up) return found->second.get();
  executions_.erase(found);
  if (caught_up.error().code != kDoesNotFit) return tl::unexpected(caught_up.error());
  return load(id);  // its rows have what the others made of their events
}

Completed LoadedExecutions::catch_up(LoadedExecution& execution) {
  TRY_ASSIGN(auto news, store_.history(execution.state.id, execution.state.sequence));
  for (Event& event : news) TRY(apply(*execution.plan, execution.state, std::move(event)));
  return {};
}

Result<LoadedExecution*> LoadedExecutions::load(const std::string& id) {
  TRY_ASSIGN(std::optional<StoredExecution> stored, store_.load(id));
  if (!stored) return failure(kMalformed, "execution " + id + " is gone from the store");
  make_room();
  auto& slot = executions_[id];
  slot = std::make_unique<LoadedExecution>();
  slot->state = std::move(stored->state);
  slot->plan = stored->plan ? std::move(stored->plan) : std::make_shared<const Plan>();
  slot->problem = std::move(stored->problem);
  slot->used = ++uses_;
  return slot.get();
}

void LoadedExecutions::make_room() {
  if (executions_.size() < kMostLoaded) return;
  auto oldest = executions_.end();
  for (auto one = executions_.begin(); one != executions_.end(); ++one)
    if (!one->second->changed &&
        (oldest == executions_.end() || one->second->used < oldest->second->used))
      oldest = one;
  if (oldest != executions_.end()) executions_.erase(oldest);
}

Completed LoadedExecutions::write_rows(const std::string& id, std::optional<Time> due) {
  const auto found = executions_.find(id);
  if (found == executions_.end() || !found->second->changed) return store_.set_due(id, due);
  LoadedExecution& execution = *found->second;
  TRY(store_.write(execution.state, due));
  for (const StepIndex step : execution.changed_steps)
    TRY(store_.write_step(execution.state, step));
  execution.changed = false;
  execution.changed_steps.clear();
  if (execution.state.is_terminal()) executions_.erase(found);
  return {};
}

void LoadedExecutions::forget_changes() {
  std::erase_if(executions_, [](const auto& one) { return one.second->changed; });
}

}  // namespace ssm
