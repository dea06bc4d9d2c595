// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/json.h"

namespace ssm {

/// A value as the AWS CLI prints it with `--output yaml`: block style, members sorted by name,
/// lines folded behind column 80; a scalar as JSON. Source: spec/aws-cli 8.6; libyaml's emitter,
/// which the AWS CLI uses.
std::string to_yaml_output(const Json& value);

}  // namespace ssm
