# SPDX-License-Identifier: Apache-2.0
"""Runs `ssm-local serve` on a free port. Standard library only."""

import http.client
import json
import signal
import socket
import subprocess

from local import BINARY, PATIENCE_SECONDS, Local


class Served(Local):
    """A state directory, and a server on it."""

    def __init__(self, *options, **environment):
        super().__init__(**environment)
        self.log = open(self.folder / "serve.log", "w+b")
        self.server = subprocess.Popen(
            [BINARY, "serve", "--port", "0", *options], env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.server.stdout.readline()
        if not line.startswith("Listening on http://"):
            self.server.kill()
            raise AssertionError(f"serve says {line!r} and {self.diagnostics()!r}")
        self.endpoint = line.split()[-1]
        host, _, port = self.endpoint.removeprefix("http://").rpartition(":")
        self.address = (host.strip("[]"), int(port))

    def __exit__(self, *_):
        self.server.kill()
        self.server.wait()
        self.server.stdout.close()
        self.log.close()
        super().__exit__(*_)

    def diagnostics(self):
        self.log.flush()
        return (self.folder / "serve.log").read_text()

    def end(self, number=signal.SIGTERM):
        """Asks the server to end; gives its exit code."""
        self.server.send_signal(number)
        return self.server.wait(PATIENCE_SECONDS)

    def connect(self):
        return socket.create_connection(self.address, timeout=PATIENCE_SECONDS)

    def post(self, operation, body=b"{}", **headers):
        """One request: its status, its headers, its JSON."""
        connection = http.client.HTTPConnection(*self.address, timeout=PATIENCE_SECONDS)
        given = {"Content-Type": "application/x-amz-json-1.1",
                 "X-Amz-Target": f"AmazonSSM.{operation}",
                 **{name.replace("_", "-"): value for name, value in headers.items()}}
        try:
            connection.request("POST", "/", body, given)
            answer = connection.getresponse()
            return answer.status, answer.headers, json.loads(answer.read())
        finally:
            connection.close()
