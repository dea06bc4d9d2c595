// SPDX-License-Identifier: Apache-2.0
#include "cli/skeleton.h"

#include <vector>

namespace ssm {
namespace {

constexpr int kMaxSkeletonDepth =
    12;  // deeper than any shape of the model that does not contain itself

constexpr std::string_view kNoName;  // values of maps have none

/// `name`: of the member or item; strings of a sample answer hold it. nullptr: for a request.
Json sample(const Shape& shape, const std::string_view* name, std::vector<const Shape*>& above) {
  bool recursive = std::find(above.begin(), above.end(), &shape) != above.end();
  if (recursive || above.size() > kMaxSkeletonDepth) return Json::object();
  above.push_back(&shape);
  Json result;
  switch (shape.kind) {
    case Shape::Kind::kString:
      result = name != nullptr        ? *name
               : shape.values.empty() ? std::string_view()
                                      : shape.values.front();
      break;
    case Shape::Kind::kInteger:
    case Shape::Kind::kLong:
      result = 0;
      break;
    case Shape::Kind::kBoolean:
      result = true;
      break;
    case Shape::Kind::kTimestamp:
      result = kSampleTime;
      break;
    case Shape::Kind::kList:
      result = Json::array();
      result.push_back(
          sample(*shape.element, name != nullptr ? &shape.element->name : nullptr, above));
      break;
    case Shape::Kind::kMap:
      result = Json::object();
      result["KeyName"] = sample(*shape.element, name != nullptr ? &kNoName : nullptr, above);
      break;
    case Shape::Kind::kStructure:
      result = Json::object();
      for (const MemberShape& member : shape.members)
        result[std::string(member.name)] =
            sample(shape_of(member), name != nullptr ? &member.name : nullptr, above);
      break;
  }
  above.pop_back();
  return result;
}

}  // namespace

Json input_skeleton(const Shape& input) {
  std::vector<const Shape*> above;
  return sample(input, nullptr, above);
}

Json output_skeleton(const Shape& output) {
  std::vector<const Shape*> above;
  return sample(output, &output.name, above);
}

}  // namespace ssm
