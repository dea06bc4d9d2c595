// SPDX-License-Identifier: Apache-2.0
#pragma once
// One list of a struct's members serves writing and reading it:
//
//   template <class Visitor, class T>  // T: Step or const Step
//   void fields(Visitor& visit, T& step) {
//     visit.required("name", step.name);
//     visit.optional("ended", step.ended);  // left out when it has the value of a fresh struct
//   }
//
// to_text_of(step) writes JSON text without building a Json; read_stored<Step>(text, ...) reads it
// back. An enumeration takes part with `to_text(E)` and `parse_as(std::string_view, E&) -> bool`, a
// class with `written()` (its Json) and a constructor from Json.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace ssm {

/// The code of an error that says a stored row does not have the form it should have.
inline constexpr const char* kMalformed = "Malformed";

class FieldWriter;
class FieldReader;

/// Specialise for an enumeration that is a number and has no names.
template <class E>
inline constexpr bool kIsNumber = false;

namespace fields_detail {

template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {};

template <class T>
bool is_unset(const T& value) {
  if constexpr (std::same_as<T, Json>)
    return value.is_null();
  else if constexpr (is_optional<T>::value)
    return !value.has_value();
  else if constexpr (is_vector<T>::value || std::same_as<T, std::string>)
    return value.empty();
  else
    return value == T{};
}

}  // namespace fields_detail

/// Writes members to the end of a text, as one JSON object.
class FieldWriter {
 public:
  explicit FieldWriter(std::string& out) : out_(out) { out_ += '{'; }
  FieldWriter(const FieldWriter&) = delete;
  FieldWriter& operator=(const FieldWriter&) = delete;
  ~FieldWriter() { out_ += '}'; }

  template <class T>
  void required(std::string_view name, const T& value) {
    out_ += first_ ? "\"" : ",\"";
    first_ = false;
    out_.append(name).append("\":");
    write(value);
  }
  template <class T>
  void optional(std::string_view name, const T& value) {
    if (!fields_detail::is_unset(value)) required(name, value);
  }

 private:
  void write(const std::string& value) { append_json_string(out_, value); }
  void write(std::string_view value) { append_json_string(out_, value); }
  void write(const Json& value) { append_text(out_, value); }
  void write(bool value) { out_ += value ? "true" : "false"; }
  void write(Time value) { out_ += std::to_string(to_epoch_ms(value)); }
  void write(Milliseconds value) { out_ += std::to_string(value.count()); }
  template <class T>
  void write(const T& value) {
    if constexpr (std::integral<T>) {
      out_ += std::to_string(value);
    } else if constexpr (kIsNumber<T>) {
      out_ += std::to_string(static_cast<std::underlying_type_t<T>>(value));
    } else if constexpr (std::is_enum_v<T>) {
      append_json_string(out_, to_text(value));
    } else if constexpr (requires { value.written(); }) {
      write(value.written());
    } else if constexpr (fields_detail::is_optional<T>::value) {
      if (value)
        write(*value);
      else
        out_ += "null";
    } else if constexpr (fields_detail::is_vector<T>::value) {
      out_ += '[';
      for (std::size_t i = 0; i < value.size(); ++i) {
        if (i > 0) out_ += ',';
        write(value[i]);
      }
      out_ += ']';
    } else {
      FieldWriter inner(out_);
      fields(inner, value);
    }
  }

  std::string& out_;
  bool first_ = true;
};

/// Reads members of one JSON object. The first thing that does not fit is kept as the error.
class FieldReader {
 public:
  explicit FieldReader(const Json& json) : json_(json) {
    if (!json.is_object()) refuse("", "is not an object");
  }

  template <class T>
  void required(std::string_view name, T& value) {
    if (error_) return;
    const Json* member = find_member(json_, name);
    if (!member) return refuse(name, "is missing");
    read(name, *member, value);
  }
  template <class T>
  void optional(std::string_view name, T& value) {
    if (error_) return;
    if (const Json* member = find_member(json_, name)) read(name, *member, value);
  }

  const std::optional<std::string>& error() const { return error_; }
  bool has_failed() const { return error_.has_value(); }
  void refuse(std::string_view name, std::string_view why) {
    if (!error_) error_ = std::string(name.empty() ? "it" : name) + " " + std::string(why);
  }

 private:
  void read(std::string_view name, const Json& json, std::string& value) {
    if (!json.is_string()) return refuse(name, "is not a text");
    value = json.get_ref<const std::string&>();
  }
  void read(std::string_view, const Json& json, Json& value) { value = json; }
  void read(std::string_view name, const Json& json, bool& value) {
    if (!json.is_boolean()) return refuse(name, "is not true or false");
    value = json.get<bool>();
  }
  void read(std::string_view name, const Json& json, Time& value) {
    std::int64_t ms = 0;
    read(name, json, ms);
    value = from_epoch_ms(ms);
  }
  void read(std::string_view name, const Json& json, Milliseconds& value) {
    std::int64_t ms = 0;
    read(name, json, ms);
    value = Milliseconds(ms);
  }
  template <class T>
  void read(std::string_view name, const Json& json, T& value) {
    if constexpr (std::integral<T>) {
      if (!json.is_number_integer()) return refuse(name, "is not a whole number");
      const auto number = json.get<std::int64_t>();
      if (!std::in_range<T>(number)) return refuse(name, "is out of range");
      value = static_cast<T>(number);
    } else if constexpr (kIsNumber<T>) {
      std::underlying_type_t<T> number{};
      read(name, json, number);
      value = static_cast<T>(number);
    } else if constexpr (requires { value.written(); }) {
      value = T(json);
    } else if constexpr (std::is_enum_v<T>) {
      if (!json.is_string() || !parse_as(json.get_ref<const std::string&>(), value))
        refuse(name, "is a value that this version does not know: " + to_text(json));
    } else if constexpr (fields_detail::is_optional<T>::value) {
      value.reset();
      if (!json.is_null()) read(name, json, value.emplace());
    } else if constexpr (fields_detail::is_vector<T>::value) {
      if (!json.is_array()) return refuse(name, "is not a list");
      value.clear();
      for (const Json& item : json) read(name, item, value.emplace_back());
    } else {
      FieldReader inner(json);
      fields(inner, value);
      if (inner.error()) refuse(name, ": " + *inner.error());
    }
  }

  const Json& json_;
  std::optional<std::string> error_;
};

template <class T>
std::string to_text_of(const T& value) {
  std::string text;
  {
    FieldWriter writer(text);
    fields(writer, value);
  }
  return text;
}

/// Errors: kMalformed; `what` names the row.
template <class T>
Result<T> read_fields(const Json& json, std::string_view what) {
  T value;
  FieldReader reader(json);
  fields(reader, value);
  if (reader.error())
    return failure(kMalformed, std::string(what) + " cannot be read: " + *reader.error());
  return value;
}

}  // namespace ssm
