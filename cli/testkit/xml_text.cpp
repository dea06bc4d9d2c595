// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/xml_text.h"

#include <fmt/format.h>

#include "core/base/text.h"

namespace ssm::testkit {
namespace {

/// U+FFFE and U+FFFF are the characters above the controls that XML 1.0 does not have.
bool is_noncharacter(std::string_view text) {
  return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

}  // namespace

std::string as_utf8(std::string_view text) {
  if (is_valid_utf8(text)) return std::string(text);
  std::string result;
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x80)
      result += c;
    else
      result += "\xEF\xBF\xBD";
  return result;
}

std::string xml_escaped(std::string_view given) {
  const std::string text = as_utf8(given);
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '"') {
      result += "&quot;";
    } else if (c == '\n' || c == '\t' || c == '\r') {
      result += fmt::format("&#{};", static_cast<int>(c));
    } else if (static_cast<unsigned char>(c) < 0x20) {
      result += fmt::format("\\u{:04x}", static_cast<int>(c));
    } else if (is_noncharacter(std::string_view(text).substr(i))) {
      result += text[i + 2] == '\xBE' ? "\\ufffe" : "\\uffff";
      i += 2;
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace ssm::testkit
