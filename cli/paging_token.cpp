// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>

#include "cli/paging.h"
#include "cli/python_input.h"

namespace ssm {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kDelivered = "boto_truncate_amount";

constexpr double kMostItems = 1e15;  // whose sums fit

std::uint32_t byte_at(std::string_view bytes, std::size_t i) {
  return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
}

std::string to_base64(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group =
        byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);
    for (std::size_t digit = 0; digit < 4; ++digit)
      text += i + digit > bytes.size() ? '=' : kAlphabet[group >> (18 - 6 * digit) & 63U];
  }
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string_view digits = text.substr(0, text.find_last_not_of('=') + 1);
  if (text.size() - digits.size() > 2) return std::nullopt;
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (char c : digits) {
    std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFFU);
  }
  return bytes;
}

/// "TOKEN___K": how older versions of the AWS CLI wrote it.
PagePosition from_old_form(const std::string& token) {
  std::size_t separator = token.rfind("___");
  if (separator == std::string::npos) return {token, std::nullopt};
  std::optional<std::int64_t> delivered = to_integer(std::string_view(token).substr(separator + 3));
  if (!delivered || *delivered < 0) return {token, std::nullopt};
  std::string service_token = token.substr(0, separator);
  return {service_token == "None" ? Json() : Json(service_token), *delivered};
}

}  // namespace

std::string to_cli_token(const Paging& paging, const PagePosition& position) {
  std::string text = "{\"" + std::string(paging.input_token) + "\": " + to_text(position.token);
  if (position.delivered)
    text += ", \"" + std::string(kDelivered) + "\": " + std::to_string(*position.delivered);
  return to_base64(text + "}");
}

PagePosition from_cli_token(const Paging& paging, const std::string& token) {
  std::optional<std::string> text = from_base64(token);
  Result<Json> decoded = text ? parse_json(*text) : Result<Json>(Json());
  const Json* service_token = decoded ? find_member(*decoded, paging.input_token) : nullptr;
  if (service_token == nullptr || !(service_token->is_string() || service_token->is_null()))
    return from_old_form(token);
  PagePosition position{*service_token, std::nullopt};
  const Json* delivered = find_member(*decoded, kDelivered);
  if (delivered != nullptr && delivered->is_number_integer() &&
      std::abs(delivered->get<double>()) <= kMostItems)
    position.delivered = delivered->get<std::int64_t>();
  return position;
}

}  // namespace ssm
