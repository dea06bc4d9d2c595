// SPDX-License-Identifier: Apache-2.0
#include "actions/registry.h"

#include <algorithm>
#include <array>

namespace ssm {

/// The action that a file of this folder defines; the row is its declaration, too.
#define ACTION(symbol)          \
  [] {                          \
    extern const Action symbol; \
    return &symbol;             \
  }()

/// One row for each action, by name ascending: they are searched.
constexpr std::array kActions = {
    ACTION(kApproveAction),
    ACTION(kAssertAwsResourcePropertyAction),
    ACTION(kAssertAzureResourcePropertyAction),
    ACTION(kAssertGcpResourcePropertyAction),
    ACTION(kBranchAction),
    ACTION(kChangeInstanceStateAction),
    ACTION(kCopyImageAction),
    ACTION(kCreateImageAction),
    ACTION(kCreateStackAction),
    ACTION(kCreateTagsAction),
    ACTION(kDeleteImageAction),
    ACTION(kDeleteStackAction),
    ACTION(kExecuteAutomationAction),
    ACTION(kExecuteAwsApiAction),
    ACTION(kExecuteAzureApiAction),
    ACTION(kExecuteGcpApiAction),
    ACTION(kExecuteScriptAction),
    ACTION(kExecuteStateMachineAction),
    ACTION(kInstallDistributorPackageOnAzureAction),
    ACTION(kInvokeLambdaFunctionAction),
    ACTION(kInvokeWebhookAction),
    ACTION(kLoopAction),
    ACTION(kPauseAction),
    ACTION(kPutServerUpgradeMetricsAction),
    ACTION(kRunCommandAction),
    ACTION(kRunInstancesAction),
    ACTION(kShareSqlMediaAction),
    ACTION(kSleepAction),
    ACTION(kUpdateVariableAction),
    ACTION(kWaitForAwsResourcePropertyAction),
    ACTION(kWaitForAzureResourcePropertyAction),
    ACTION(kWaitForGcpResourcePropertyAction),
};

#undef ACTION

constexpr auto kActionSpecs = [] {
  std::array<const ActionSpec*, kActions.size()> specs{};
  std::ranges::transform(kActions, specs.begin(), [](const Action* one) { return &one->spec; });
  return specs;
}();
constexpr ActionCatalog kActionCatalog(kActionSpecs);

const ActionCatalog& action_catalog() {
  return kActionCatalog;
}

const Action* find_action(std::string_view name) {
  const auto* const found = std::ranges::lower_bound(
      kActions, name, {}, [](const Action* one) { return one->spec.name; });
  const bool is_there =
      found != kActions.end() && (*found)->spec.name == name && (*found)->advance != nullptr;
  return is_there ? *found : nullptr;
}

}  // namespace ssm
