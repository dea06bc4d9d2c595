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

}  // namespace ssm::testkit
