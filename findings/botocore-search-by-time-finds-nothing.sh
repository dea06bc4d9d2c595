#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# botocore 1.29.27 with jmespath 1.0.1 (Debian 12): PageIterator.search() with a condition on a time is never true,
# neither `>` nor `<` nor `==`, against texts or numbers, and raises nothing: the result is an empty list. to_string()
# does not help: the text it makes begins with a quotation mark and so comes before any year. The same expression
# finds the execution in what the AWS CLI prints, with the same library.
#
# Why it surprises: boto3's guide has search() for filtering pages, and what was tried in --query is moved there. A
# datetime is no type of JMESPath: every order gives null, and null is "no match". type() of one gives null as well,
# which that function never does by its specification. sort_by() at least raises an error.
# Source: https://boto3.amazonaws.com/v1/documentation/api/latest/guide/paginators.html#filtering-results-with-jmespath;
# https://github.com/boto/boto3/issues/949; https://jmespath.org/specification.html#type.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq download python3-botocore=1.29.27+repack-1 python3-jmespath=1.0.1-1 python3-dateutil=2.8.2-2 \
  python3-six=1.16.0-4 python3-requests=2.28.1+dfsg-1 python3-urllib3=1.26.12-1+deb12u4 python3-idna=3.3-1+deb12u1 \
  python3-chardet=5.1.0+dfsg-2 python3-certifi=2022.9.24-1 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" .; done
cat >look.py <<'PY'
import datetime
import json
import sys
import botocore.session
from botocore.awsrequest import AWSResponse

import jmespath

START = datetime.datetime(2024, 5, 6, 7, 8, 9, tzinfo=datetime.timezone.utc)
PAGE = {"AutomationExecutionMetadataList": [{"DocumentName": "Restart", "ExecutionStartTime": START}]}
client = botocore.session.get_session().create_client(
    "ssm", region_name="eu-north-1", aws_access_key_id="none", aws_secret_access_key="none")
client.meta.events.register("before-call", lambda **_: (AWSResponse(None, 200, {}, None), dict(PAGE)))
try:
    if sys.argv[1] == "search":
        found = list(client.get_paginator("describe_automation_executions").paginate().search(sys.argv[2]))
    else:  # times as the AWS CLI prints them
        found = jmespath.search(sys.argv[2], json.loads(json.dumps(PAGE, default=datetime.datetime.isoformat)))
    print(json.dumps(found, default=str))
except jmespath.exceptions.JMESPathError as error:
    print(type(error).__name__)
PY

# expect WHERE EXPRESSION SEEN
expect() {
  local seen
  seen=$(env -i PATH="$PATH" HOME="$folder" PYTHONPATH=usr/lib/python3/dist-packages python3 -S -B look.py "$1" "$2")
  printf '%-6s %s\n       gives %s\n' "$1" "$2" "$seen"
  [ "$seen" = "$3" ] || { echo "expected $3: the behaviour has changed" >&2; exit 1; }
}
all=AutomationExecutionMetadataList
after="${all}[?ExecutionStartTime > '2024-01-01'].DocumentName"
expect text "$after" '["Restart"]'
expect search "$after" '[]'
expect search "${all}[?ExecutionStartTime < '2024-01-01'].DocumentName" '[]'
expect search "${all}[?ExecutionStartTime > \`0\`].DocumentName" '[]'
expect search "${all}[?ExecutionStartTime == '2024-05-06 07:08:09+00:00'].DocumentName" '[]'
expect search "${all}[?to_string(ExecutionStartTime) > '2024-01-01'].DocumentName" '[]'
expect search "${all}[].ExecutionStartTime" '["2024-05-06 07:08:09+00:00"]'
expect search "${all}[].to_string(ExecutionStartTime)" '["\"2024-05-06 07:08:09+00:00\""]'
expect search "${all}[0].type(ExecutionStartTime)" '[null]'
expect search "sort_by($all, &ExecutionStartTime)" JMESPathTypeError
