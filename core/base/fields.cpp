// SPDX-License-Identifier: Apache-2.0
#include "core/base/fields.h"

#include <algorithm>

namespace ssm {

void append_json_string(std::string& out, std::string_view text) {
  const auto is_plain = [](char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; };
  if (std::all_of(text.begin(), text.end(), is_plain)) {
    out.append(1, '"').append(text).append(1, '"');
    return;
  }
  out += to_text(Json(text));
}

}  // namespace ssm
