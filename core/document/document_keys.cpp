// SPDX-License-Identifier: Apache-2.0
#include "core/document/document_keys.h"

namespace ssm {
namespace {

using Value = DocumentKey::Value;
constexpr bool kRequired = true;

constexpr DocumentKey kDocument[] = {
    {"schemaVersion", Value::kSchemaVersion, "The form of the document: \"0.3\" for runbooks.",
     kRequired},
    {"description", Value::kText, "What the runbook is for; Markdown is shown in the console."},
    {"assumeRole", Value::kText, "The ARN of the role that the steps act with, often a parameter."},
    {"parameters", Value::kParameters, "Inputs that can be supplied when the runbook is started."},
    {"variables", Value::kVariables,
     "Values that steps of aws:updateVariable change while it runs."},
    {"mainSteps", Value::kSteps, "The steps, in the order in which they run unless told otherwise.",
     kRequired},
    {"outputs", Value::kNames,
     "Outputs of steps that the execution shows as its own: step.Output."},
    {"files", Value::kMap, "Attached files by name, with their checksums."},
};

constexpr DocumentKey kChangeTemplate[] = {
    {"templateInformation", Value::kText, "What the change is for, and how it is done."},
    {"emergencyChange", Value::kBoolean, "Whether it may be made immediately."},
    {"autoApprovable", Value::kBoolean, "Whether it may be made without approval."},
    {"executableRunBooks", Value::kList, "The runbooks that may be requested; else any."},
};

constexpr DocumentKey kParameter[] = {
    {"type", Value::kValueType, "The type of its value.", kRequired},
    {"description", Value::kText, "What to give here."},
    {"default", Value::kAnything,
     "The value when none is given; without it the parameter must be given."},
    {"allowedValues", Value::kList, "The only values that may be given."},
    {"allowedPattern", Value::kText, "A regular expression that the value must match."},
    {"minItems", Value::kCount, "The least number of items in a list."},
    {"maxItems", Value::kCount, "The greatest number of items in a list."},
    {"minChars", Value::kCount, "The least number of characters."},
    {"maxChars", Value::kCount, "The greatest number of characters."},
    {"displayType", Value::kAnything, "How the console asks for it."},
    {"interpolationType", Value::kAnything, "How it is put into commands."},
};

constexpr DocumentKey kStep[] = {
    {"name", Value::kText, "How other steps refer to it: letters, digits and underscores.",
     kRequired},
    {"action", Value::kAction, "What the step does.", kRequired},
    {"description", Value::kText, "What the step is for."},
    {"inputs", Value::kInputs, "What the action is given."},
    {"outputs", Value::kOutputs, "Parts of the action's response that later steps use."},
    {"maxAttempts", Value::kAttempts, "How often it is tried in all before it has failed; else 1."},
    {"timeoutSeconds", Value::kTimeout, "How long one attempt may take."},
    {"onFailure", Value::kOnFailure,
     "Where it goes on after a failure: Abort, Continue or step:NAME; else Abort."},
    {"onCancel", Value::kOnCancel,
     "Where it goes on when it is cancelled: Abort or step:NAME; else Abort."},
    {"isCritical", Value::kBoolean, "Whether its failure makes the whole execution a failed one."},
    {"isEnd", Value::kBoolean, "Whether the execution ends after it."},
    {"nextStep", Value::kText, "The step that comes after it; else the next one in the list."},
};

constexpr DocumentKey kOutput[] = {
    {"Name", Value::kText, "What later steps call it: {{ step.Name }}.", kRequired},
    {"Selector", Value::kText, "The place in the response, as JSONPath: $.Reservations[0].",
     kRequired},
    {"Type", Value::kValueType, "The type of its value; else String."},
};

}  // namespace

std::span<const DocumentKey> document_keys() {
  return kDocument;
}
std::span<const DocumentKey> change_template_keys() {
  return kChangeTemplate;
}
std::span<const DocumentKey> parameter_keys() {
  return kParameter;
}
std::span<const DocumentKey> step_keys() {
  return kStep;
}
std::span<const DocumentKey> output_keys() {
  return kOutput;
}

}  // namespace ssm
