// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ssm {

/// RFC 4648, with padding.
std::string to_base64(std::string_view bytes);

/// nullopt: the text is not what to_base64() gives.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace ssm
