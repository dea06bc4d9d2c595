// SPDX-License-Identifier: Apache-2.0
#include "actions/utf8_text.h"

#include <utility>

#include "core/base/json.h"
#include "core/base/text.h"

namespace ssm {
namespace {

/// Whether more bytes could make a character of these.
bool could_begin_utf8(std::string_view bytes) {
  const auto first = static_cast<unsigned char>(bytes.front());
  if (first < 0xc2 || first > 0xf4) return false;
  const std::size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return bytes.size() < length;
}

}  // namespace

std::string utf8_text(std::string bytes) {
  if (is_valid_utf8(bytes)) return bytes;
  const std::string text = to_text(Json(std::move(bytes)));
  return parse_json(text, {.max_bytes = text.size()}).value_or(Json("")).get<std::string>();
}

std::string Utf8Portions::add(std::string_view portion) {
  std::string text = std::exchange(begun_, {});
  text += portion;
  constexpr std::size_t kLongest = 4;  // bytes of a character
  // The last one begins with the last byte that is no continuation.
  std::size_t start = text.size();
  while (start > 0 && text.size() - start < kLongest) {
    --start;
    if (!is_continuation_byte(text[start])) break;
  }
  if (start < text.size() && !is_valid_utf8(std::string_view(text).substr(start)) &&
      could_begin_utf8(std::string_view(text).substr(start))) {
    begun_ = text.substr(start);
    text.resize(start);
  }
  return utf8_text(std::move(text));
}

}  // namespace ssm
