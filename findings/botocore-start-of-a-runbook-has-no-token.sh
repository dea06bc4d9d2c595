#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# botocore 1.29.27 (Debian 12): a StartAutomationExecution whose answer is lost is sent again by botocore itself, both
# times without a ClientToken, so that the service cannot tell the second from a start of its own. The model of
# CreateMaintenanceWindow, in the same file, marks the member of the same name as a token that clients make up, and
# there both requests have the same one. SendCommand has no token at all.
#
# Why it surprises: the API reference calls ClientToken of StartAutomationExecution an idempotency token, and others
# of that name are filled in by the SDKs ("This field is autopopulated if not provided"). A connection that breaks at
# the wrong moment starts a runbook twice, and the caller gets one execution id, unless he makes a UUID himself.
# Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html;
# https://smithy.io/2.0/spec/behavior-traits.html#idempotencytoken-trait;
# https://docs.aws.amazon.com/boto3/latest/guide/retries.html (what is sent again).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq download python3-botocore=1.29.27+repack-1 python3-jmespath=1.0.1-1 python3-dateutil=2.8.2-2 \
  python3-six=1.16.0-4 python3-requests=2.28.1+dfsg-1 python3-urllib3=1.26.12-1+deb12u4 python3-idna=3.3-1+deb12u1 \
  python3-chardet=5.1.0+dfsg-2 python3-certifi=2022.9.24-1 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" .; done
cat >look.py <<'PY'
import http.server
import json
import socket
import sys
import threading
import botocore.session

received = []


class Service(http.server.BaseHTTPRequestHandler):
    """Has read the whole request when the connection breaks for the first time; answers the second."""

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        received.append(json.loads(body).get("ClientToken"))
        if len(received) == 1:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")


server = http.server.HTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = botocore.session.get_session().create_client(
    "ssm", region_name="eu-north-1", endpoint_url=f"http://127.0.0.1:{server.server_port}",
    aws_access_key_id="none", aws_secret_access_key="none")
eval(f"client.{sys.argv[1]}")
first, *others = received
print(len(received), "requests,", "no token" if first is None else "one token" if others == [first] else "two tokens")
PY

# expect CALL SEEN
expect() {
  local seen
  seen=$(env -i PATH="$PATH" HOME="$folder" PYTHONPATH=usr/lib/python3/dist-packages \
    timeout 60 python3 -S -B look.py "$1")
  printf '%s\n  gives %s\n' "$1" "$seen"
  [ "$seen" = "$2" ] || { echo "expected $2: the behaviour has changed" >&2; exit 1; }
}
expect 'start_automation_execution(DocumentName="Restart")' '2 requests, no token'
expect 'send_command(DocumentName="Restart", InstanceIds=["i-0123456789abcdef0"])' '2 requests, no token'
window='Name="night", Schedule="rate(1 day)", Duration=2, Cutoff=1, AllowUnassociatedTargets=True'
expect "create_maintenance_window($window)" '2 requests, one token'
