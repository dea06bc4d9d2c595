// SPDX-License-Identifier: Apache-2.0
#include "core/api/page_token.h"

#include <array>
#include <cstdint>
#include <optional>

#include "core/base/id.h"

namespace ssm {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::size_t kMaxTokenLength = 4096;

/// Base64 in the alphabet of URLs, without padding.
std::string to_base64url(std::string_view bytes) {
  std::string out;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : bytes) {
    buffer = (buffer << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) out += kAlphabet[(buffer >> (bits - 6)) & 63u];
  }
  if (bits > 0) out += kAlphabet[(buffer << (6 - bits)) & 63u];
  return out;
}

/// nullopt for other characters. Left-over bits are ignored.
std::optional<std::string> from_base64url(std::string_view text) {
  std::string out;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    buffer = (buffer << 6) | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>((buffer >> bits) & 255u);
  }
  return out;
}

/// Tells requests apart by everything but which page they ask for.
std::string fingerprint(std::string_view purpose, const Json& request) {
  Json rest = request.is_object() ? with_sorted_members(request) : Json::object();
  rest.erase("NextToken");
  rest.erase("MaxResults");
  return sha256_hex(std::string(purpose) + "\n" + to_text(rest)).substr(0, 16);
}

}  // namespace

std::string make_page_token(std::string_view purpose, const Json& request, const Json& position) {
  return to_base64url(to_text({{"of", fingerprint(purpose, request)}, {"at", position}}));
}

Result<Json> read_page_token(std::string_view purpose, const Json& request,
                             std::string_view token) {
  const auto invalid = failure(
      "InvalidNextToken", "The NextToken does not come from a listing with the same parameters.");
  if (token.size() > kMaxTokenLength) return invalid;
  const auto text = from_base64url(token);
  if (!text) return invalid;
  const auto content = parse_json(*text, {.max_bytes = kMaxTokenLength, .max_depth = 8});
  if (!content || string_member(*content, "of") != fingerprint(purpose, request)) return invalid;
  const Json* position = find_member(*content, "at");
  if (!position || !position->is_object()) return invalid;
  return *position;
}

}  // namespace ssm
