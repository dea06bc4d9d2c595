// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/engine/children.h"
#include "core/launch/launch_context.h"
#include "core/machine/state.h"
#include "core/store/execution_store.h"

namespace ssm {

/// The children of one execution, in the store. Refers to what it is made of.
class StoredChildren final : public Children {
 public:
  /// `context`: without mocks; its caller is who started the parent.
  StoredChildren(const LaunchContext& context, const ExecutionState& parent)
      : context_(context), parent_(parent), store_(context.database, context.actions) {}

  Result<std::string> start(const StepCall& step, Json request) override;
  Result<ChildExecution> look(const std::string& id) override;
  Completed stop(const std::string& id) override;

  /// The first error of the database: what was done in this transaction is not to be kept.
  const std::optional<Error>& trouble() const { return trouble_; }

 private:
  Result<std::string> start_here(const StepCall& step, const Json& request);
  /// What the children of a step have as their parent.
  Parent parent_at(const StepCall& step) const;
  Completed check_room(const Parent& parent);
  Result<std::optional<StoredExecution>> find(const std::string& id);
  template <class T>
  Result<T> watched(Result<T> result);

  const LaunchContext& context_;
  const ExecutionState& parent_;
  ExecutionStore store_;
  std::optional<Error> trouble_;
};

}  // namespace ssm
