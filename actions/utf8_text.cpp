// SPDX-License-Identifier: Apache-2.0
#include "actions/utf8_text.h"

#include <utility>

#include "core/base/json.h"
#include "core/base/text.h"

namespace ssm {

std::string utf8_text(std::string bytes) {
  if (is_valid_utf8(bytes)) return bytes;
  const std::string text = to_text(Json(std::move(bytes)));
  return parse_json(text, {.max_bytes = text.size()}).value_or(Json("")).get<std::string>();
}

}  // namespace ssm
