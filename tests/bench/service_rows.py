# SPDX-License-Identifier: Apache-2.0
"""A step of aws:executeAwsApi for each service that the simulated account has, durable, beside the same call through
boto3 at a moto server, which keeps nothing on disk. The Python of moto_server has boto3."""

import json
import pathlib
import subprocess
import sys

STEPS = 100

# An operation that changes nothing, or next to nothing; boto3 calls it by the name beside it.
CALLS = {
    "autoscaling": ("DescribeAutoScalingGroups", "describe_auto_scaling_groups", {}),
    "cloudformation": ("DescribeStacks", "describe_stacks", {}),
    "cloudwatch": ("DescribeAlarms", "describe_alarms", {}),
    "docdb": ("DescribeDBClusters", "describe_db_clusters", {}),
    "ec2": ("DescribeInstances", "describe_instances", {}),
    "iam": ("ListRoles", "list_roles", {}),
    "lambda": ("ListFunctions", "list_functions", {}),
    "rds": ("DescribeDBInstances", "describe_db_instances", {}),
    "s3": ("ListBuckets", "list_buckets", {}),
    "securityhub": ("BatchUpdateFindings", "batch_update_findings", {"FindingIdentifiers": [
        {"Id": "finding-1", "ProductArn": "arn:aws:securityhub:us-east-1::product/aws/securityhub"}]}),
    "sns": ("ListTopics", "list_topics", {}),
    "sqs": ("ListQueues", "list_queues", {}),
    "ssm": ("GetParametersByPath", "get_parameters_by_path", {"Path": "/"}),
    "stepfunctions": ("ListStateMachines", "list_state_machines", {}),
    "sts": ("GetCallerIdentity", "get_caller_identity", {}),
}

# Reads calls, [service, method, parameters] each; writes milliseconds each, null where it is refused.
CLIENT = """
import json, statistics, sys, time
import boto3, botocore.config
endpoint, rounds = sys.argv[1], int(sys.argv[2])
settings = botocore.config.Config(retries={"max_attempts": 0})
def measured(service, method, parameters):
    call = getattr(boto3.client(service, endpoint_url=endpoint, config=settings), method)
    try:
        call(**parameters)
        times = []
        for _ in range(rounds):
            begin = time.perf_counter()
            call(**parameters)
            times.append((time.perf_counter() - begin) * 1000)
        return statistics.median(times)
    except Exception as error:
        print(f"{service} {method}: {str(error)[:200]}", file=sys.stderr)
json.dump([measured(*call) for call in json.load(sys.stdin)], sys.stdout)
"""


def python_of(program):
    """The interpreter that runs it, from its first line."""
    first = pathlib.Path(program).read_bytes().split(b"\n", 1)[0]
    return first[2:].decode().strip() if first.startswith(b"#!") else sys.executable


def moto_times(program, endpoint, environment):
    calls = [[service, method, parameters] for service, (_, method, parameters) in CALLS.items()]
    done = subprocess.run([python_of(program), "-c", CLIENT, endpoint, str(STEPS)], input=json.dumps(calls),
                          env=environment, stdout=subprocess.PIPE, text=True, check=False)
    return dict(zip(CALLS, json.loads(done.stdout))) if done.returncode == 0 else {}


def service_rows(bench, program, moto_server):
    """`program`: where moto_server is, or None."""
    theirs = {}
    with moto_server(bench.environment) as endpoint:
        if endpoint:
            theirs = moto_times(program, endpoint, bench.environment)
    for service, (api, _, parameters) in CALLS.items():
        steps = [{"name": f"step{n}", "action": "aws:executeAwsApi",
                  "inputs": {"Service": service, "Api": api, **parameters}} for n in range(STEPS)]
        text = json.dumps({"schemaVersion": "0.3", "mainSteps": steps})
        ours = bench.run_time(f"Service-{service}", text) / STEPS
        yield f"step: {service} {api}", ours, theirs.get(service), "boto3 to moto_server"
