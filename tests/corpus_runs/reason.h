// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/testkit/case_result.h"

namespace ssm::test {

/// How an execution ended, and why.
struct RunEnd {
  std::string status;  // "Success"; of a run that was not played to its end "stopped"
  std::string step;    // whose failure it was; empty: none
  std::string reason;  // the same for many: "InvalidInstanceID.NotFound of ec2:StartInstances"
  std::string message = {};  // the whole of it
};

/// `result`: with details; its first execution is meant.
RunEnd end_of(const testkit::CaseResult& result);

}  // namespace ssm::test
