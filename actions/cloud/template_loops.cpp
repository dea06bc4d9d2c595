// SPDX-License-Identifier: Apache-2.0
// Source: the CloudFormation Template Reference, "Fn::ForEach".
#include "actions/cloud/template_loops.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "actions/cloud/cloudformation_template.h"
#include "actions/cloud/template_parameters.h"
#include "core/base/text.h"
#include "core/document/structure_reader.h"

namespace ssm::cloud {
namespace {

constexpr std::string_view kLoop = "Fn::ForEach::";
constexpr std::int64_t kMostLoopText = 4'000'000;  // bytes that all loops bring together
constexpr std::size_t kLongestLoopItem = 1'000;
constexpr int kDeepestInLoops = 100;

bool has_language_extensions(const Json& body) {
  const Json* transform = find_member(body, "Transform");
  if (transform == nullptr) return false;
  if (!transform->is_array()) return *transform == "AWS::LanguageExtensions";
  return std::ranges::find(*transform, Json("AWS::LanguageExtensions")) != transform->end();
}

/// One round: what the variable stands for.
struct LoopRound {
  std::string variable;
  std::string item;
};

std::string with_each_replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

std::string in_round(std::string text, const LoopRound& round) {
  text = with_each_replaced(std::move(text), "${" + round.variable + "}", round.item);
  std::string plain = round.item;
  std::erase_if(plain, [](char c) {
    return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c));
  });
  return with_each_replaced(std::move(text), "&{" + round.variable + "}", plain);
}

Json in_round(const Json& value, const LoopRound& round) {
  if (value.is_string()) return in_round(value.get<std::string>(), round);
  if (!value.is_structured()) return value;
  if (value.is_object() && value.size() == 1 && string_member(value, "Ref") == round.variable)
    return round.item;
  Json written = value.is_array() ? Json::array() : Json::object();
  if (value.is_array())
    for (const Json& item : value) written.push_back(in_round(item, round));
  else
    for (const auto& [name, item] : value.items())
      written[in_round(name, round)] = in_round(item, round);
  return written;
}

class LoopWriter {
 public:
  LoopWriter(const Json& body, const Json& parameters) : body_(body), parameters_(parameters) {}

  Json written(const Json& value, int depth) {
    if (!value.is_structured() || depth > kDeepestInLoops) return value;
    if (value.is_array()) {
      Json list = Json::array();
      for (const Json& item : value) list.push_back(written(item, depth + 1));
      return list;
    }
    Json map = Json::object();
    for (const auto& [name, item] : value.items())
      if (!name.starts_with(kLoop) || !write_loop(item, map, depth))
        map[name] = written(item, depth + 1);
    return map;
  }

 private:
  std::optional<std::vector<std::string>> items_of_loop(const Json& given) const {
    Json list = given;
    if (const std::string name = string_member(given, "Ref"); !name.empty())
      if (const Json* text = find_member(parameters_, name))
        list = referred_template_parameter(section_of(body_, "Parameters")[name],
                                           text->get<std::string>());
    if (!list.is_array()) return std::nullopt;
    std::vector<std::string> items;
    for (const Json& item : list) {
      if (item.is_structured()) return std::nullopt;
      items.push_back(to_embedded_text(item));
      if (items.back().size() > kLongestLoopItem) return std::nullopt;
    }
    return items;
  }

  /// [variable, items, {name: value}]; false: it cannot be told what it brings.
  bool write_loop(const Json& loop, Json& map, int depth) {
    if (!loop.is_array() || loop.size() != 3 || !loop[0].is_string() || !loop[2].is_object())
      return false;
    const auto items = items_of_loop(loop[1]);
    if (!items) return false;
    const auto length = static_cast<std::int64_t>(to_text(loop[2]).size());
    for (const std::string& item : *items) {
      if ((text_left_ -= length) < 0) return false;
      const Json brought =
          written(in_round(loop[2], LoopRound{loop[0].get<std::string>(), item}), depth + 1);
      for (const auto& [name, value] : brought.items()) map[name] = value;
    }
    return true;
  }

  const Json& body_;
  const Json& parameters_;
  std::int64_t text_left_ = kMostLoopText;
};

}  // namespace

bool is_template_loop(const Json& body, std::string_view name, const Json& value) {
  return name.starts_with(kLoop) && value.is_array() && has_language_extensions(body);
}

Json without_template_loops(const Json& body, const Json& parameters) {
  return has_language_extensions(body) ? LoopWriter(body, parameters).written(body, 0) : body;
}

}  // namespace ssm::cloud
