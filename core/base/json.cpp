// SPDX-License-Identifier: Apache-2.0
#include "core/base/json.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <unordered_map>

template class nlohmann::basic_json<ssm::OrderedMembers>;

namespace ssm {
namespace {

/// "line 3, column 7" of a byte offset; both start at one, columns count bytes.
std::string place_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t newline = before.rfind('\n');
  const std::size_t column =
      newline == std::string_view::npos ? before.size() + 1 : before.size() - newline;
  return fmt::format("line {}, column {}", line, column);
}

tl::unexpected<Error> syntax_error(std::string_view text, std::size_t offset,
                                   std::string_view what) {
  return failure("JsonSyntax", fmt::format("{} at {}", what, place_of(text, offset)));
}

/// What the parser says, without its own prefix, its position and the text it quotes (which may
/// be long).
std::string shortened(std::string_view what) {
  if (const auto at = what.find("column "); at != std::string_view::npos) {
    if (const auto colon = what.find(": ", at); colon != std::string_view::npos)
      what.remove_prefix(colon + 2);
  } else if (const auto bracket = what.find("] "); bracket != std::string_view::npos) {
    what.remove_prefix(bracket + 2);
  }
  std::string result(what.substr(0, what.find("; last read: ")));
  if (const auto expected = what.rfind("; expected ");
      expected != std::string_view::npos && expected > result.size())
    result += what.substr(expected);
  if (result.size() > 200) result.resize(200);
  return result;
}

/// Builds the value while the parser reads. The library's own builder searches all members for
/// every member it adds; this one keeps an index for objects with many.
class Builder final : public nlohmann::json_sax<Json> {
 public:
  explicit Builder(int max_depth) : max_depth_(max_depth) {}

  bool null() override { return add(Json(nullptr)); }
  bool boolean(bool value) override { return add(Json(value)); }
  bool number_integer(number_integer_t value) override { return add(Json(value)); }
  bool number_unsigned(number_unsigned_t value) override { return add(Json(value)); }
  bool number_float(number_float_t value, const string_t&) override { return add(Json(value)); }
  bool string(string_t& value) override { return add(Json(std::move(value))); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    open_.back().key = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) override {
    position_ = position;
    problem_ = shortened(error.what());
    return false;
  }

  bool too_deep() const { return too_deep_; }
  std::size_t position() const { return position_; }
  const std::string& problem() const { return problem_; }
  Json take() { return std::move(root_); }

 private:
  struct Open {
    Json* value;
    std::string key;
    std::unordered_map<std::string, std::size_t> index;  // only of objects past kIndexed members
  };
  static constexpr std::size_t kIndexed = 16;

  bool open(Json value) {
    if (open_.size() >= static_cast<std::size_t>(max_depth_)) {
      too_deep_ = true;
      return false;
    }
    open_.push_back({place(std::move(value)), {}, {}});
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  bool add(Json value) {
    place(std::move(value));
    return true;
  }

  Json* place(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Open& parent = open_.back();
    if (!parent.value->is_array()) return place_member(parent, std::move(value));
    parent.value->push_back(std::move(value));
    return &parent.value->back();
  }

  static Json* place_member(Open& parent, Json value) {
    auto& members =
        static_cast<Json::object_t::Container&>(parent.value->get_ref<Json::object_t&>());
    if (const auto at = find(parent, members)) {
      members[*at].second = std::move(value);
      return &members[*at].second;
    }
    if (!parent.index.empty()) parent.index.emplace(parent.key, members.size());
    members.emplace_back(std::move(parent.key), std::move(value));
    if (members.size() == kIndexed)
      for (std::size_t i = 0; i < members.size(); ++i) parent.index.emplace(members[i].first, i);
    return &members.back().second;
  }

  template <class Members>
  static std::optional<std::size_t> find(const Open& parent, const Members& members) {
    if (!parent.index.empty()) {
      const auto found = parent.index.find(parent.key);
      return found == parent.index.end() ? std::nullopt : std::optional(found->second);
    }
    for (std::size_t i = 0; i < members.size(); ++i)
      if (members[i].first == parent.key) return i;
    return std::nullopt;
  }

  int max_depth_;
  bool too_deep_ = false;
  std::size_t position_ = 0;
  std::string problem_;
  Json root_;
  std::vector<Open> open_;
};

/// Java's String.hashCode over UTF-16 units.
std::uint32_t java_hash(std::string_view text) {
  std::uint32_t hash = 0;
  const auto add = [&](std::uint32_t unit) { hash = hash * 31 + unit; };
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i++]);
    std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    std::uint32_t point = more == 0 ? lead : lead & (0x3Fu >> more);
    for (; more > 0 && i < text.size(); --more)
      point = (point << 6) | (static_cast<unsigned char>(text[i++]) & 0x3Fu);
    if (point < 0x10000) {
      add(point);
    } else {
      add(0xD800 + ((point - 0x10000) >> 10));
      add(0xDC00 + ((point - 0x10000) & 0x3FF));
    }
  }
  return hash;
}

