// SPDX-License-Identifier: Apache-2.0
#include "core/engine/action.h"

namespace ssm {
namespace {

using Type = InputSpec::Type;

constexpr InputSpec kInvokeWebhookInputs[] = {
    {"IntegrationName", Type::kString, true, "The name of the webhook integration"},
    {"Body", Type::kString, false, "What is sent"},
};
constexpr std::string_view kInvokeWebhookOutputs[] = {"Response", "ResponseCode", "OutputPayload"};

constexpr ActionSpec kInvokeWebhookSpec = {
    .name = "aws:invokeWebhook",
    .doc = "Calls a webhook integration.",
    .inputs = kInvokeWebhookInputs,
    .outputs = kInvokeWebhookOutputs,
};

}  // namespace

extern constinit const Action kInvokeWebhookAction{kInvokeWebhookSpec};

}  // namespace ssm
