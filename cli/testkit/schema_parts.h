// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.h"

namespace ssm {

/// Collects the properties of a map that has no others.
class SchemaRecord {
 public:
  void add(std::string_view name, Json schema, std::string_view doc, bool required);
  Json finish();

 private:
  Json properties_ = Json::object();
  Json required_ = Json::array();
};

/// {"$ref": "#/$defs/NAME"}.
Json schema_reference(std::string_view name);

/// `root` as a schema of its own, draft 2020-12, with its `parts` under $defs.
Json whole_schema(std::string_view title, Json root, Json parts = Json::object());

}  // namespace ssm
