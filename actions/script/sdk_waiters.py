# SPDX-License-Identifier: Apache-2.0
"""client.get_waiter(): what the SDK's own tables of waiters say, of those that runbooks use."""

import time

sdk = own_module("sdk")  # noqa: F821

# service, name, seconds between looks, looks, method, where its answer has the state; then: = states of all that are
# waited for (none: there is none left, some: there is one, ok: it was answered), ! states of any that make waiting
# futile, ~ errors that pass, + errors that are what is waited for.
TABLE = """
ec2 instance_exists 5 40 describe_instances Reservations[] = some ~ InvalidInstanceID.NotFound
ec2 instance_running 15 40 describe_instances Reservations[].Instances[].State.Name = running ! shutting-down terminated stopping ~ InvalidInstanceID.NotFound
ec2 instance_stopped 15 40 describe_instances Reservations[].Instances[].State.Name = stopped ! pending terminated
ec2 instance_terminated 15 40 describe_instances Reservations[].Instances[].State.Name = terminated ! pending stopping
ec2 instance_status_ok 15 40 describe_instance_status InstanceStatuses[].InstanceStatus.Status = ok ~ InvalidInstanceID.NotFound
ec2 system_status_ok 15 40 describe_instance_status InstanceStatuses[].SystemStatus.Status = ok
ec2 image_exists 15 40 describe_images Images[] = some ~ InvalidAMIID.NotFound
ec2 image_available 15 40 describe_images Images[].State = available ! failed
ec2 snapshot_completed 15 40 describe_snapshots Snapshots[].State = completed ! error
ec2 volume_available 15 40 describe_volumes Volumes[].State = available ! deleted
ec2 volume_in_use 15 40 describe_volumes Volumes[].State = in-use ! deleted
ec2 volume_deleted 15 40 describe_volumes Volumes[].State = deleted + InvalidVolume.NotFound
ec2 nat_gateway_available 15 40 describe_nat_gateways NatGateways[].State = available ! failed deleting deleted ~ NatGatewayNotFound
ec2 network_interface_available 20 10 describe_network_interfaces NetworkInterfaces[].Status = available
ec2 security_group_exists 5 6 describe_security_groups SecurityGroups[] = some ~ InvalidGroup.NotFound
ec2 subnet_available 15 40 describe_subnets Subnets[].State = available
ec2 vpc_available 15 40 describe_vpcs Vpcs[].State = available
ec2 vpc_exists 1 5 describe_vpcs Vpcs[] = ok ~ InvalidVpcID.NotFound
cloudformation stack_exists 5 20 describe_stacks Stacks[] = ok ~ ValidationError
cloudformation stack_create_complete 30 120 describe_stacks Stacks[].StackStatus = CREATE_COMPLETE UPDATE_COMPLETE UPDATE_IN_PROGRESS UPDATE_COMPLETE_CLEANUP_IN_PROGRESS UPDATE_FAILED UPDATE_ROLLBACK_IN_PROGRESS UPDATE_ROLLBACK_FAILED UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS UPDATE_ROLLBACK_COMPLETE ! CREATE_FAILED DELETE_COMPLETE DELETE_FAILED ROLLBACK_FAILED ROLLBACK_COMPLETE
cloudformation stack_delete_complete 30 120 describe_stacks Stacks[].StackStatus = DELETE_COMPLETE ! DELETE_FAILED CREATE_FAILED ROLLBACK_FAILED UPDATE_ROLLBACK_IN_PROGRESS UPDATE_ROLLBACK_FAILED UPDATE_ROLLBACK_COMPLETE UPDATE_COMPLETE + ValidationError
cloudformation stack_update_complete 30 120 describe_stacks Stacks[].StackStatus = UPDATE_COMPLETE ! UPDATE_FAILED UPDATE_ROLLBACK_FAILED UPDATE_ROLLBACK_COMPLETE
cloudformation stack_rollback_complete 30 120 describe_stacks Stacks[].StackStatus = UPDATE_ROLLBACK_COMPLETE ! UPDATE_FAILED UPDATE_ROLLBACK_FAILED DELETE_FAILED
cloudformation change_set_create_complete 30 120 describe_change_set Status = CREATE_COMPLETE ! FAILED
rds,docdb db_instance_available 30 60 describe_db_instances DBInstances[].DBInstanceStatus = available ! deleted deleting failed incompatible-restore incompatible-parameters
rds,docdb db_instance_deleted 30 60 describe_db_instances DBInstances[].DBInstanceStatus = deleted none ! creating modifying rebooting resetting-master-credentials + DBInstanceNotFound
rds db_snapshot_available 30 60 describe_db_snapshots DBSnapshots[].Status = available ! deleted deleting failed incompatible-restore incompatible-parameters
rds db_snapshot_completed 15 40 describe_db_snapshots DBSnapshots[].Status = available + DBSnapshotNotFound
rds db_snapshot_deleted 30 60 describe_db_snapshots DBSnapshots[].Status = none ! creating modifying rebooting resetting-master-credentials + DBSnapshotNotFound
rds db_cluster_available 30 60 describe_db_clusters DBClusters[].Status = available ! deleted deleting failed incompatible-restore incompatible-parameters
rds db_cluster_deleted 30 60 describe_db_clusters DBClusters[].Status = none ! creating modifying rebooting resetting-master-credentials + DBClusterNotFoundFault
rds db_cluster_snapshot_available 30 60 describe_db_cluster_snapshots DBClusterSnapshots[].Status = available ! deleted deleting failed incompatible-restore incompatible-parameters
lambda function_active 5 60 get_function_configuration State = Active ! Failed
lambda function_active_v2 1 300 get_function Configuration.State = Active ! Failed
lambda function_updated 5 60 get_function_configuration LastUpdateStatus = Successful ! Failed
lambda function_updated_v2 1 300 get_function Configuration.LastUpdateStatus = Successful ! Failed
lambda function_exists 1 20 get_function Configuration = ok ~ ResourceNotFoundException
lambda published_version_active 5 312 get_function_configuration State = Active ! Failed
ecs tasks_running 6 100 describe_tasks tasks[].lastStatus = RUNNING ! STOPPED
ecs tasks_stopped 6 100 describe_tasks tasks[].lastStatus = STOPPED
ecs services_stable 15 40 describe_services services[]:stable = yes ! gone
ecs services_inactive 15 40 describe_services services[].status = INACTIVE
ssm command_executed 5 20 get_command_invocation Status = Success ! Cancelled TimedOut Failed Cancelling ~ InvocationDoesNotExist
s3 bucket_exists 5 20 head_bucket BucketRegion = ok ~ 404 + 301 403
s3 bucket_not_exists 5 20 head_bucket BucketRegion = never + 404
s3 object_exists 5 20 head_object ETag = ok ~ 404
s3 object_not_exists 5 20 head_object ETag = never + 404
dynamodb table_exists 20 25 describe_table Table.TableStatus = ACTIVE ~ ResourceNotFoundException
dynamodb table_not_exists 20 25 describe_table Table.TableStatus = never + ResourceNotFoundException
elbv2 load_balancer_exists 15 40 describe_load_balancers LoadBalancers[] = ok ~ LoadBalancerNotFound
elbv2 load_balancer_available 15 40 describe_load_balancers LoadBalancers[].State.Code = active ~ LoadBalancerNotFound
elbv2 load_balancers_deleted 15 40 describe_load_balancers LoadBalancers[].State.Code = never + LoadBalancerNotFound
elbv2 target_in_service 15 40 describe_target_health TargetHealthDescriptions[].TargetHealth.State = healthy ~ InvalidInstance
elbv2 target_deregistered 15 40 describe_target_health TargetHealthDescriptions[].TargetHealth.State = unused + InvalidTarget
elasticache cache_cluster_available 15 40 describe_cache_clusters CacheClusters[].CacheClusterStatus = available ! deleted deleting incompatible-network restore-failed
elasticache replication_group_available 15 40 describe_replication_groups ReplicationGroups[].Status = available ! deleted
iam instance_profile_exists 1 40 get_instance_profile InstanceProfile = ok ~ 404 NoSuchEntity
iam role_exists 1 20 get_role Role = ok ~ NoSuchEntity
iam user_exists 1 20 get_user User = ok ~ NoSuchEntity
iam policy_exists 1 20 get_policy Policy = ok ~ NoSuchEntity
redshift cluster_available 60 30 describe_clusters Clusters[].ClusterStatus = available ! deleting ~ ClusterNotFound
redshift cluster_deleted 60 30 describe_clusters Clusters[].ClusterStatus = never ! creating modifying + ClusterNotFound
eks cluster_active 30 40 describe_cluster cluster.status = ACTIVE ! DELETING FAILED
eks nodegroup_active 30 80 describe_nodegroup nodegroup.status = ACTIVE ! CREATE_FAILED
"""