Json object_in_java_map_order(const Json& value) {
  std::size_t buckets = 16;
  while (buckets * 3 < value.size() * 4) buckets *= 2;
  std::vector<std::pair<std::size_t, Json::const_iterator>> order;
  for (auto member = value.begin(); member != value.end(); ++member) {
    const std::uint32_t hash = java_hash(member.key());
    order.emplace_back((hash ^ (hash >> 16)) & (buckets - 1), member);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  Json::object_t members;
  for (const auto& [bucket, member] : order)
    members.push_back({member.key(), in_java_map_order(member.value())});
  return members;
}

std::string dumped(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void append_list(std::string& out, const Json& list) {
  char before = '[';
  for (const Json& item : list) {
    out += std::exchange(before, ',');
    append_text(out, item);
  }
  out += list.empty() ? "[]" : "]";
}

void append_object(std::string& out, const Json& object) {
  char before = '{';
  for (const auto& [name, member] : object.get_ref<const Json::object_t&>()) {
    out += std::exchange(before, ',');
    append_json_string(out, name);
    out += ':';
    append_text(out, member);
  }
  out += object.empty() ? "{}" : "}";
}

}  // namespace

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.max_bytes)
    return failure("JsonSyntax", fmt::format("the text has {} bytes, at most {} are read at line 1,"
                                             " column 1",
                                             text.size(), limits.max_bytes));
  // The library takes a NUL byte for the end of the text.
  if (const auto nul = text.find('\0'); nul != std::string_view::npos)
    return syntax_error(text, nul, "unexpected NUL byte");
  Builder builder(limits.max_depth);
  if (Json::sax_parse(text.begin(), text.end(), &builder)) return builder.take();
  if (builder.too_deep())
    return failure("JsonSyntax", fmt::format("nested deeper than {} levels", limits.max_depth));
  return syntax_error(text, builder.position() == 0 ? 0 : builder.position() - 1,
                      builder.problem());
}

std::string to_text(const Json& value) {
  std::string text;
  append_text(text, value);
  return text;
}

// The library's dump() makes a buffer, a stream and a kilobyte of indentation for each call, and
// the engine writes several small values for each step.
void append_text(std::string& out, const Json& value) {
  switch (value.type()) {
    case Json::value_t::null:
      out += "null";
      return;
    case Json::value_t::boolean:
      out += value.get<bool>() ? "true" : "false";
      return;
    case Json::value_t::number_integer:
      out += std::to_string(value.get<std::int64_t>());
      return;
    case Json::value_t::number_unsigned:
      out += std::to_string(value.get<std::uint64_t>());
      return;
    case Json::value_t::string:
      return append_json_string(out, value.get_ref<const std::string&>());
    case Json::value_t::array:
      return append_list(out, value);
    case Json::value_t::object:
      return append_object(out, value);
    case Json::value_t::number_float:
    case Json::value_t::binary:
    case Json::value_t::discarded:
      out += dumped(value);
  }
}

void append_json_string(std::string& out, std::string_view text) {
  const auto is_plain = [](char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; };
  if (std::ranges::all_of(text, is_plain))
    out.append(1, '"').append(text).append(1, '"');
  else
    out += dumped(Json(text));
}

std::string to_gson_text(const Json& value) {
  // Outside strings compact JSON has none of these characters, so no need to look where they are.
  const std::string plain = to_text(value);
  std::string escaped;
  escaped.reserve(plain.size());
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const char c = plain[i];
    if (c == '=' || c == '<' || c == '>' || c == '&' || c == '\'') {
      escaped += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else if (plain.compare(i, 3, "\u2028") == 0 || plain.compare(i, 3, "\u2029") == 0) {
      escaped += plain[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      escaped += c;
    }
  }
  return escaped;
}

Json in_java_map_order(const Json& value) {
  if (value.is_object()) return object_in_java_map_order(value);
  if (!value.is_array()) return value;
  Json items = Json::array();
  for (const Json& item : value) items.push_back(in_java_map_order(item));
  return items;
}

Json with_sorted_members(const Json& value) {
  if (!value.is_object()) return value;
  std::map<std::string_view, const Json*> sorted;
  for (const auto& member : value.items()) sorted.emplace(member.key(), &member.value());
  Json::object_t members;
  for (const auto& [name, member] : sorted) members.push_back({std::string(name), *member});
  return members;
}

Json in_canonical_order(const Json& value) {
  Json sorted = with_sorted_members(value);
  if (sorted.is_structured())
    for (Json& element : sorted) element = in_canonical_order(element);
  return sorted;
}

std::string to_embedded_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : to_text(value);
}

const Json* find_member(const Json& value, std::string_view name) {
  if (!value.is_object()) return nullptr;
  for (const auto& [key, member] : value.get_ref<const Json::object_t&>())
    if (key == name) return &member;
  return nullptr;
}

std::string string_member(const Json& value, std::string_view name, std::string_view fallback) {
  const Json* member = find_member(value, name);
  return member != nullptr && member->is_string() ? member->get<std::string>()
                                                  : std::string(fallback);
}

}  // namespace ssm
