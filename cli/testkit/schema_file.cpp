// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/schema_file.h"

#include "cli/testkit/schema_parts.h"

namespace ssm {
namespace {

using testkit::FileKey;
using testkit::FileShape;
using ShapeKind = FileShape::Kind;

Json text_schema(const FileShape& shape) {
  if (shape.values == nullptr) return {{"type", Json::array({"string", "number", "boolean"})}};
  Json values = Json::array();
  for (const std::string_view value : shape.values->values) values.push_back(value);
  return {{"enum", std::move(values)}};
}

Json record_schema(const FileShape& shape) {
  SchemaRecord record;
  for (const FileKey& key : shape.keys)
    record.add(key.name, file_schema(*key.shape), key.doc, key.is_required && !shape.is_partial);
  return record.finish();
}

Json any_of(const FileShape& shape) {
  Json parts = Json::array();
  for (const FileShape* part : shape.parts) parts.push_back(file_schema(*part));
  return {{"anyOf", std::move(parts)}};
}

}  // namespace

Json file_schema(const FileShape& shape) {
  switch (shape.kind) {
    case ShapeKind::kText:
      return text_schema(shape);
    case ShapeKind::kDuration:
      return {{"type", "string"}, {"pattern", "^P"}};
    case ShapeKind::kCall:
      return {{"type", "string"}, {"pattern", "^[^:]+:[^:]+$"}};
    case ShapeKind::kCount:
      return {{"type", "integer"}, {"minimum", shape.least}, {"maximum", shape.most}};
    case ShapeKind::kBoolean:
      return {{"type", "boolean"}};
    case ShapeKind::kNull:
      return {{"type", "null"}};
    case ShapeKind::kAnything:
      return Json::object();
    case ShapeKind::kMapOf:
      return {{"type", "object"}, {"additionalProperties", file_schema(*shape.parts[0])}};
    case ShapeKind::kListOf:
      return {{"type", "array"}, {"items", file_schema(*shape.parts[0])}};
    case ShapeKind::kRecord:
      return record_schema(shape);
    case ShapeKind::kEither:
    case ShapeKind::kVariant:
      return any_of(shape);
  }
  return Json::object();
}

}  // namespace ssm
