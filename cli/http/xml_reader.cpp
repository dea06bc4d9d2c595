// SPDX-License-Identifier: Apache-2.0
#include "cli/http/xml_reader.h"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::string_view kXmlBlanks = " \t\r\n";

/// A character by its number; empty: XML has none.
std::string xml_character(std::uint32_t code) {
  constexpr std::uint32_t kLastCode = 0x10FFFF;
  constexpr std::uint32_t kContinued = 0x80;
  constexpr std::uint32_t kSixBits = 0x3F;
  const bool is_control = code < ' ' && code != '\t' && code != '\n' && code != '\r';
  const bool is_half = code >= 0xD800 && code <= 0xDFFF;
  if (is_control || is_half || code > kLastCode) return {};
  const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
  if (code < kContinued) return {byte(code)};
  const char last = byte(kContinued | (code & kSixBits));
  if (code < 0x800) return {byte(0xC0 | (code >> 6)), last};
  const char third = byte(kContinued | ((code >> 6) & kSixBits));
  if (code < 0x10000) return {byte(0xE0 | (code >> 12)), third, last};
  return {byte(0xF0 | (code >> 18)), byte(kContinued | ((code >> 12) & kSixBits)), third, last};
}

/// What stands between & and ;.
std::optional<std::string> xml_entity(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, char>, 5> kNamed = {
      {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};
  for (const auto& [known, character] : kNamed)
    if (name == known) return std::string(1, character);
  constexpr std::size_t kMostDigits = 8;
  if (!name.starts_with('#') || name.size() < 2 || name.size() > kMostDigits) return std::nullopt;
  const bool is_hex = name[1] == 'x';
  std::uint32_t code = 0;
  const std::string digits = to_lower(name.substr(is_hex ? 2 : 1));
  for (const char c : digits) {
    const std::size_t value = std::string_view("0123456789abcdef").find(c);
    if (value == std::string_view::npos || (!is_hex && value > 9)) return std::nullopt;
    code = code * (is_hex ? 16 : 10) + static_cast<std::uint32_t>(value);
  }
  std::string text = digits.empty() ? std::string() : xml_character(code);
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

class XmlReader {
 public:
  XmlReader(std::string_view text, const XmlLimits& limits) : rest_(text), limits_(limits) {}

  Result<XmlElement> document() {
    TRY(skip_around_root());
    XmlElement root;
    TRY(element(root, 1));
    TRY(skip_around_root());
    if (!rest_.empty()) return malformed("there is something after the root element");
    return root;
  }

 private:
  static tl::unexpected<Error> malformed(std::string_view what) {
    return failure("MalformedXML",
                   fmt::format("The XML you provided was not well-formed or did not validate "
                               "against our published schema: {}",
                               what));
  }

  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  void skip_blanks() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(kXmlBlanks), rest_.size()));
  }

  /// What stands before `end`, which is taken too.
  Result<std::string_view> up_to(std::string_view end) {
    const std::size_t at = rest_.find(end);
    if (at == std::string_view::npos) return malformed(fmt::format("{} is missing", end));
    const std::string_view found = rest_.substr(0, at);
    rest_.remove_prefix(at + end.size());
    return found;
  }

  /// Declarations, comments and blanks.
  Completed skip_around_root() {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    take(kMark);
    for (;;) {
      skip_blanks();
      if (take("<?"))
        TRY(up_to("?>"));
      else if (take("<!--"))
        TRY(up_to("-->"));
      else
        return {};
    }
  }

  Result<std::string> name() {
    const std::size_t end = std::min(rest_.find_first_of(" \t\r\n=/><\"'&"), rest_.size());
    if (end == 0) return malformed("a name is missing");
    std::string found(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return found;
  }

  Result<std::string> decoded(std::string_view text) const {
    std::string result;
    for (std::size_t at = 0;;) {
      const std::size_t mark = text.find('&', at);
      result += text.substr(at, mark - at);
      if (mark == std::string_view::npos) return result;
      const std::size_t end = text.find(';', mark);
      const auto known = end == std::string_view::npos
                             ? std::nullopt
                             : xml_entity(text.substr(mark + 1, end - mark - 1));
      if (!known) return malformed("an & begins nothing that is known");
      result += *known;
      at = end + 1;
    }
  }

  Completed attributes(XmlElement& element) {
    for (;;) {
      skip_blanks();
      if (rest_.empty() || rest_.front() == '>' || rest_.front() == '/') return {};
      TRY_ASSIGN(std::string key, name());
      skip_blanks();
      if (!take("=")) return malformed(fmt::format("the attribute {} has no value", key));
      skip_blanks();
      const bool is_double = take("\"");
      if (!is_double && !take("'"))
        return malformed(fmt::format("the value of the attribute {} has no quotes", key));
      TRY_ASSIGN(const std::string_view raw, up_to(is_double ? "\"" : "'"));
      TRY_ASSIGN(std::string value, decoded(raw));
      element.attributes.emplace_back(std::move(key), std::move(value));
    }
  }

  Completed element(XmlElement& element, std::size_t depth) {
    if (depth > limits_.depth || ++elements_ > limits_.elements)
      return malformed("it has more elements than are accepted");
    if (!take("<")) return malformed("an element is missing");
    TRY_ASSIGN(const std::string whole, name());
    element.name = whole.substr(whole.rfind(':') + 1);
    TRY(attributes(element));
    if (take("/>")) return {};
    if (!take(">")) return malformed(fmt::format("the tag of {} has no end", whole));
    TRY(content(element, depth));
    if (!take(whole)) return malformed(fmt::format("{} is not closed", whole));
    skip_blanks();
    return take(">") ? Completed() : Completed(malformed("a tag has no end"));
  }

  /// Up to the name in the end tag.
  Completed content(XmlElement& element, std::size_t depth) {
    for (;;) {
      const std::size_t tag = rest_.find('<');
      if (tag == std::string_view::npos)
        return malformed(fmt::format("{} is not closed", element.name));
      TRY_ASSIGN(const std::string text, decoded(rest_.substr(0, tag)));
      element.text += text;
      rest_.remove_prefix(tag);
      if (take("</")) return {};
      if (take("<!--")) {
        TRY(up_to("-->"));
      } else if (take("<![CDATA[")) {
        TRY_ASSIGN(const std::string_view raw, up_to("]]>"));
        element.text += raw;
      } else {
        TRY(this->element(element.children.emplace_back(), depth + 1));
      }
    }
  }

  std::string_view rest_;
  const XmlLimits& limits_;
  std::size_t elements_ = 0;
};

}  // namespace

Result<XmlElement> read_xml(std::string_view text, const XmlLimits& limits) {
  if (!is_valid_utf8(text)) return failure("MalformedXML", "The body is not text in UTF-8.");
  return XmlReader(text, limits).document();
}

}  // namespace ssm
