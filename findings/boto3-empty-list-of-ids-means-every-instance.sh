#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# boto3 1.26.27 with botocore 1.29.27 (Debian 12): `ec2.instances.filter(InstanceIds=[]).terminate()` terminates every
# instance of the Region. An empty list leaves no trace in a request to EC2: DescribeInstances without ids is sent, and
# the ids in its answer go into TerminateInstances. `Filters=[]` and stop() do alike. Ids given to the action are sent,
# but only after a DescribeInstances of everything.
#
# Why it surprises: a list chosen by earlier steps is empty on the day when nothing matches, and a filter by no id
# should leave no instance. RDS and Auto Scaling, whose requests look the same, send the empty list (`Filters=`), so
# that the service sees it; EC2's variant of the protocol leaves it out. A script of aws:executeScript whose input is
# an empty StringList does not do nothing, as its author means it to, but all there is.
# Source: https://github.com/boto/boto3/issues/479 and 2871 (closed: the service's own behaviour); Smithy's protocol
# tests, Ec2EmptyQueryLists beside EmptyQueryLists.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq download python3-boto3=1.26.27+dfsg-1 python3-botocore=1.29.27+repack-1 python3-s3transfer=0.6.0-1 \
  python3-jmespath=1.0.1-1 python3-dateutil=2.8.2-2 python3-six=1.16.0-4 python3-requests=2.28.1+dfsg-1 \
  python3-urllib3=1.26.12-1+deb12u4 python3-idna=3.3-1+deb12u1 python3-chardet=5.1.0+dfsg-2 \
  python3-certifi=2022.9.24-1 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" .; done
cat >look.py <<'PY'
import sys
import boto3
from botocore.awsrequest import AWSResponse

KEYS = {"region_name": "eu-north-1", "aws_access_key_id": "none", "aws_secret_access_key": "none"}


def answer(model, params, **_):
    """Stands in for the service: shows what would be sent, and has two instances."""
    sent = [f"{name}={value}" for name, value in params["body"].items() if name not in ("Action", "Version")]
    print(" ".join([model.name, *sent]), end="; ")
    instances = [{"InstanceId": "i-1"}, {"InstanceId": "i-2"}]
    return AWSResponse(None, 200, {}, None), {"Reservations": [{"Instances": instances}]}


def client(name):
    made = boto3.client(name, **KEYS)
    made.meta.events.register("before-call", answer)
    return made


ec2 = boto3.resource("ec2", **KEYS)
ec2.meta.client.meta.events.register("before-call", answer)
eval(sys.argv[1])
PY

# expect CALL SENT
expect() {
  local seen
  seen=$(env -i PATH="$PATH" HOME="$folder" PYTHONPATH=usr/lib/python3/dist-packages python3 -S -B look.py "$1")
  printf '%s\n  sends %s\n' "$1" "$seen"
  [ "$seen" = "$2" ] || { echo "expected $2: the behaviour has changed" >&2; exit 1; }
}
everything='DescribeInstances; TerminateInstances InstanceId.1=i-1 InstanceId.2=i-2; '
expect 'ec2.instances.filter(InstanceIds=[]).terminate()' "$everything"
expect 'ec2.instances.filter(Filters=[]).terminate()' "$everything"
expect 'ec2.instances.terminate(InstanceIds=["i-1"])' 'DescribeInstances; TerminateInstances InstanceId.1=i-1; '
expect 'client("ec2").describe_instances(InstanceIds=[])' 'DescribeInstances; '
expect 'client("rds").describe_db_instances(Filters=[])' 'DescribeDBInstances Filters=; '
expect 'client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[])' \
  'DescribeAutoScalingGroups AutoScalingGroupNames=; '
