// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace ssm {

/// The bytes in the alphabet of RFC 4648, padded.
std::string to_base64(std::string_view bytes);

}  // namespace ssm
