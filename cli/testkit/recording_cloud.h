// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "cli/testkit/case_result.h"
#include "core/engine/cloud.h"

namespace ssm::testkit {

/// Hands every call on and remembers it. Not for several threads at once.
class RecordingCloud final : public Cloud {
 public:
  explicit RecordingCloud(Cloud& inner) : inner_(inner) {}

  CloudAnswer call(const CloudCall& call) override;
  bool answers_at_once() const override { return inner_.answers_at_once(); }
  std::optional<Outcome> answer_step(const StepCall& call) override {
    return inner_.answer_step(call);
  }

  const std::vector<RecordedCall>& calls() const { return calls_; }

 private:
  Cloud& inner_;
  std::vector<RecordedCall> calls_;
};

}  // namespace ssm::testkit
