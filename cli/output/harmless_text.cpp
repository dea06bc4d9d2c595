// SPDX-License-Identifier: Apache-2.0
#include "cli/output/harmless_text.h"

#include <fmt/format.h>

namespace ssm {

std::string harmless_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n') || byte == 0x7f)
      result += fmt::format("\\x{:02x}", byte);
    else
      result += c;
  }
  return result;
}

}  // namespace ssm
