// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/api/model.h"

namespace ssm {

/// A request with every member of the model as YAML, each with a comment that says what it is, for
/// `--generate-cli-skeleton yaml-input`. The layout is the AWS CLI's, the sentences are ours.
/// Source: spec/aws-cli 6.
std::string yaml_input_skeleton(const Shape& input);

}  // namespace ssm
