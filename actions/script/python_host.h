// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace ssm {

/// The text of python_host.py, which says what goes in and comes out.
std::string_view python_host();

/// The text of powershell_host.ps1.
std::string_view powershell_host();

}  // namespace ssm
