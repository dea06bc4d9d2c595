// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reads stored text without building a Json of it: see core/base/fields.h.

#include <charconv>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/base/fields.h"

namespace ssm {

/// What a program stored itself may be longer and deeper than what it takes from others.
inline constexpr JsonLimits kStoredLimits{.max_bytes = 256 * 1024 * 1024, .max_depth = 300};

/// Reads the text that a FieldWriter wrote, member by member in the same order. Any other text,
/// however good, makes it fail: FieldReader takes members in any order and tells what is wrong.
class FieldParser {
 public:
  explicit FieldParser(std::string_view text) : own_{text}, at_(own_) { take('{'); }
  FieldParser(const FieldParser&) = delete;
  FieldParser& operator=(const FieldParser&) = delete;

  template <class T>
  void required(std::string_view name, T& value) {
    if (!take_name(name)) return fail();
    read(value);
  }
  template <class T>
  void optional(std::string_view name, T& value) {
    if (take_name(name)) read(value);
  }
  void refuse(std::string_view, std::string_view) { fail(); }
  bool has_failed() const { return at_.failed; }

  /// Whether the text was read to its end.
  bool ended() {
    take('}');
    return !at_.failed && at_.rest.empty();
  }

 private:
  struct Place {
    std::string_view rest;
    bool failed = false;
  };
  explicit FieldParser(Place& at) : at_(at) { take('{'); }

  void fail() { at_.failed = true; }
  /// The next character, which must be this one.
  void take(char c) {
    if (!try_take(c)) fail();
  }
  bool try_take(char c) {
    if (at_.failed || at_.rest.empty() || at_.rest.front() != c) return false;
    at_.rest.remove_prefix(1);
    return true;
  }
  bool try_take(std::string_view word) {
    if (at_.failed || !at_.rest.starts_with(word)) return false;
    at_.rest.remove_prefix(word.size());
    return true;
  }
  /// The name of the next member, if it is this one.
  bool take_name(std::string_view name);
  /// The text of the next value.
  std::string_view take_value();

  void read(std::string& value);
  void read(Json& value);
  void read(bool& value) {
    value = try_take("true");
    if (!value && !try_take("false")) fail();
  }
  void read(Time& value) {
    std::int64_t ms = 0;
    read(ms);
    value = from_epoch_ms(ms);
  }
  void read(Milliseconds& value) {
    std::int64_t ms = 0;
    read(ms);
    value = Milliseconds(ms);
  }
  template <class T>
  void read(T& value) {
    if constexpr (std::integral<T>) {
      const std::string_view digits = take_value();
      const char* const last = digits.data() + digits.size();
      const auto [end, error] = std::from_chars(digits.data(), last, value);
      const bool is_padded = digits.size() > 1 && digits[digits[0] == '-' ? 1 : 0] == '0';
      if (error != std::errc() || end != last || is_padded) fail();
    } else if constexpr (kIsNumber<T>) {
      std::underlying_type_t<T> number{};
      read(number);
      value = static_cast<T>(number);
    } else if constexpr (requires { value.written(); }) {
      Json json;
      read(json);
      if (!at_.failed) value = T(json);
    } else if constexpr (std::is_enum_v<T>) {
      std::string name;
      read(name);
      if (!at_.failed && !parse_as(name, value)) fail();
    } else if constexpr (fields_detail::is_optional<T>::value) {
      value.reset();
      if (!try_take("null")) read(value.emplace());
    } else if constexpr (fields_detail::is_vector<T>::value) {
      value.clear();
      take('[');
      if (try_take(']')) return;
      do read(value.emplace_back());
      while (try_take(','));
      take(']');
    } else {
      FieldParser inner(at_);
      fields(inner, value);
      inner.take('}');
    }
  }

  Place own_;
  Place& at_;
  bool first_ = true;
};

/// Reads a stored text; `visit(reader, value)` names its members to a FieldParser or a FieldReader.
/// Errors: kMalformed; `what` names the row.
template <class T, class Visit>
Result<T> read_stored(std::string_view text, std::string_view what, const Visit& visit) {
  {
    T value;
    FieldParser parser(text);
    visit(parser, value);
    if (parser.ended()) return value;
  }
  const auto cannot_be_read = [&](std::string_view why) {
    return failure(kMalformed, std::string(what).append(" cannot be read: ").append(why));
  };
  const Result<Json> json = parse_json(text, kStoredLimits);
  if (!json) return cannot_be_read(json.error().message);
  T value;
  FieldReader reader(*json);
  visit(reader, value);
  if (reader.has_failed()) return cannot_be_read(*reader.error());
  return value;
}

}  // namespace ssm
