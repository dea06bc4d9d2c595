// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace ssm {

/// Columns a text takes, as the AWS CLI counts them: two for every East Asian wide, full-width or
/// ambiguous character (é is ambiguous), one for any other. Source: spec/aws-cli 8.5;
/// EastAsianWidth.txt of Unicode 14.
std::size_t text_width(std::string_view text);

}  // namespace ssm
