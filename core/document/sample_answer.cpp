// SPDX-License-Identifier: Apache-2.0
#include "core/document/sample_answer.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::size_t kMostSampleNames = 100;  // no answer of an API is as deep

/// The names of "$.A.B[0].C"; an empty one stands for a list's element. Empty: more than that.
std::vector<std::string> sample_names(std::string_view selector) {
  std::vector<std::string> names;
  if (!selector.starts_with("$.") || selector.find("..") != std::string_view::npos) return names;
  for (const std::string& part : split(selector.substr(2), '.')) {
    const std::size_t bracket = part.find('[');
    if (bracket == 0 || part.empty()) return {};
    names.push_back(part.substr(0, bracket));
    if (names.back().find_first_of("*?()'\" ") != std::string::npos) return {};
    if (bracket == std::string::npos) continue;
    const auto lists = std::count(part.begin(), part.end(), '[');
    for (std::ptrdiff_t i = 0; i < lists; ++i) names.emplace_back();
  }
  if (names.size() > kMostSampleNames) return {};
  return names;
}

}  // namespace

Json blank_value(ValueType type) {
  switch (type) {
    case ValueType::kString:
      return "";
    case ValueType::kStringList:
      return Json::array({""});
    case ValueType::kInteger:
      return 0;
    case ValueType::kBoolean:
      return false;
    case ValueType::kStringMap:
      return Json::object();
    case ValueType::kMapList:
      return Json::array({Json::object()});
  }
  return "";
}

Json blank_outputs(const ActionSpec& action) {
  Json outputs = Json::object();
  for (const std::string_view name : action.outputs) outputs[std::string(name)] = "";
  return outputs;
}

void place_in_sample(Json& response, std::string_view selector, Json value) {
  Json* at = &response;
  for (const std::string& name : sample_names(selector)) {
    if (name.empty()) {
      if (!at->is_array()) *at = Json::array();
      if (at->empty()) at->push_back(nullptr);
      at = &at->front();
    } else {
      if (!at->is_object()) *at = Json::object();
      at = &(*at)[name];
    }
  }
  if (at != &response && (at->is_null() || !at->is_structured())) *at = std::move(value);
}

}  // namespace ssm
