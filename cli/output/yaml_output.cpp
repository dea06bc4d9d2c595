// SPDX-License-Identifier: Apache-2.0
#include "cli/output/yaml_output.h"

#include <fmt/format.h>
#include <cstdint>
#include <map>

#include "cli/output/yaml_scalar.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::size_t kStep = 2;
constexpr std::size_t kLineWidth = 80;
constexpr std::size_t kMaxKey = 128;  // bytes; a longer one is written behind a question mark

std::string escape(char32_t point) {
  constexpr std::pair<char32_t, char> kShort[] = {
      {0, '0'},     {7, 'a'},    {8, 'b'},    {9, 't'},      {0xA, 'n'},
      {0xB, 'v'},   {0xC, 'f'},  {0xD, 'r'},  {0x1B, 'e'},   {'"', '"'},
      {'\\', '\\'}, {0x85, 'N'}, {0xA0, '_'}, {0x2028, 'L'}, {0x2029, 'P'}};
  for (const auto& [character, letter] : kShort)
    if (character == point) return {'\\', letter};
  const auto number = static_cast<std::uint32_t>(point);
  if (number <= 0xFF) return fmt::format("\\x{:02X}", number);
  return number <= 0xFFFF ? fmt::format("\\u{:04X}", number) : fmt::format("\\U{:08X}", number);
}

class YamlWriter {
 public:
  std::string take() { return std::move(out_); }

  /// `indent`: of the lines of this collection. `inline_start`: the first goes on after "- ".
  void write_map(const Json& map, std::size_t indent, bool inline_start) {
    std::map<std::string_view, const Json*> sorted;
    for (const auto& [name, member] : map.items()) sorted[name] = &member;
    for (const auto& [name, member] : sorted) {
      if (!std::exchange(inline_start, false)) begin_line(indent);
      if (is_simple_key(name)) {
        write_text(name, indent, true);
        put(":");
      } else {
        put("?");
        put(" ");
        write_text(name, indent + kStep, false);
        begin_line(indent);
        put(":");
      }
      write_member(*member, indent, is_simple_key(name));
    }
  }

  void write_list(const Json& list, std::size_t indent, bool inline_start) {
    for (const Json& item : list) {
      if (!std::exchange(inline_start, false)) begin_line(indent);
      put("-");
      if (item.is_structured() && !item.empty()) {
        put(" ");
        write_collection(item, indent + kStep, true);
      } else {
        write_scalar(item, indent + kStep);
      }
    }
  }

  void end() { out_ += '\n'; }

 private:
  static bool is_simple_key(std::string_view name) {
    return name.size() <= kMaxKey && !has_line_break(name);
  }

  void write_collection(const Json& value, std::size_t indent, bool inline_start) {
    if (value.is_object())
      write_map(value, indent, inline_start);
    else
      write_list(value, indent, inline_start);
  }

  /// A list stands below its key without indentation.
  void write_member(const Json& value, std::size_t indent, bool behind_simple_key) {
    if (!value.is_structured() || value.empty()) {
      write_scalar(value, indent + kStep);
    } else if (behind_simple_key) {
      write_collection(value, value.is_array() ? indent : indent + kStep, false);
    } else {
      put(" ");
      write_collection(value, indent + kStep, true);
    }
  }

  void write_scalar(const Json& value, std::size_t indent) {
    put(" ");
    if (value.is_string())
      write_text(value.get_ref<const std::string&>(), indent, false);
    else
      put(value.dump());
  }

  void write_text(std::string_view text, std::size_t indent, bool is_key) {
    const ScalarStyle style = scalar_style(text, is_key);
    if (style == ScalarStyle::kPlain) write_plain(text, indent, is_key);
    if (style == ScalarStyle::kSingleQuoted) write_single_quoted(text, indent, is_key);
    if (style == ScalarStyle::kDoubleQuoted) write_double_quoted(text, indent, is_key);
  }

  /// A lone blank at which a line that is too long may end.
  bool may_fold(std::string_view text, std::size_t at) const {
    return column_ > kLineWidth && (at == 0 || text[at - 1] != ' ') &&
           (at + 1 >= text.size() || text[at + 1] != ' ');
  }

  void write_plain(std::string_view text, std::size_t indent, bool is_key) {
    for (std::size_t i = 0; i < text.size();) {
      const std::size_t length = character_at(text, i).length;
      if (text[i] == ' ' && !is_key && may_fold(text, i))
        begin_line(indent);
      else
        put_character(text.substr(i, length));
      i += length;
    }
  }

  void write_single_quoted(std::string_view text, std::size_t indent, bool is_key) {
    put("'");
    bool after_break = false;
    for (std::size_t i = 0; i < text.size();) {
      const auto [point, length] = character_at(text, i);
      if (is_line_break(point)) {
        if (!after_break && point == '\n') out_ += '\n';
        out_ += text.substr(i, length);
        column_ = 0;
      } else {
        if (after_break) out_.append(column_ = indent, ' ');
        const bool inside = i > 0 && i + 1 < text.size();
        if (point == ' ' && !is_key && inside && may_fold(text, i)) {
          begin_line(indent);
        } else {
          if (point == '\'') put("'");
          put_character(text.substr(i, length));
        }
      }
      after_break = is_line_break(point);
      i += length;
    }
    if (after_break) out_.append(column_ = indent, ' ');
    put("'");
  }

  void write_double_quoted(std::string_view text, std::size_t indent, bool is_key) {
    put("\"");
    bool after_space = false;
    for (std::size_t i = 0; i < text.size();) {
      const auto [point, length] = character_at(text, i);
      const bool inside = i > 0 && i + 1 < text.size();
      if (is_unprintable(point) || is_line_break(point) || point == '"' || point == '\\') {
        put(escape(point));
      } else if (point == ' ' && !is_key && inside && !after_space && column_ > kLineWidth) {
        begin_line(indent);
        if (text[i + 1] == ' ') put("\\");
      } else {
        put_character(text.substr(i, length));
      }
      after_space = point == ' ';
      i += length;
    }
    put("\"");
  }

  void begin_line(std::size_t indent) {
    if (!out_.empty()) out_ += '\n';
    out_.append(indent, ' ');
    column_ = indent;
  }

  void put(std::string_view ascii) {
    out_ += ascii;
    column_ += ascii.size();
  }

  void put_character(std::string_view bytes) {
    out_ += bytes;
    ++column_;
  }

  std::string out_;
  std::size_t column_ = 0;
};

}  // namespace

std::string to_yaml_output(const Json& value) {
  if (!value.is_structured())
    return value.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  if (value.empty()) return value.is_array() ? "[]\n" : "{}\n";
  YamlWriter writer;
  if (value.is_object())
    writer.write_map(value, 0, false);
  else
    writer.write_list(value, 0, false);
  writer.end();
  return writer.take();
}

}  // namespace ssm
