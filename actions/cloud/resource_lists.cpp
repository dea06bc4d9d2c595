// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/resource.h"

#include <array>
#include <span>

namespace ssm::cloud {

/// The list that a file of this folder defines; the row is its declaration, too.
#define RESOURCE_LIST(symbol)         \
  [] {                                \
    extern const ResourceList symbol; \
    return &symbol;                   \
  }()

/// One row for each list, in the order in which an account is shown.
constexpr std::array kResourceLists = {
    RESOURCE_LIST(kStackList),
    RESOURCE_LIST(kNewStackList),
    RESOURCE_LIST(kFunctionList),
    RESOURCE_LIST(kStateMachineList),
    RESOURCE_LIST(kMachineExecutionList),
    RESOURCE_LIST(kAlarmList),
    RESOURCE_LIST(kQueueList),
    RESOURCE_LIST(kDbInstanceList),
    RESOURCE_LIST(kDbClusterList),
    RESOURCE_LIST(kDbSnapshotList),
    RESOURCE_LIST(kReplicationGroupList),
    RESOURCE_LIST(kCacheClusterList),
    RESOURCE_LIST(kWarehouseList),
    RESOURCE_LIST(kTableList),
    RESOURCE_LIST(kFindingList),
    RESOURCE_LIST(kGroupList),
    RESOURCE_LIST(kBucketList),
    RESOURCE_LIST(kRoleList),
    RESOURCE_LIST(kProfileList),
    RESOURCE_LIST(kSubnetList),
    RESOURCE_LIST(kRefreshList),
    RESOURCE_LIST(kLaunchConfigurationList),
    RESOURCE_LIST(kGlobalClusterList),
    RESOURCE_LIST(kStreamApplicationList),
    RESOURCE_LIST(kQueryList),
    RESOURCE_LIST(kWorkGroupList),
    RESOURCE_LIST(kDataSetList),
    RESOURCE_LIST(kDataSourceList),
    RESOURCE_LIST(kFileSystemList),
    RESOURCE_LIST(kBalancerList),
    RESOURCE_LIST(kEcsServiceList),
    RESOURCE_LIST(kExperimentList),
    RESOURCE_LIST(kExperimentTemplateList),
};

#undef RESOURCE_LIST

std::span<const ResourceList* const> resource_lists() {
  return kResourceLists;
}

}  // namespace ssm::cloud
