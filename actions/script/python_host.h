// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace ssm {

/// The text of python_host.py, which says what goes in and comes out.
std::string_view python_host();

}  // namespace ssm
