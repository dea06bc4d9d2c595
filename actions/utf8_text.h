// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace ssm {

/// Text from outside as it may stand in the history: what is not UTF-8 is replaced.
std::string utf8_text(std::string bytes);

}  // namespace ssm
