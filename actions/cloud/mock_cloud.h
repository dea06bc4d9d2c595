// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "actions/cloud/mock_file.h"
#include "core/engine/cloud.h"
#include "core/launch/execution_mocks.h"
#include "core/store/database.h"

namespace ssm {

/// Mocks over another cloud: what an execution's own mocks do not answer goes to that one, or ends
/// the execution when they are strict. Executions without mocks never notice. Uses are counted in
/// the state's database, within the engine's transaction: a killed engine answers each use once.
/// Not for several threads at once: `inner` must answer at once.
class MockCloud final : public Cloud {
 public:
  /// `database`: after migrate_state().
  MockCloud(Cloud& inner, Database& database);
  ~MockCloud() override;
  CloudAnswer call(const CloudCall& call) override;
  bool answers_at_once() const override { return true; }
  std::optional<Outcome> answer_step(const StepCall& call) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The mocks as a start takes them: see ServicePorts. `file`: how problems call where they stand.
/// The document's refusal has code "Mocks".
ExecutionMocks make_execution_mocks(Mocks mocks, std::string file);

/// All problems, one a line: "mocks.yaml:3:5: mocks[0].step: ...". Code "Mocks".
Error mocks_error(const std::vector<Problem>& problems, const std::string& file);

}  // namespace ssm
