// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>

#include "cli/paging.h"
#include "cli/python_input.h"
#include "core/base/base64.h"

namespace ssm {
namespace {

constexpr std::string_view kDelivered = "boto_truncate_amount";

constexpr double kMostItems = 1e15;  // whose sums fit

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