class Row:
    def __init__(self, line):
        words = line.split()
        self.services, self.name = words[0].split(","), words[1]
        self.delay, self.attempts, self.method, self.path = int(words[2]), int(words[3]), words[4], words[5]
        self.lists = {"=": [], "!": [], "~": [], "+": []}
        for word in words[6:]:
            if word in self.lists:
                into = self.lists[word]
            else:
                into.append(word)


FIRST_PAUSE = 0.25  # seconds
ROWS = [Row(line) for line in TABLE.strip().splitlines()]


def names(service):
    return sorted(row.name for row in ROWS if service in row.services)


def stable(service):
    """Of a service of ECS."""
    if service.get("status") in ("DRAINING", "INACTIVE"):
        return "gone"
    settled = len(service.get("deployments", ())) == 1 and service.get("runningCount") == service.get("desiredCount")
    return "yes" if settled else "no"


def values_at(answer, path):
    """What the path finds, as a list: "A[].B.C"."""
    path, _, special = path.partition(":")
    found = [answer]
    for part in path.split("."):
        name = part[:-2] if part.endswith("[]") else part
        found = [value[name] for value in found if isinstance(value, dict) and value.get(name) is not None]
        if part.endswith("[]"):
            found = [item for value in found for item in value]
    return [stable(value) for value in found] if special else found


