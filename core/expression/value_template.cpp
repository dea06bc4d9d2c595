// SPDX-License-Identifier: Apache-2.0
#include "core/expression/value_template.h"

#include <unordered_map>

#include "core/base/text.h"

namespace ssm {
namespace {

constexpr int kMaxDepth = 200;
// References are short and values may be long: a document could ask for any amount of text.
constexpr std::size_t kMaxInsertedBytes = 16 * 1024 * 1024;

using References = std::vector<FoundReference>;

/// The references of each string that has any, by the string's address in the value.
using FoundByText = std::unordered_map<const Json*, References>;

/// Whether the whole text is one reference, blanks around it aside.
bool is_only_reference(std::string_view text, const References& found) {
  return found.size() == 1 && found.front().end - found.front().begin == trim(text).size();
}

void find_in_all(const Json& value, FoundByText& found, int depth, bool& too_deep) {
  if (depth > kMaxDepth) {
    too_deep = true;
    return;
  }
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    References references = find_references(text);
    if (references.empty()) return;
    const bool within_text = !is_only_reference(text, references);
    for (FoundReference& one : references) one.reference.within_text = within_text;
    found.emplace(&value, std::move(references));
  } else if (value.is_structured()) {
    for (const Json& child : value) find_in_all(child, found, depth + 1, too_deep);
  }
}

class Expansion {
 public:
  Expansion(const FoundByText& found, const Resolver& resolver, WhenMissing when_missing)
      : found_(found), resolver_(resolver), when_missing_(when_missing) {}

  Result<Json> expand(const Json& value) {
    if (value.is_string()) return expand_text(value);
    if (value.is_array()) return expand_list(value);
    if (!value.is_object()) return value;
    Json::object_t members;
    members.reserve(value.size());
    for (const auto& [name, member] : value.get_ref<const Json::object_t&>()) {
      TRY_ASSIGN(Json expanded, expand(member));
      members.emplace_back(name, std::move(expanded));
    }
    return members;
  }

 private:
  Result<Json> expand_list(const Json& list) {
    Json result = Json::array();
    for (const Json& item : list) {
      TRY_ASSIGN(Json expanded, expand(item));
      // Text never expands to a list unless all of it is one reference.
      if (item.is_string() && expanded.is_array())
        for (Json& element : expanded) result.push_back(std::move(element));
      else
        result.push_back(std::move(expanded));
    }
    return result;
  }

  Result<Json> expand_text(const Json& value) {
    const auto found = found_.find(&value);
    if (found == found_.end()) return value;
    const auto& text = value.get_ref<const std::string&>();
    if (!found->second.front().reference.within_text) {
      TRY_ASSIGN(std::optional<Json> only, value_of(found->second.front().reference, text));
      return only ? std::move(*only) : Json();
    }
    std::string expanded;
    std::size_t done = 0;
    for (const FoundReference& part : found->second) {
      const std::string written = text.substr(part.begin, part.end - part.begin);
      TRY_ASSIGN(const std::optional<Json> inserted, value_of(part.reference, written));
      if (!inserted) return nullptr;
      expanded.append(text, done, part.begin - done);
      if (!inserted->is_null()) expanded += to_embedded_text(*inserted);
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

  const FoundByText& found_;
  const Resolver& resolver_;
  WhenMissing when_missing_;
  std::size_t inserted_ = 0;
};

}  // namespace

struct ValueTemplate::Parsed {
  Json written;
  FoundByText found;
  bool too_deep = false;
};

ValueTemplate::ValueTemplate(Json written) {
  auto parsed = std::make_shared<Parsed>();
  parsed->written = std::move(written);
  find_in_all(parsed->written, parsed->found, 0, parsed->too_deep);
  parsed_ = std::move(parsed);
}

const Json& ValueTemplate::written() const {
  return parsed_->written;
}

bool ValueTemplate::is_literal() const {
  return parsed_->found.empty();
}

Result<Json> ValueTemplate::expand(const Resolver& resolver, WhenMissing when_missing) const {
  if (parsed_->too_deep)
    return failure("ReferenceLimit", "the value is nested too deeply to look for references");
  if (is_literal()) return written();
  return Expansion(parsed_->found, resolver, when_missing).expand(written());
}

Result<Json> expand(const Json& value, const Resolver& resolver, WhenMissing when_missing) {
  return ValueTemplate(value).expand(resolver, when_missing);
}

}  // namespace ssm
