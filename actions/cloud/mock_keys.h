// SPDX-License-Identifier: Apache-2.0
#pragma once
// What may stand in a mock file, beside numbers of uses: read by its reader and by its JSON Schema.

#include "core/document/document_keys.h"

namespace ssm::mock_keys {

using Value = DocumentKey::Value;

inline constexpr DocumentKey kFile[] = {
    {"strict", Value::kBoolean, "A call that no mock answers ends the execution."},
    {"mocks", Value::kList, "The mocks; the first that answers, answers."},
};
inline constexpr DocumentKey kMock[] = {
    {"call", Value::kText, "The API operation it answers for: ec2:DescribeInstances."},
    {"step", Value::kText, "The step it stands in for; with call: only calls of that step."},
    {"when", Value::kMap, "Members that the parameters must have."},
    {"Return", Value::kMap, "The response; of a step with Throw: what it has when it fails."},
    {"Throw", Value::kMap, "The error."},
    {"After", Value::kText, "Of a step: how long it takes, ISO 8601."},
};
inline constexpr DocumentKey kAnswer[] = {
    {"Return", Value::kMap, "The response; of a step with Throw: what it has when it fails."},
    {"Throw", Value::kMap, "The error."},
    {"After", Value::kText, "Of a step: how long it takes, ISO 8601."},
};
inline constexpr DocumentKey kThrow[] = {
    {"Error", Value::kText, "The code of the error; of a step TimedOut: it timed out.", true},
    {"Cause", Value::kText, "The message."},
    {"HttpStatus", Value::kCount, "Of a call: the status of the response; else 400."},
};

}  // namespace ssm::mock_keys
