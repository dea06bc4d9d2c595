// SPDX-License-Identifier: Apache-2.0
#include "core/document/writers.h"

#include <fmt/format.h>
#include <array>

#include "core/base/text.h"
#include "core/document/readers.h"

namespace ssm {
namespace {

constexpr std::size_t kIndent = 2;  // blanks of indentation
// A longer key cannot stand before its colon on one line (YAML's own limit is 1,024).
constexpr std::size_t kMaxPlainKey = 1000;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

/// Line breaks and invisible marks of Unicode that YAML readers treat in different ways.
bool has_special_unicode(std::string_view text) {
  static constexpr std::array<std::string_view, 4> kSpecial = {"\xC2\x85", "\xE2\x80\xA8",
                                                               "\xE2\x80\xA9", "\xEF\xBB\xBF"};
  return std::any_of(kSpecial.begin(), kSpecial.end(),
                     [&](std::string_view s) { return contains(text, s); });
}

bool is_reserved_word(std::string_view text) {
  static constexpr std::array<std::string_view, 13> kWords = {
      "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<", "."};
  const std::string lower = to_lower(text);
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

/// Numbers, dates, times of day, .inf, .nan: one reader or another takes them for no text.
bool may_be_number(std::string_view text) {
  const char first = text.front();
  const bool starts = (first >= '0' && first <= '9') || first == '.' || first == '+';
  return starts && text.size() < 40 && !contains(text, " ");
}

bool may_be_plain(std::string_view text) {
  constexpr std::string_view kIndicators = "-?:,[]{}#&*!|>'\"%@` \t";
  if (text.empty() || contains(kIndicators, text.substr(0, 1))) return false;
  if (text.back() == ' ' || text.back() == ':' || contains(text, ": ")) return false;
  if (contains(text, " #") || contains(text, "\n") || contains(text, "\t")) return false;
  return !is_reserved_word(text) && !may_be_number(text) && !has_special_unicode(text) &&
         std::none_of(text.begin(), text.end(), is_control);
}

bool may_be_single_quoted(std::string_view text) {
  return !contains(text, "\n") && !contains(text, "\t") && !has_special_unicode(text) &&
         std::none_of(text.begin(), text.end(), is_control);
}

bool may_be_literal(std::string_view text) {
  if (!contains(text, "\n") || has_special_unicode(text)) return false;
  if (std::any_of(text.begin(), text.end(), is_control)) return false;
  // A first line that starts with blanks would need an indentation indicator.
  return text.front() != ' ' && text.front() != '\t' && text.front() != '\n';
}

std::string single_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    quoted += c;
    if (c == '\'') quoted += c;
  }
  return quoted + "'";
}

/// JSON's escapes are YAML's too; characters beyond ASCII stay, but for the special ones.
std::string double_quoted(std::string_view text) {
  std::string quoted = to_text(Json(text));
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kEscapes = {{
      {"\xC2\x85", "\\u0085"},
      {"\xE2\x80\xA8", "\\u2028"},
      {"\xE2\x80\xA9", "\\u2029"},
      {"\xEF\xBB\xBF", "\\ufeff"},
      {"\x7F", "\\u007f"},
  }};
  for (const auto& [special, escape] : kEscapes) {
    for (std::size_t at = 0; (at = quoted.find(special, at)) != std::string::npos;) {
      quoted.replace(at, special.size(), escape);
    }
  }
  return quoted;
}

std::string one_line_text(std::string_view text) {
  if (may_be_plain(text)) return std::string(text);
  return may_be_single_quoted(text) ? single_quoted(text) : double_quoted(text);
}

/// Numbers keep their text where every reader takes it for the same number.
std::string number_text(const Node& number) {
  const bool is_as_read = number.kind == kind_of_plain_scalar(number.text) &&
                          number.text.find_first_not_of("0123456789.eE+-") == std::string::npos;
  const bool is_integer = number.kind == Node::Kind::kInteger;
  std::string text = is_integer || !is_as_read ? value_text(number) : number.text;
  if (is_integer) return text;
  const std::size_t exponent = text.find_first_of("eE");
  if (exponent != std::string::npos && !contains(text, ".")) text.insert(exponent, ".0");
  return text;
}

/// Appends to one text; recursion is bounded by the depth that the readers allow.
class Writer {
 public:
  std::string take() { return std::move(out_); }

  /// Writes `value` after "key:" or "-" on the current line, or below it.
  void value_after_mark(const Node& value, std::size_t indent) {
    if (!value.members.empty()) {
      out_ += '\n';
      map(value, indent + kIndent);
    } else if (!value.items.empty()) {
      out_ += '\n';
      list(value, indent + kIndent);
    } else {
      out_ += ' ';
      scalar(value, indent + kIndent);
    }
  }

  void map(const Node& value, std::size_t indent, bool first_line_is_indented = false) {
    for (const Node::Member& member : value.members) {
      if (!first_line_is_indented) out_.append(indent, ' ');
      first_line_is_indented = false;
      key(member.name, indent);
      value_after_mark(member.value, indent);
    }
  }

  void list(const Node& value, std::size_t indent) {
    for (const Node& item : value.items) {
      out_.append(indent, ' ');
      out_ += '-';
      if (!item.members.empty()) {
        out_ += ' ';
        map(item, indent + kIndent, true);
      } else {
        value_after_mark(item, indent);
      }
    }
  }

  void scalar(const Node& value, std::size_t indent) {
    switch (value.kind) {
      case Node::Kind::kString:
        return text(value.text, indent);
      case Node::Kind::kInteger:
      case Node::Kind::kFloat:
        out_ += number_text(value);
        break;
      case Node::Kind::kNull:
        out_ += "null";
        break;
      case Node::Kind::kBoolean:
        out_ += value_text(value);
        break;
      case Node::Kind::kList:
        out_ += "[]";
        break;
      case Node::Kind::kMap:
        out_ += "{}";
        break;
    }
    out_ += '\n';
  }

 private:
  void key(const std::string& name, std::size_t indent) {
    const std::string text = name.empty() ? "''" : one_line_text(name);
    if (text.size() <= kMaxPlainKey) {
      out_ += text + ':';
    } else {
      out_ += "? " + text + '\n';
      out_.append(indent, ' ');
      out_ += ':';
    }
  }

  void text(const std::string& value, std::size_t indent) {
    if (may_be_literal(value)) {
      literal(value, indent);
    } else {
      out_ += one_line_text(value) + '\n';
    }
  }

  void literal(std::string_view value, std::size_t indent) {
    const std::string_view chomping =
        !value.ends_with('\n') ? "-" : (value.ends_with("\n\n") ? "+" : "");
    out_ += fmt::format("|{}\n", chomping);
    while (!value.empty()) {
      const std::size_t end = std::min(value.find('\n'), value.size());
      if (end > 0) out_.append(indent, ' ').append(value.substr(0, end));
      out_ += '\n';
      value.remove_prefix(std::min(end + 1, value.size()));
    }
  }

  std::string out_;
};

}  // namespace

std::string to_yaml(const Node& value) {
  Writer writer;
  if (!value.members.empty()) {
    writer.map(value, 0);
  } else if (!value.items.empty()) {
    writer.list(value, 0);
  } else {
    writer.scalar(value, kIndent);
  }
  return writer.take();
}

}  // namespace ssm
