// SPDX-License-Identifier: Apache-2.0
#pragma once
// The properties of a runbook: one table for each kind of map, read by the reader and by the JSON
// Schema.

#include <span>
#include <string_view>
#include <vector>

namespace ssm {

/// A property of a document, parameter, step or output.
struct DocumentKey {
  /// What may stand there; kText and kBoolean as the reader takes them: any scalar, "true" as text.
  enum class Value {
    kText,
    kBoolean,
    kCount,     // a whole number or text that holds one, at least 0
    kAttempts,  // the same, at least 1
    kTimeout,   // the same, or a reference
    kSchemaVersion,
    kParameters,
    kVariables,
    kSteps,
    kNames,  // a list of texts
    kMap,
    kAction,
    kInputs,
    kOutputs,
    kOnFailure,
    kOnCancel,
    kValueType,
    kList,
    kAnything,
  };
  std::string_view name;
  Value value = Value::kAnything;
  std::string_view doc;  // one sentence
  bool required = false;
};

std::span<const DocumentKey> document_keys();
/// Those of a change template that a runbook has not.
std::span<const DocumentKey> change_template_keys();
/// Of parameters and of variables.
std::span<const DocumentKey> parameter_keys();
std::span<const DocumentKey> step_keys();
/// Of the outputs that a step declares.
std::span<const DocumentKey> output_keys();

/// What the type of a parameter, variable or output can be: "String", "List<...>" and so on.
std::vector<std::string_view> value_type_names();

}  // namespace ssm
