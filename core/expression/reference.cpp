// SPDX-License-Identifier: Apache-2.0
#include "core/expression/reference.h"

#include <set>

#include "core/base/text.h"

namespace ssm {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_word);
}

/// Names joined by single dots.
bool is_dotted_name(std::string_view text) {
  const auto parts = split(text, '.');
  return std::all_of(parts.begin(), parts.end(), is_name);
}

/// "name", "/path/name", with ":version" or ":label".
bool is_parameter_store_name(std::string_view text) {
  const auto is_allowed = [](char c) { return is_word(c) || c == '.' || c == '-' || c == '/'; };
  const auto parts = split(text, ':');
  return parts.size() <= 2 && std::all_of(parts.begin(), parts.end(), [&](const auto& part) {
           return !part.empty() && std::all_of(part.begin(), part.end(), is_allowed);
         });
}

struct Prefix {
  std::string_view text;
  Reference::Kind kind;
  bool (*is_valid)(std::string_view);
};
constexpr Prefix kPrefixes[] = {
    {"global:", Reference::Kind::kGlobal, is_name},
    {"automation:", Reference::Kind::kAutomation, is_name},
    {"variable:", Reference::Kind::kVariable, is_name},
    {"ssm:", Reference::Kind::kParameterStore, is_parameter_store_name},
};

/// The reference that the text between two pairs of braces is, if it fits the grammar.
std::optional<Reference> parse_reference(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return std::nullopt;
  text = text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
  for (const auto& [prefix, kind, is_valid] : kPrefixes) {
    if (!text.starts_with(prefix)) continue;
    text.remove_prefix(prefix.size());
    if (!is_valid(text)) return std::nullopt;
    return Reference{kind, std::string(text), {}};
  }
  if (!is_dotted_name(text)) return std::nullopt;
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos)
    return Reference{Reference::Kind::kParameter, std::string(text), {}};
  return Reference{Reference::Kind::kStepOutput, std::string(text.substr(0, dot)),
                   std::string(text.substr(dot + 1))};
}

}  // namespace

std::string Reference::text() const {
  if (kind == Kind::kStepOutput) return name + "." + output;
  for (const Prefix& prefix : kPrefixes)
    if (prefix.kind == kind) return std::string(prefix.text) + name;
  return name;
}

std::vector<FoundReference> find_references(std::string_view text) {
  std::vector<FoundReference> found;
  std::size_t at = text.find("{{");
  while (at != std::string_view::npos) {
    const std::size_t brace = text.find_first_of("{}", at + 2);
    if (brace == std::string_view::npos) break;
    std::size_t next = text[brace] == '{' ? at + 1 : brace + 1;
    if (text.substr(brace, 2) == "}}") {
      next = brace + 2;
      if (auto reference = parse_reference(text.substr(at + 2, brace - at - 2)))
        found.push_back({std::move(*reference), at, next});
    }
    at = text.find("{{", next);
  }
  return found;
}

std::vector<Reference> find_references_in(const Json& value) {
  std::vector<Reference> references;
  std::set<std::string> seen;
  std::vector<const Json*> rest{&value};
  while (!rest.empty()) {
    const Json& node = *rest.back();
    rest.pop_back();
    if (node.is_string()) {
      for (FoundReference& found : find_references(node.get_ref<const std::string&>()))
        if (seen.insert(found.reference.text()).second)
          references.push_back(std::move(found.reference));
    } else if (node.is_structured()) {
      const auto first = rest.size();
      for (const Json& child : node) rest.push_back(&child);
      std::reverse(rest.begin() + static_cast<std::ptrdiff_t>(first), rest.end());
    }
  }
  return references;
}

}  // namespace ssm
