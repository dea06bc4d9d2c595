// SPDX-License-Identifier: Apache-2.0
#include "core/expression/jsonpath.h"

#include "core/expression/jsonpath_syntax.h"

namespace ssm {

Result<JsonPath> JsonPath::parse(std::string_view text) {
  TRY_ASSIGN(auto segments, jsonpath::parse_segments(text));
  JsonPath path;
  path.text_ = text;
  path.segments_ = std::make_shared<const std::vector<Segment>>(std::move(segments));
  return path;
}

bool JsonPath::is_definite() const {
  return jsonpath::is_definite(*segments_);
}

Result<std::optional<Json>> JsonPath::select(const Json& root) const {
  jsonpath::Work work;
  auto selected = jsonpath::select_from(*segments_, root, root, work);
  if (!selected) return failure("JsonPath", selected.error().message);
  return selected;
}

}  // namespace ssm
