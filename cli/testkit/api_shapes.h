// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

/// What an API's own model is asked about one of its operations.
struct ApiQuestion {
  enum class Kind {
    kResponse,    // whether `value` is an answer of it
    kParameters,  // whether `value` may be among its parameters
    kSample,      // for an answer with the members of `value`; null = choose some
    kShapes,      // for what wish_calls.py reads as a model; null = there is no such service
  };
  Kind kind = Kind::kResponse;
  std::string service;    // as boto3 spells it, in any case
  std::string operation;  // "DescribeInstances", in any case
  Json value;
};

/// What the model says.
struct ApiOpinion {
  struct Complaint {
    std::vector<Json> where;  // names and numbers from the value inwards
    std::string message;
  };
  std::string unknown;  // why there is no such operation; empty = there is
  std::vector<Complaint> complaints;
  Json sample;
};

/// Asks the botocore of the machine's python3 (its own or the AWS CLI's), all questions in one
/// process. Errors: code "NoProgram" without python3, "NoBotocore", "Process" when it fails.
Result<std::vector<ApiOpinion>> api_opinions(const std::vector<ApiQuestion>& questions);

}  // namespace ssm
