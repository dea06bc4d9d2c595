// SPDX-License-Identifier: Apache-2.0
#include "cli/output/harmless_text.h"

#include <fmt/format.h>

namespace ssm {
namespace {

std::string escaped(std::string_view text, std::string_view kept) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_control = byte < 0x20 || byte == 0x7f;
    if (is_control && kept.find(c) == std::string_view::npos)
      result += fmt::format("\\x{:02x}", byte);
    else
      result += c;
  }
  return result;
}

}  // namespace

std::string harmless_text(std::string_view text) {
  return escaped(text, "\n");
}

std::string harmless_line(std::string_view text) {
  return escaped(text, "");
}

}  // namespace ssm
