# SPDX-License-Identifier: Apache-2.0
"""aws:invokeWebhook against small servers on this machine: what is sent, what comes back, and what a server that
does not answer can keep from happening."""

import contextlib
import json
import shutil
import socket
import unittest

from canned import Canned, make_certificate
from local import INSTANCE, PATIENCE_SECONDS, Local

NAME = "/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/chat"
SECRET = "s3cret"
ENDED = ("Success", "Failed", "Cancelled", "TimedOut")


def runbook(**step):
    step = {"inputs": {"IntegrationName": "chat", "Body": '{"text": "{{ Text }}"}'}, **step}
    return {"parameters": {"Text": {"type": "String", "default": "hello"}},
            "mainSteps": [{"name": "ping", "action": "aws:invokeWebhook", **step}],
            "outputs": ["ping.Response", "ping.ResponseCode", "ping.OutputPayload"]}


def integration(url):
    return {"url": f"{url}/hook?key={SECRET}", "headers": {"X-Key": SECRET}, "payload": "unused"}


class Silent:
    """A server that takes requests and does not answer."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(PATIENCE_SECONDS)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()

    def take_request(self):
        """The connection, once the whole request is there, and the request."""
        connection, _ = self.listener.accept()
        connection.settimeout(PATIENCE_SECONDS)
        text = b""
        while not text.endswith(b"}"):
            text += connection.recv(65536)
        return connection, text


class Webhook(unittest.TestCase):
    def setUp(self):
        self.local = self.new_local()

    def new_local(self, **environment):
        local = Local(**environment)
        self.addCleanup(local.__exit__)
        return local

    def put_integration(self, url, local=None):
        local = local or self.local
        file = local.folder / "account.json"
        file.write_text(json.dumps({"parameters": [
            {"Name": NAME, "Type": "SecureString", "DataType": "aws:ssm:integration",
             "Value": json.dumps(integration(url))}]}))
        done = local.run("account", "load", file)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def start(self, local=None, **step):
        local = local or self.local
        local.create_document("Ping", runbook(**step))
        return local.start("Ping")

    @contextlib.contextmanager
    def unanswered(self, **step):
        """An execution whose request a server has taken, and their connection."""
        with Silent() as server:
            self.put_integration(server.url)
            execution = self.start(**step)
            connection, _ = server.take_request()
            with connection:
                yield execution, connection

    def run_with_mocks(self, *mocks):
        file = self.local.folder / "mocks.json"
        file.write_text(json.dumps({"strict": True, "mocks": mocks}))
        execution = self.local.ssm(
            "start-automation-execution", "--document-name", "Ping", "--mocks", file)
        return self.local.await_status(execution["AutomationExecutionId"], *ENDED)

    def ended(self, execution, local=None):
        """The execution and its step, with the secret nowhere but in the parameter."""
        local = local or self.local
        found = local.await_status(execution, *ENDED)
        events = local.query("SELECT body FROM events WHERE execution_id = ?", execution)
        log = (local.state / "engine.log").read_text()
        self.assertNotIn(SECRET, json.dumps(found) + repr(events) + log)
        return found, found["StepExecutions"][0]

    def test_a_request_and_its_answer(self):
        with Canned((200, "it <arrived>")) as server:
            self.put_integration(server.url())
            found, step = self.ended(self.start())
            (headers, body), = server.requests
            self.assertEqual(server.paths, [f"/hook?key={SECRET}"])
        self.assertEqual(body, b'{"text": "hello"}')
        self.assertEqual((headers["X-Key"], headers["Content-Type"]), (SECRET, "application/json"))
        self.assertEqual(found["AutomationExecutionStatus"], "Success")
        self.assertEqual(found["Outputs"]["ping.Response"], ["it <arrived>"])
        self.assertEqual(step["Outputs"]["ResponseCode"], ["200"])
        self.assertEqual(json.loads(step["Outputs"]["OutputPayload"][0]),
                         {"Response": "it <arrived>", "ResponseCode": 200})

    def test_a_refusal_is_tried_again_and_its_answer_kept(self):
        with Canned((500, "broken"), (404, "gone")) as server:
            self.put_integration(server.url())
            found, step = self.ended(self.start(maxAttempts=2))
            self.assertEqual(len(server.requests), 2)
        self.assertEqual(found["AutomationExecutionStatus"], "Failed")
        self.assertIn("Webhook chat answered with status 404.", step["FailureMessage"])
        self.assertEqual(step["Outputs"]["Response"], ["gone"])

    def test_nobody_listens(self):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))  # does not listen
            self.put_integration(f"http://127.0.0.1:{nobody.getsockname()[1]}")
            _, step = self.ended(self.start())
        self.assertEqual(step["StepStatus"], "Failed")
        self.assertIn("cannot connect to 127.0.0.1: Connection refused", step["FailureMessage"])

    def test_cancel_does_not_wait_for_the_server(self):
        with self.unanswered() as (execution, connection):
            self.local.ssm("stop-automation-execution", "--automation-execution-id", execution,
                           "--type", "Cancel")
            self.assertEqual(connection.recv(1), b"")  # the client has gone
        found, step = self.ended(execution)
        self.assertEqual((found["AutomationExecutionStatus"], step["StepStatus"]),
                         ("Cancelled", "Cancelled"))

    def test_the_step_times_out_while_the_server_is_silent(self):
        with self.unanswered(timeoutSeconds=1) as (execution, connection):
            self.assertEqual(connection.recv(1), b"")
        _, step = self.ended(execution)
        self.assertEqual(step["StepStatus"], "TimedOut")

    def test_an_engine_that_dies_has_the_next_one_ask_again(self):
        with Silent() as server:
            self.put_integration(server.url)
            execution = self.start()
            first, request = server.take_request()
            with first:
                self.assertTrue(self.local.kill_engine())
                self.local.start("AWS-StartEC2Instance", InstanceId=INSTANCE)  # starts an engine
                second, again = server.take_request()
                with second:
                    second.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                    _, step = self.ended(execution)
        self.assertEqual(again, request)
        self.assertEqual(step["StepStatus"], "Success")

    def test_an_engine_that_is_stopped_does_not_wait_for_the_server(self):
        with self.unanswered() as (_, connection):
            done = self.local.run("engine", "stop")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(connection.recv(1), b"")
        self.local.await_("no engine", lambda: self.local.engine() is None)

    def test_mocks_answer_what_a_worker_asks(self):
        self.local.create_document("Ping", runbook(maxAttempts=2))
        with Canned((200, "ok"), (200, "ok")) as server:
            answer = {"Parameter": {"Value": json.dumps(integration(server.url()))}}
            found = self.run_with_mocks(
                {"call": "ssm:GetParameter", "when": {"Name": NAME, "WithDecryption": True},
                 "0": {"Throw": {"Error": "ThrottlingException", "Cause": "slow down"}},
                 "1": {"Return": answer}})
            self.assertEqual(found["AutomationExecutionStatus"], "Success", found)
            found = self.run_with_mocks()
            self.assertIn("No mock answers ssm:GetParameter in step ping", found["FailureMessage"])
            self.assertEqual(len(server.requests), 1)

    @unittest.skipUnless(shutil.which("openssl"), "1 cases skipped: no openssl program")
    def test_certificates_are_checked(self):
        private, public = make_certificate(self.local.folder)
        with Canned((200, "ok"), certificate=private) as server:
            url = server.url("localhost")
            self.put_integration(url)
            _, step = self.ended(self.start())
            self.assertIn("Webhook chat cannot be called: TLS with localhost: certificate verify "
                          "failed: self-signed certificate.", step["FailureMessage"])
            trusting = self.new_local(AWS_CA_BUNDLE=str(public))
            self.put_integration(url, trusting)
            _, step = self.ended(self.start(trusting), trusting)
            self.assertEqual(step["Outputs"]["Response"], ["ok"])
            self.assertEqual(len(server.requests), 1)


if __name__ == "__main__":
    unittest.main()
