// SPDX-License-Identifier: Apache-2.0
#include "core/base/python_text.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>

#include "core/base/text.h"

namespace ssm {
namespace {

struct Decoded {
  std::uint32_t code_point = 0;
  std::size_t length = 1;
  bool valid = false;
};

/// The code point that starts at `text[0]`. Overlong forms and surrogates are not valid.
Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return {first, 1, true};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return {first, 1, false};
  std::uint32_t value = first & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation_byte(text[i])) return {first, 1, false};
    value = (value << 6) | (byte(i) & 0x3Fu);
  }
  constexpr std::array<std::uint32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < kSmallest.at(length) || value > 0x10FFFF || surrogate) return {first, 1, false};
  return {value, length, true};
}

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

constexpr std::array<Range, 15> kUnprintable = {{{0x00, 0x1F},
                                                 {0x7F, 0xA0},
                                                 {0xAD, 0xAD},
                                                 {0x600, 0x605},
                                                 {0x1680, 0x1680},
                                                 {0x180E, 0x180E},
                                                 {0x2000, 0x200F},
                                                 {0x2028, 0x202F},
                                                 {0x205F, 0x206F},
                                                 {0x3000, 0x3000},
                                                 {0xE000, 0xF8FF},
                                                 {0xFEFF, 0xFEFF},
                                                 {0xFFF0, 0xFFFB},
                                                 {0xFFFE, 0xFFFF},
                                                 {0xE0000, 0x10FFFF}}};

bool is_printable(std::uint32_t code_point) {
  for (const Range& range : kUnprintable) {
    if (code_point >= range.first && code_point <= range.last) return false;
  }
  return true;
}

void append_escape(std::string& out, std::uint32_t code_point) {
  if (code_point == '\n') {
    out += "\\n";
  } else if (code_point == '\r') {
    out += "\\r";
  } else if (code_point == '\t') {
    out += "\\t";
  } else if (code_point <= 0xFF) {
    out += fmt::format("\\x{:02x}", code_point);
  } else if (code_point <= 0xFFFF) {
    out += fmt::format("\\u{:04x}", code_point);
  } else {
    out += fmt::format("\\U{:08x}", code_point);
  }
}

std::string float_repr(double value) {
  if (value != value) return "nan";
  std::string text = fmt::format("{}", value);
  const bool whole = text.find_first_of(".einf") == std::string::npos;
  return whole ? text + ".0" : text;
}

void append_value(std::string& out, const Json& value);

template <class Each>
void append_items(std::string& out, const Json& value, char open, char close, Each each) {
  out += open;
  bool first = true;
  for (const auto& item : value.items()) {
    if (!first) out += ", ";
    first = false;
    each(item);
  }
  out += close;
}

void append_value(std::string& out, const Json& value) {
  if (value.is_null()) {
    out += "None";
  } else if (value.is_boolean()) {
    out += value.get<bool>() ? "True" : "False";
  } else if (value.is_string()) {
    out += python_repr(value.get_ref<const std::string&>());
  } else if (value.is_number_float()) {
    out += float_repr(value.get<double>());
  } else if (value.is_array()) {
    append_items(out, value, '[', ']', [&](const auto& item) { append_value(out, item.value()); });
  } else if (value.is_object()) {
    append_items(out, value, '{', '}', [&](const auto& item) {
      out += python_repr(item.key()) + ": ";
      append_value(out, item.value());
    });
  } else {
    out += value.dump();
  }
}

}  // namespace

std::string python_repr(std::string_view text) {
  const bool double_quotes =
      text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
  const char quote = double_quotes ? '"' : '\'';
  std::string out(1, quote);
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (!next.valid) {
      append_escape(out, 0xDC00u + next.code_point);
    } else if (next.code_point == static_cast<unsigned char>(quote) || next.code_point == '\\') {
      out += '\\';
      out += text[0];
    } else if (is_printable(next.code_point)) {
      out += text.substr(0, next.length);
    } else {
      append_escape(out, next.code_point);
    }
    text.remove_prefix(next.length);
  }
  return out += quote;
}

std::string python_repr(const Json& value) {
  std::string out;
  append_value(out, value);
  return out;
}

std::string python_str(const Json& value) {
  return value.is_string() ? value.get<std::string>() : python_repr(value);
}

std::string_view python_type(const Json& value) {
  if (value.is_null()) return "NoneType";
  if (value.is_boolean()) return "bool";
  if (value.is_number_float()) return "float";
  if (value.is_number()) return "int";
  if (value.is_string()) return "str";
  return value.is_array() ? "list" : "dict";
}

}  // namespace ssm
