// SPDX-License-Identifier: Apache-2.0
#include "core/expression/reference.h"

#include <set>

#include "core/base/text.h"

namespace ssm {
namespace {

constexpr int kMaxDepth = 200;
// References are short and values may be long: a document could ask for any amount of text.
constexpr std::size_t kMaxInsertedBytes = 16 * 1024 * 1024;

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

/// The reference that the whole text is, blanks around it aside.
std::optional<Reference> only_reference(std::string_view text,
                                        const std::vector<FoundReference>& found) {
  if (found.size() != 1) return std::nullopt;
  const FoundReference& only = found.front();
  if (only.end - only.begin != trim(text).size()) return std::nullopt;
  return only.reference;
}

class Expansion {
 public:
  Expansion(const Resolver& resolver, WhenMissing when_missing)
      : resolver_(resolver), when_missing_(when_missing) {}

  Result<Json> expand(const Json& value, int depth) {
    if (depth > kMaxDepth)
      return failure("ReferenceLimit", "the value is nested too deeply to look for references");
    if (value.is_string()) return expand_text(value.get_ref<const std::string&>());
    if (value.is_array()) return expand_list(value, depth);
    if (!value.is_object()) return value;
    Json::object_t members;
    members.reserve(value.size());
    for (const auto& [name, member] : value.get_ref<const Json::object_t&>()) {
      TRY_ASSIGN(Json expanded, expand(member, depth + 1));
      members.emplace_back(name, std::move(expanded));
    }
    return members;
  }

 private:
  Result<Json> expand_list(const Json& list, int depth) {
    Json result = Json::array();
    for (const Json& item : list) {
      TRY_ASSIGN(Json expanded, expand(item, depth + 1));
      // Text never expands to a list unless all of it is one reference.
      if (item.is_string() && expanded.is_array())
        for (Json& element : expanded) result.push_back(std::move(element));
      else
        result.push_back(std::move(expanded));
    }
    return result;
  }

  Result<Json> expand_text(const std::string& text) {
    const auto found = find_references(text);
    if (found.empty()) return text;
    if (const auto only = only_reference(text, found)) {
      TRY_ASSIGN(std::optional<Json> value, value_of(*only, text));
      return value ? std::move(*value) : Json();
    }
    std::string expanded;
    std::size_t done = 0;
    for (const FoundReference& part : found) {
      const std::string written = text.substr(part.begin, part.end - part.begin);
      TRY_ASSIGN(const std::optional<Json> value, value_of(part.reference, written));
      if (!value) return nullptr;
      expanded.append(text, done, part.begin - done);
      if (!value->is_null()) expanded += to_embedded_text(*value);
      done = part.end;
    }
    return expanded.append(text, done);
  }

  /// nullopt: it has none, and WhenMissing::kNull says what becomes of that.
  Result<std::optional<Json>> value_of(const Reference& reference, const std::string& written) {
    std::optional<Json> value = resolver_(reference);
    if (!value && when_missing_ == WhenMissing::kKeep) return written;
    if (!value && when_missing_ == WhenMissing::kFail)
      return failure("UnresolvedReference", reference.text());
    if (!value) return std::nullopt;
    inserted_ += value->is_structured() || value->is_string() ? to_embedded_text(*value).size() : 8;
    if (inserted_ > kMaxInsertedBytes)
      return failure("ReferenceLimit", "the values of all references together are too long");
    return value;
  }

  const Resolver& resolver_;
  WhenMissing when_missing_;
  std::size_t inserted_ = 0;
};

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

Result<Json> expand(const Json& value, const Resolver& resolver, WhenMissing when_missing) {
  return Expansion(resolver, when_missing).expand(value, 0);
}

}  // namespace ssm
