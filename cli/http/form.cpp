// SPDX-License-Identifier: Apache-2.0
#include "cli/http/form.h"

#include <fmt/format.h>
#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/text.h"

namespace ssm {
namespace {

tl::unexpected<Error> malformed(std::string message) {
  return failure("MalformedQueryString", std::move(message));
}

/// -1: no hexadecimal digit.
int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

Completed add_field(FormField& form, std::string_view pair, const FormLimits& limits) {
  const std::size_t equals = std::min(pair.find('='), pair.size());
  TRY_ASSIGN(const std::string name, percent_decoded(pair.substr(0, equals), PlusSign::kBlank));
  TRY_ASSIGN(std::string text,
             percent_decoded(pair.substr(std::min(equals + 1, pair.size())), PlusSign::kBlank));
  const std::vector<std::string> names = split(name, '.');
  if (names.size() > limits.depth)
    return malformed(fmt::format("The name of a parameter has more than {} parts.", limits.depth));
  FormField* field = &form;
  for (const std::string& each : names) {
    std::unique_ptr<FormField>& part = field->parts[each];
    if (part == nullptr) part = std::make_unique<FormField>();
    field = part.get();
  }
  if (field->text) return malformed("The parameter " + name + " is given twice.");
  field->text = std::move(text);
  return {};
}

}  // namespace

const FormField* FormField::part(std::string_view name) const {
  const auto found = parts.find(name);
  return found == parts.end() ? nullptr : found->second.get();
}

std::string FormField::text_of(std::string_view name) const {
  const FormField* field = part(name);
  return field == nullptr ? std::string() : field->text.value_or("");
}

Result<FormField> parse_form(std::string_view body, const FormLimits& limits) {
  FormField form;
  std::size_t fields = 0;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('&'), body.size());
    const std::string_view pair = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    if (pair.empty()) continue;
    if (++fields > limits.fields)
      return malformed(fmt::format("The request has more than {} parameters.", limits.fields));
    TRY(add_field(form, pair, limits));
  }
  return form;
}

Result<std::string> percent_decoded(std::string_view text, PlusSign plus) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == PlusSign::kBlank) {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      const bool whole = i + 2 < text.size();
      const int high = whole ? hex_value(text[i + 1]) : -1;
      const int low = whole ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) return malformed("A % stands without two hexadecimal digits.");
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!is_valid_utf8(decoded) || decoded.find('\0') != std::string::npos)
    return malformed("A parameter is not text in UTF-8.");
  return decoded;
}

std::string percent_encoded(std::string_view text, std::string_view kept) {
  std::string encoded;
  for (char c : text) {
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 kept.find(c) != std::string_view::npos;
    if (plain)
      encoded += c;
    else
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

}  // namespace ssm
