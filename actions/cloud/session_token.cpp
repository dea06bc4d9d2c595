// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/session_token.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "core/base/arn.h"
#include "core/base/base64.h"
#include "core/base/id.h"

namespace ssm {
namespace {

// "ssm-local UUID ARN" in Base64.
constexpr std::string_view kTokenMark = "ssm-local ";

/// Anybody can write a token: what it says is kept and shown.
bool is_session_arn(std::string_view text) {
  constexpr std::size_t kLongestArn = 2048;
  const std::optional<Arn> arn = Arn::parse(text);
  return arn && arn->service == "sts" && arn->resource.starts_with("assumed-role/") &&
         text.size() <= kLongestArn &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

std::string make_session_token(std::string_view caller_arn) {
  return to_base64(std::string(kTokenMark) + new_uuid() + " " + std::string(caller_arn));
}

std::string caller_of_session_token(std::string_view token) {
  const std::string text = from_base64(token).value_or("");
  const std::size_t end = text.find(' ', kTokenMark.size());
  if (!text.starts_with(kTokenMark) || end == std::string::npos) return {};
  std::string caller = text.substr(end + 1);
  return is_session_arn(caller) ? caller : std::string();
}

}  // namespace ssm
