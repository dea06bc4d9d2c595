// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/testkit/case_result.h"
#include "core/engine/cloud.h"

namespace ssm::testkit {

/// Hands every call on and remembers it, and which steps mocks stand in for. Not for several
/// threads at once.
class RecordingCloud final : public Cloud {
 public:
  explicit RecordingCloud(Cloud& inner) : inner_(inner) {}

  CloudAnswer call(const CloudCall& call) override;
  bool answers_at_once() const override { return inner_.answers_at_once(); }
  std::optional<Outcome> answer_step(const StepCall& call) override;

  const std::vector<RecordedCall>& calls() const { return calls_; }
  /// Of an execution, by step: attempts.
  std::map<std::string, std::int64_t> mocked(const std::string& execution_id) const;

 private:
  Cloud& inner_;
  std::vector<RecordedCall> calls_;
  std::map<std::string, std::map<std::string, std::int64_t>> mocked_;  // by execution and step
};

}  // namespace ssm::testkit
