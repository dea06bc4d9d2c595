#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# botocore 1.29.27 (Debian 12): the same instant, answered by SSM and by EC2, comes as two datetimes that are equal but
# print, and are dated, differently: SSM's is in the local zone of the machine, EC2's in UTC. With the zone of Tokyo
# `.date()` of the one is 2023-11-15 and of the other 2023-11-14.
#
# Why it surprises: both members are timestamps in the models, boto3's reference shows both as `datetime(2015, 1, 1)`,
# and AWS's times are UTC. What decides is how the protocol writes a time: a number of seconds (JSON services) becomes
# local, a text with its zone (query and XML services) keeps that. On a machine in UTC nobody sees it; a script of
# aws:executeScript that returns str() of a time, or compares days, behaves otherwise at home.
# Source: https://boto3.amazonaws.com/v1/documentation/api/latest/reference/services/ssm/client/get_automation_execution.html
# and ec2/client/describe_instances.html; https://github.com/boto/boto3/issues/2211 (closed).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq download python3-botocore=1.29.27+repack-1 python3-jmespath=1.0.1-1 python3-dateutil=2.8.2-2 \
  python3-six=1.16.0-4 python3-requests=2.28.1+dfsg-1 python3-urllib3=1.26.12-1+deb12u4 python3-idna=3.3-1+deb12u1 \
  python3-chardet=5.1.0+dfsg-2 python3-certifi=2022.9.24-1 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" .; done
cat >look.py <<'PY'
import io
import json
import botocore.session
from botocore.awsrequest import AWSResponse

ID = "0" * 36


class Raw(io.BytesIO):
    def stream(self, *_, **__):
        yield self.read()


def client(service, body):
    """A client that gets this body for an answer, whatever it asks."""
    made = botocore.session.get_session().create_client(
        service, region_name="eu-north-1", aws_access_key_id="none", aws_secret_access_key="none")

    def answer(request, **_):
        return AWSResponse(request.url, 200, {}, Raw(body.encode()))

    made.meta.events.register("before-send", answer)
    return made


execution = {"AutomationExecutionId": ID, "ExecutionStartTime": 1700000000}
ssm = client("ssm", json.dumps({"AutomationExecution": execution}))
start = ssm.get_automation_execution(AutomationExecutionId=ID)["AutomationExecution"]["ExecutionStartTime"]
instance = "<item><launchTime>2023-11-14T22:13:20Z</launchTime></item>"
ec2 = client("ec2", "<DescribeInstancesResponse><reservationSet><item><instancesSet>" + instance +
             "</instancesSet></item></reservationSet></DescribeInstancesResponse>")
launch = ec2.describe_instances()["Reservations"][0]["Instances"][0]["LaunchTime"]
print(start, "|", launch, "|", start == launch, start.date() == launch.date())
PY

# expect ZONE SEEN
expect() {
  local seen
  seen=$(env -i PATH="$PATH" HOME="$folder" TZ="$1" PYTHONPATH=usr/lib/python3/dist-packages python3 -S -B look.py)
  printf '%-6s gives %s\n' "$1" "$seen"
  [ "$seen" = "$2" ] || { echo "expected $2: the behaviour has changed" >&2; exit 1; }
}
expect JST-9 '2023-11-15 07:13:20+09:00 | 2023-11-14 22:13:20+00:00 | True False'
expect EST5 '2023-11-14 17:13:20-05:00 | 2023-11-14 22:13:20+00:00 | True True'
expect UTC0 '2023-11-14 22:13:20+00:00 | 2023-11-14 22:13:20+00:00 | True True'
