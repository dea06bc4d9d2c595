// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/schema_parts.h"

namespace ssm {

void SchemaRecord::add(std::string_view name, Json schema, std::string_view doc, bool required) {
  if (!doc.empty()) schema["description"] = doc;
  properties_[std::string(name)] = std::move(schema);
  if (required) required_.push_back(name);
}

Json SchemaRecord::finish() {
  Json schema = {
      {"type", "object"}, {"properties", std::move(properties_)}, {"additionalProperties", false}};
  if (!required_.empty()) schema["required"] = std::move(required_);
  return schema;
}

Json schema_reference(std::string_view name) {
  return {{"$ref", "#/$defs/" + std::string(name)}};
}

Json whole_schema(std::string_view title, Json root, Json parts) {
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
  schema.update(root);
  if (!parts.empty()) schema["$defs"] = std::move(parts);
  return schema;
}

}  // namespace ssm