class Waiter:
    def __init__(self, client, row):
        self._client, self._row = client, row
        self.name = sdk.operation_name(row.services[0], row.name)

    def wait(self, WaiterConfig=None, **parameters):
        """As long as the SDK's, but at first it looks more often: the account does in a second what takes AWS minutes."""
        config = WaiterConfig or {}
        delay = config.get("Delay", self._row.delay)
        left = delay * (config.get("MaxAttempts", self._row.attempts) - 1)
        look = getattr(self._client, self._row.method)
        pause = FIRST_PAUSE
        while not self._look(look, parameters):
            if left <= 0:
                raise sdk.WaiterError(self.name, "Max attempts exceeded", self._last)
            pause = min(pause, delay, left)
            time.sleep(pause)
            left -= pause
            pause *= 2

    def _look(self, look, parameters):
        """Whether it is as it is waited for."""
        wanted, futile, passing, welcome = self._row.lists.values()
        try:
            self._last = look(**parameters)
        except sdk.ClientError as error:
            self._last = error.response
            code = error.response["Error"]["Code"]
            status = str(error.response["ResponseMetadata"]["HTTPStatusCode"])
            if code in welcome or status in welcome:
                return True
            if code in passing or status in passing:
                return False
            raise sdk.WaiterError(self.name, f"An error occurred ({code}): {error.response['Error']['Message']}",
                                  error.response) from None
        values = values_at(self._last, self._row.path)
        for state in futile:
            if state in values:
                raise sdk.WaiterError(
                    self.name, f'Waiter encountered a terminal failure state: For expression "{self._row.path}" we matched '
                    f'expected path: "{state}" at least once', self._last)
        return any(self._fits(values, state) for state in wanted)

    @staticmethod
    def _fits(values, state):
        if state == "ok":
            return True
        if state in ("none", "some"):
            return (not values) == (state == "none")
        return bool(values) and all(value == state for value in values)


def get_waiter(client, name):
    service = client.meta.service_model.service_name
    for row in ROWS:
        if service in row.services and row.name == name:
            return Waiter(client, row)
    raise ValueError(f"Waiter does not exist: {name}. ssm-local has of {service}: {', '.join(names(service)) or 'none'}")
