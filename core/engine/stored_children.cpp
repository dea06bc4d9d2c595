// SPDX-License-Identifier: Apache-2.0
#include "core/engine/stored_children.h"

#include <fmt/format.h>

#include <utility>

#include "core/base/fields.h"
#include "core/engine/action.h"
#include "core/launch/launch.h"
#include "core/launch/launch_errors.h"
#include "core/machine/outputs.h"

namespace ssm {

template <class T>
Result<T> StoredChildren::watched(Result<T> result) {
  if (!result && result.error().kind == ErrorKind::kState && !trouble_) trouble_ = result.error();
  return result;
}

Result<std::string> StoredChildren::start(const StepCall& step, Json request) {
  request["ClientToken"] = step.client_token();
  return watched(start_here(step, request));
}

Result<std::string> StoredChildren::start_here(const StepCall& step, const Json& request) {
  TRY_ASSIGN(const std::optional<std::string> earlier, started_before(context_, request));
  if (earlier) return *earlier;
  const Parent parent = parent_at(step);
  TRY(check_room(parent));
  LaunchContext context = context_;
  context.is_child = true;
  if (!parent_.parent) context.calling_step = &step.step;
  TRY_ASSIGN(NewExecution execution, prepare(context, request));
  execution.state.parent = parent;
  TRY_ASSIGN(std::string id, launch(context_, std::move(execution)));
  TRY(store_.add_descendant(parent.root));
  return id;
}

Parent StoredChildren::parent_at(const StepCall& step) const {
  const std::optional<Parent>& above = parent_.parent;
  if (!above) return {parent_.id, step.step.name, 0, 0, parent_.id};
  const std::string& root = above->root.empty() ? above->execution_id : above->root;
  return {parent_.id, step.step.name, 0, above->above + 1, root};
}

Completed StoredChildren::check_room(const Parent& parent) {
  if (parent.above >= kMostNested)
    return invalid_start(
        fmt::format("Executions are nested {} deep, which is the most there may be.", kMostNested));
  TRY_ASSIGN(const std::int64_t count, store_.count_descendants(parent.root));
  if (count >= context_.quotas.descendants)
    return invalid_start(
        fmt::format("{} executions descend from execution {}, which is the most there may be.",
                    count, parent.root));
  return {};
}

Result<std::optional<StoredExecution>> StoredChildren::find(const std::string& id) {
  Result<std::optional<StoredExecution>> found = store_.load(context_.scope, id);
  if (!found && found.error().code == kMalformed) return std::nullopt;
  return found;
}

Result<ChildExecution> StoredChildren::look(const std::string& id) {
  TRY_ASSIGN(const std::optional<StoredExecution> found, watched(find(id)));
  if (!found) return ChildExecution{Status::kFailed};
  ChildExecution child{found->state.status};
  if (found->plan) child.outputs = document_outputs(*found->plan, found->state);
  return child;
}

Completed StoredChildren::stop(const std::string& id) {
  TRY_ASSIGN(std::optional<StoredExecution> found, watched(find(id)));
  if (!found || found->state.is_terminal() || found->state.status == Status::kCancelling) return {};
  // The parent looks by itself: it is the one that asks.
  return watched(stop_execution(context_.now, store_, *found, {false, context_.caller}));
}

}  // namespace ssm
