#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# botocore 1.29.27 (Debian 12), botocore.stub.Stubber: an answer that passes the check against the model comes out as it
# was put in, although no parser could have made it: a start time as text, steps in a tuple, a status that does not
# exist; it is the very same object. The check is that of requests: an id shorter than its minimum is refused. And an
# error that the client would send the call again for is raised at once, the next answer in the queue stays unused.
#
# Why it surprises: the documentation has stubs "validated against the service model to ensure correctness". A test
# whose fixture has times as texts passes, and the script fails on AWS with its first subtraction; a test of "throttled
# once, then answered" fails, where with the real client it would pass.
# Source: https://botocore.amazonaws.com/v1/documentation/api/latest/reference/stubber.html;
# https://docs.aws.amazon.com/boto3/latest/guide/retries.html (ThrottlingException).
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
import sys
import botocore.session
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError, ParamValidationError
from botocore.stub import Stubber

ID = "0" * 36
CALL = "get_automation_execution"


def new_client():
    return botocore.session.get_session().create_client(
        "ssm", region_name="eu-north-1", aws_access_key_id="none", aws_secret_access_key="none")


class Raw(io.BytesIO):
    def stream(self, *_, **__):
        yield self.read()


def execution(**members):
    return {"AutomationExecution": {"AutomationExecutionId": ID, **members}}


def stubbed(*answers):
    client = new_client()
    with Stubber(client) as stubber:
        for one in answers:
            if isinstance(one, str):
                stubber.add_client_error(CALL, one)
            else:
                stubber.add_response(CALL, one)
        return client.get_automation_execution(AutomationExecutionId=ID)


def answered(*answers):
    """The same answers over the wire, or as good as."""
    bodies = [(400, {"__type": one}) if isinstance(one, str) else (200, one) for one in answers]
    client = new_client()

    def answer(request, **_):
        status, body = bodies.pop(0)
        return AWSResponse(request.url, status, {}, Raw(json.dumps(body).encode()))

    client.meta.events.register("before-send", answer)
    return client.get_automation_execution(AutomationExecutionId=ID)


PUT_IN = execution(ExecutionStartTime="2024-01-02T03:04:05Z", StepExecutions=({"StepName": "one"},),
                   AutomationExecutionStatus="Nonsense")
ASKED = {
    "kinds": lambda ask: [type(ask(PUT_IN)["AutomationExecution"][name]).__name__
                          for name in ("ExecutionStartTime", "StepExecutions", "AutomationExecutionStatus")],
    "same": lambda ask: ask(PUT_IN) is PUT_IN,
    "throttled": lambda ask: ask("ThrottlingException", PUT_IN)["AutomationExecution"]["AutomationExecutionStatus"],
    "short": lambda ask: ask({"AutomationExecution": {"AutomationExecutionId": "1"}})["AutomationExecution"],
}
try:
    print(ASKED[sys.argv[2]]({"stub": stubbed, "answer": answered}[sys.argv[1]]))
except (ClientError, ParamValidationError) as error:
    print(type(error).__name__)
PY

# expect HOW WHAT SEEN
expect() {
  local seen
  seen=$(env -i PATH="$PATH" HOME="$folder" PYTHONPATH=usr/lib/python3/dist-packages python3 -S -B look.py "$1" "$2")
  printf '%-6s %-9s gives %s\n' "$1" "$2" "$seen"
  [ "$seen" = "$3" ] || { echo "expected $3: the behaviour has changed" >&2; exit 1; }
}
expect answer kinds "['datetime', 'list', 'str']"
expect stub kinds "['str', 'tuple', 'str']"
expect stub same True
expect answer short "{'AutomationExecutionId': '1'}"
expect stub short ParamValidationError
expect answer throttled Nonsense
expect stub throttled ClientError
