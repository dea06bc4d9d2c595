// SPDX-License-Identifier: Apache-2.0
#include "cli/waiters.h"

#include <array>

#include "cli/operation_catalog.h"

namespace ssm {
namespace waiter_tables {

using enum Acceptor::Outcome;
using enum Acceptor::When;
using std::chrono::seconds;

// AWS has no waiter for Automation; this follows the style of its others, which stand below with
// what AWS's clients accept.
constexpr std::string_view kExecutionStatus = "AutomationExecution.AutomationExecutionStatus";
constexpr std::string_view kInstanceStates = "Reservations[].Instances[].State.Name";
constexpr std::string_view kStackStatuses = "Stacks[].StackStatus";
constexpr std::string_view kVolumeStates = "Volumes[].State";
constexpr std::string_view kDbInstanceStatuses = "DBInstances[].DBInstanceStatus";
constexpr std::string_view kDbSnapshotStatuses = "DBSnapshots[].Status";
constexpr std::string_view kImageStates = "Images[].State";
constexpr std::string_view kSnapshotStates = "Snapshots[].State";
constexpr std::string_view kStatus = "Status";

constexpr Acceptor kAutomationExecutionComplete[] = {
    {kSuccess, kIs, kExecutionStatus, "Success"},
    {kSuccess, kIs, kExecutionStatus, "CompletedWithSuccess"},
    {kFailure, kIs, kExecutionStatus, "Failed"},
    {kFailure, kIs, kExecutionStatus, "TimedOut"},
    {kFailure, kIs, kExecutionStatus, "Cancelled"},
    {kFailure, kIs, kExecutionStatus, "Rejected"},
    {kFailure, kIs, kExecutionStatus, "Exited"},
    {kFailure, kIs, kExecutionStatus, "CompletedWithFailure"},
    {kFailure, kIs, kExecutionStatus, "ChangeCalendarOverrideRejected"},
};
constexpr Acceptor kInstanceExists[] = {
    {kSuccess, kIs, "length(Reservations[]) > `0`", "true"},
    {kRetry, kRefused, "", "InvalidInstanceID.NotFound"},
};
constexpr Acceptor kInstanceRunning[] = {
    {kSuccess, kEvery, kInstanceStates, "running"},
    {kFailure, kAny, kInstanceStates, "shutting-down"},
    {kFailure, kAny, kInstanceStates, "terminated"},
    {kFailure, kAny, kInstanceStates, "stopping"},
    {kRetry, kRefused, "", "InvalidInstanceID.NotFound"},
};
constexpr Acceptor kInstanceStatusOk[] = {
    {kSuccess, kEvery, "InstanceStatuses[].InstanceStatus.Status", "ok"},
    {kRetry, kRefused, "", "InvalidInstanceID.NotFound"},
};
constexpr Acceptor kInstanceStopped[] = {
    {kSuccess, kEvery, kInstanceStates, "stopped"},
    {kFailure, kAny, kInstanceStates, "pending"},
    {kFailure, kAny, kInstanceStates, "terminated"},
};
constexpr Acceptor kInstanceTerminated[] = {
    {kSuccess, kEvery, kInstanceStates, "terminated"},
    {kFailure, kAny, kInstanceStates, "pending"},
    {kFailure, kAny, kInstanceStates, "stopping"},
};
constexpr Acceptor kSystemStatusOk[] = {
    {kSuccess, kEvery, "InstanceStatuses[].SystemStatus.Status", "ok"},
};
constexpr Acceptor kImageAvailable[] = {
    {kSuccess, kEvery, kImageStates, "available"},
    {kFailure, kAny, kImageStates, "failed"},
};
constexpr Acceptor kImageExists[] = {
    {kSuccess, kIs, "length(Images[]) > `0`", "true"},
    {kRetry, kRefused, "", "InvalidAMIID.NotFound"},
};
constexpr Acceptor kSnapshotCompleted[] = {
    {kSuccess, kEvery, kSnapshotStates, "completed"},
    {kFailure, kAny, kSnapshotStates, "error"},
};
constexpr Acceptor kVolumeAvailable[] = {
    {kSuccess, kEvery, kVolumeStates, "available"},
    {kFailure, kAny, kVolumeStates, "deleted"},
};
constexpr Acceptor kVolumeDeleted[] = {
    {kSuccess, kEvery, kVolumeStates, "deleted"},
    {kSuccess, kRefused, "", "InvalidVolume.NotFound"},
};
constexpr Acceptor kVolumeInUse[] = {
    {kSuccess, kEvery, kVolumeStates, "in-use"},
    {kFailure, kAny, kVolumeStates, "deleted"},
};
constexpr Acceptor kStackExists[] = {
    {kSuccess, kAnswered, "", ""},
    {kRetry, kRefused, "", "ValidationError"},
};
constexpr Acceptor kStackCreateComplete[] = {
    {kSuccess, kEvery, kStackStatuses, "CREATE_COMPLETE"},
    {kSuccess, kEvery, kStackStatuses, "UPDATE_COMPLETE"},
    {kSuccess, kEvery, kStackStatuses, "UPDATE_IN_PROGRESS"},
    {kSuccess, kEvery, kStackStatuses, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"},
    {kSuccess, kEvery, kStackStatuses, "UPDATE_FAILED"},
    {kSuccess, kEvery, kStackStatuses, "UPDATE_ROLLBACK_IN_PROGRESS"},
    {kSuccess, kEvery, kStackStatuses, "UPDATE_ROLLBACK_FAILED"},
    {kSuccess, kEvery, kStackStatuses, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"},
    {kSuccess, kEvery, kStackStatuses, "UPDATE_ROLLBACK_COMPLETE"},
    {kFailure, kAny, kStackStatuses, "CREATE_FAILED"},
    {kFailure, kAny, kStackStatuses, "DELETE_COMPLETE"},
    {kFailure, kAny, kStackStatuses, "DELETE_FAILED"},
    {kFailure, kAny, kStackStatuses, "ROLLBACK_FAILED"},
    {kFailure, kAny, kStackStatuses, "ROLLBACK_COMPLETE"},
    {kFailure, kRefused, "", "ValidationError"},
};
constexpr Acceptor kStackDeleteComplete[] = {
    {kSuccess, kEvery, kStackStatuses, "DELETE_COMPLETE"},
    {kSuccess, kRefused, "", "ValidationError"},
    {kFailure, kAny, kStackStatuses, "DELETE_FAILED"},
    {kFailure, kAny, kStackStatuses, "CREATE_FAILED"},
    {kFailure, kAny, kStackStatuses, "ROLLBACK_FAILED"},
    {kFailure, kAny, kStackStatuses, "UPDATE_ROLLBACK_IN_PROGRESS"},
    {kFailure, kAny, kStackStatuses, "UPDATE_ROLLBACK_FAILED"},
    {kFailure, kAny, kStackStatuses, "UPDATE_ROLLBACK_COMPLETE"},
    {kFailure, kAny, kStackStatuses, "UPDATE_COMPLETE"},
};
constexpr Acceptor kStackUpdateComplete[] = {
    {kSuccess, kEvery, kStackStatuses, "UPDATE_COMPLETE"},
    {kFailure, kAny, kStackStatuses, "UPDATE_FAILED"},
    {kFailure, kAny, kStackStatuses, "UPDATE_ROLLBACK_FAILED"},
    {kFailure, kAny, kStackStatuses, "UPDATE_ROLLBACK_COMPLETE"},
    {kFailure, kRefused, "", "ValidationError"},
};
constexpr Acceptor kCommandExecuted[] = {
    {kRetry, kIs, kStatus, "Pending"},
    {kRetry, kIs, kStatus, "InProgress"},
    {kRetry, kIs, kStatus, "Delayed"},
    {kSuccess, kIs, kStatus, "Success"},
    {kFailure, kIs, kStatus, "Cancelled"},
    {kFailure, kIs, kStatus, "TimedOut"},
    {kFailure, kIs, kStatus, "Failed"},
    {kFailure, kIs, kStatus, "Cancelling"},
    {kRetry, kRefused, "", "InvocationDoesNotExist"},
};
constexpr Acceptor kDBInstanceAvailable[] = {
    {kSuccess, kEvery, kDbInstanceStatuses, "available"},
    {kFailure, kAny, kDbInstanceStatuses, "deleted"},
    {kFailure, kAny, kDbInstanceStatuses, "deleting"},
    {kFailure, kAny, kDbInstanceStatuses, "failed"},
    {kFailure, kAny, kDbInstanceStatuses, "incompatible-restore"},
    {kFailure, kAny, kDbInstanceStatuses, "incompatible-parameters"},
};
constexpr Acceptor kDBInstanceDeleted[] = {
    {kSuccess, kIs, "length(DBInstances) == `0`", "true"},
    {kSuccess, kRefused, "", "DBInstanceNotFound"},
    {kFailure, kAny, kDbInstanceStatuses, "creating"},
    {kFailure, kAny, kDbInstanceStatuses, "modifying"},
    {kFailure, kAny, kDbInstanceStatuses, "rebooting"},
    {kFailure, kAny, kDbInstanceStatuses, "resetting-master-credentials"},
};
constexpr Acceptor kDBSnapshotAvailable[] = {
    {kSuccess, kEvery, kDbSnapshotStatuses, "available"},
    {kFailure, kAny, kDbSnapshotStatuses, "deleted"},
    {kFailure, kAny, kDbSnapshotStatuses, "deleting"},
    {kFailure, kAny, kDbSnapshotStatuses, "failed"},
    {kFailure, kAny, kDbSnapshotStatuses, "incompatible-restore"},
    {kFailure, kAny, kDbSnapshotStatuses, "incompatible-parameters"},
};
constexpr Acceptor kDBSnapshotDeleted[] = {
    {kSuccess, kIs, "length(DBSnapshots) == `0`", "true"},
    {kSuccess, kRefused, "", "DBSnapshotNotFound"},
    {kFailure, kAny, kDbSnapshotStatuses, "creating"},
    {kFailure, kAny, kDbSnapshotStatuses, "modifying"},
    {kFailure, kAny, kDbSnapshotStatuses, "rebooting"},
    {kFailure, kAny, kDbSnapshotStatuses, "resetting-master-credentials"},
};

constexpr Waiter kWaiters[] = {
    {"ssm", "AutomationExecutionComplete", "automation-execution-complete",
     "GetAutomationExecution", kAutomationExecutionComplete, seconds(0),
     "Waits until an execution has ended."},
    {"ec2", "InstanceExists", "instance-exists", "DescribeInstances", kInstanceExists, seconds(200),
     "Waits until instances can be described."},
    {"ec2", "InstanceRunning", "instance-running", "DescribeInstances", kInstanceRunning,
     seconds(600), "Waits until instances run."},
    {"ec2", "InstanceStatusOk", "instance-status-ok", "DescribeInstanceStatus", kInstanceStatusOk,
     seconds(600), "Waits until the instances' own checks have passed."},
    {"ec2", "InstanceStopped", "instance-stopped", "DescribeInstances", kInstanceStopped,
     seconds(600), "Waits until instances have stopped."},
    {"ec2", "InstanceTerminated", "instance-terminated", "DescribeInstances", kInstanceTerminated,
     seconds(600), "Waits until instances are terminated."},
    {"ec2", "SystemStatusOk", "system-status-ok", "DescribeInstanceStatus", kSystemStatusOk,
     seconds(600), "Waits until the checks of the instances' hosts have passed."},
    {"ec2", "ImageAvailable", "image-available", "DescribeImages", kImageAvailable, seconds(600),
     "Waits until images can be used."},
    {"ec2", "ImageExists", "image-exists", "DescribeImages", kImageExists, seconds(600),
     "Waits until images can be described."},
    {"ec2", "SnapshotCompleted", "snapshot-completed", "DescribeSnapshots", kSnapshotCompleted,
     seconds(600), "Waits until snapshots are complete."},
    {"ec2", "VolumeAvailable", "volume-available", "DescribeVolumes", kVolumeAvailable,
     seconds(600), "Waits until volumes can be attached."},
    {"ec2", "VolumeDeleted", "volume-deleted", "DescribeVolumes", kVolumeDeleted, seconds(600),
     "Waits until volumes are gone."},
    {"ec2", "VolumeInUse", "volume-in-use", "DescribeVolumes", kVolumeInUse, seconds(600),
     "Waits until volumes are attached."},
    {"cloudformation", "StackExists", "stack-exists", "DescribeStacks", kStackExists, seconds(100),
     "Waits until a stack can be described."},
    {"cloudformation", "StackCreateComplete", "stack-create-complete", "DescribeStacks",
     kStackCreateComplete, seconds(3600), "Waits until a stack is created."},
    {"cloudformation", "StackDeleteComplete", "stack-delete-complete", "DescribeStacks",
     kStackDeleteComplete, seconds(3600), "Waits until a stack is deleted."},
    {"cloudformation", "StackUpdateComplete", "stack-update-complete", "DescribeStacks",
     kStackUpdateComplete, seconds(3600), "Waits until a stack is updated."},
    {"ssm", "CommandExecuted", "command-executed", "GetCommandInvocation", kCommandExecuted,
     seconds(100), "Waits until a command has ended."},
    {"rds", "DBInstanceAvailable", "db-instance-available", "DescribeDBInstances",
     kDBInstanceAvailable, seconds(1800), "Waits until database instances are available."},
    {"rds", "DBInstanceDeleted", "db-instance-deleted", "DescribeDBInstances", kDBInstanceDeleted,
     seconds(1800), "Waits until database instances are gone."},
    {"rds", "DBSnapshotAvailable", "db-snapshot-available", "DescribeDBSnapshots",
     kDBSnapshotAvailable, seconds(1800), "Waits until database snapshots are available."},
    {"rds", "DBSnapshotDeleted", "db-snapshot-deleted", "DescribeDBSnapshots", kDBSnapshotDeleted,
     seconds(1800), "Waits until database snapshots are gone."},
};

}  // namespace waiter_tables

std::vector<const Waiter*> waiters_of(std::string_view service) {
  std::vector<const Waiter*> found;
  for (const Waiter& waiter : waiter_tables::kWaiters)
    if (waiter.service == service && find_operation(waiter.service, waiter.operation) != nullptr)
      found.push_back(&waiter);
  return found;
}

const Waiter* find_waiter(std::string_view service, std::string_view command) {
  for (const Waiter* waiter : waiters_of(service))
    if (waiter->command == command) return waiter;
  return nullptr;
}

const Operation& operation_of(const Waiter& waiter) {
  return *find_operation(waiter.service, waiter.operation);
}

}  // namespace ssm
