// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/recording_cloud.h"

namespace ssm::testkit {

CloudAnswer RecordingCloud::call(const CloudCall& call) {
  auto answer = inner_.call(call);
  if (call.service == kOwnService) return answer;
  RecordedCall record;
  record.service = call.service;
  record.operation = call.operation;
  record.execution_id = call.execution_id;
  record.step = call.step;
  record.parameters = call.parameters;
  record.time = call.now;
  if (!answer) record.error = answer.error();
  calls_.push_back(std::move(record));
  return answer;
}

std::optional<Outcome> RecordingCloud::answer_step(const StepCall& call) {
  std::optional<Outcome> answer = inner_.answer_step(call);
  const bool begins = call.memo.is_null();  // else the same answer goes on
  if (answer && begins) ++mocked_[call.execution_id][call.step.name];
  return answer;
}

std::map<std::string, std::int64_t> RecordingCloud::mocked(const std::string& execution_id) const {
  const auto found = mocked_.find(execution_id);
  return found == mocked_.end() ? std::map<std::string, std::int64_t>() : found->second;
}

}  // namespace ssm::testkit
