// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// One API operation's answer, to be held against what the API's own model says of it.
struct ApiAnswer {
  std::string service;    // as boto3 spells it, in any case
  std::string operation;  // "DescribeInstances", in any case
  Json response;          // checked; for a sample: the members that are wanted, null = choose some
  bool wants_sample = false;
};

/// What the model says.
struct ApiOpinion {
  struct Complaint {
    std::vector<Json> where;  // names and numbers from the response inwards
    std::string message;
  };
  std::string unknown;  // why there is no such operation; empty = there is
  std::vector<Complaint> complaints;
  Json sample;
};

/// Asks the botocore of the machine's python3 (its own or the AWS CLI's), all questions in one
/// process. Errors: code "NoProgram" without python3, "NoBotocore", "Process" when it fails.
Result<std::vector<ApiOpinion>> api_opinions(const std::vector<ApiAnswer>& answers);

}  // namespace ssm
