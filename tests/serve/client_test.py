# SPDX-License-Identifier: Apache-2.0
"""Our command line as a client of an endpoint: our own server's, and small ones made for the case."""

import json
import shutil
import socket
import unittest
import urllib.request

from canned import Canned, make_certificate
from local import PATIENCE_SECONDS, Local
from served import Served

KEY = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"}
REGION = {"AWS_REGION": "eu-west-1"}
LISTING = json.dumps({"DocumentIdentifiers": [{"Name": "There"}]})


class Client(unittest.TestCase):
    def setUp(self):
        self.local = Local(**KEY, **REGION)
        self.addCleanup(self.local.__exit__)

    def configure(self, **environment):
        for name, value in environment.items():
            self.local.environment.pop(name, None)
            if value is not None:
                self.local.environment[name] = str(value)

    def succeeds(self, *arguments):
        done = self.local.run("ssm", *arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return json.loads(done.stdout)

    def fails(self, code, text, *arguments):
        done = self.local.run("ssm", *arguments)
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        self.assertEqual(done.stderr, f"\naws: [ERROR]: {text}\n")

    def test_a_run_on_our_own_server(self):
        with Served("--require-signature", **KEY) as served:
            at = ("--endpoint-url", served.endpoint)
            started = self.succeeds(
                "start-automation-execution", "--document-name", "AWS-StartEC2Instance",
                "--parameters", "InstanceId=i-1234567890abcdef0", *at)
            given = ("--automation-execution-id", started["AutomationExecutionId"], *at)
            waited = self.local.run("ssm", "wait", "automation-execution-complete", *given)
            self.assertEqual((waited.returncode, waited.stderr), (0, ""))
            ended = self.succeeds("get-automation-execution", *given)["AutomationExecution"]
            self.assertEqual(ended["AutomationExecutionStatus"], "Success")
            pages = self.succeeds("list-documents", "--page-size", "2", *at)
            self.assertEqual(pages, self.succeeds("list-documents", *at))
            self.fails(254, "An error occurred (AutomationExecutionNotFoundException) when calling "
                            "the GetAutomationExecution operation: Execution "
                            f"{'0' * 36} does not exist.", "get-automation-execution",
                       "--automation-execution-id", "0" * 36, *at)
        self.assertFalse(self.local.state.exists())  # nothing of it happened here

    def test_whose_signature_is_accepted(self):
        keys = self.local.folder / "keys"
        keys.write_text("[alice]\naws_access_key_id = ALICE\naws_secret_access_key = a\n"
                        "caller_arn = arn:aws:iam::123456789012:user/alice\n"
                        "[bob]\naws_access_key_id = BOB\naws_secret_access_key = b\n"
                        "aws_session_token = t\n")
        with Served("--require-signature", "--keys", keys, "--bind", "0.0.0.0") as served:
            self.configure(AWS_ENDPOINT_URL=f"http://127.0.0.1:{served.address[1]}")
            refused = "An error occurred ({}) when calling the ListDocuments operation: {}".format
            unknown = refused("UnrecognizedClientException",
                              "The security token included in the request is invalid.")
            self.fails(254, unknown, "list-documents")
            self.fails(254, refused("MissingAuthenticationTokenException",
                                    "Missing Authentication Token"),
                       "list-documents", "--no-sign-request")
            self.configure(AWS_ACCESS_KEY_ID=None, AWS_SHARED_CREDENTIALS_FILE=keys)
            for profile, code in (("alice", 0), ("bob", 0), ("carol", 255)):
                done = self.local.run("ssm", "list-documents", "--profile", profile)
                self.assertEqual(done.returncode, code, done.stderr)
            self.configure(AWS_PROFILE="alice", SSM_LOCAL_CALLER_ARN="arn:aws:iam::210987654321:user/eve")
            started = self.succeeds(
                "start-automation-execution", "--document-name", "AWS-StartEC2Instance",
                "--parameters", "InstanceId=i-1234567890abcdef0")
            found = self.succeeds("get-automation-execution", "--automation-execution-id",
                                  started["AutomationExecutionId"])
            self.assertEqual(found["AutomationExecution"]["ExecutedBy"],
                             "arn:aws:iam::123456789012:user/alice")
            keys.write_text("[alice]\naws_access_key_id = ALICE\naws_secret_access_key = b\n")
            done = self.local.run("ssm", "list-documents")
            self.assertEqual(done.returncode, 254)
            self.assertIn("(InvalidSignatureException)", done.stderr)

    def test_sts_knows_whose_key_it_is(self):
        keys = self.local.folder / "keys"
        keys.write_text("[alice]\naws_access_key_id = ALICE\naws_secret_access_key = a\n"
                        "caller_arn = arn:aws:sts::123456789012:assumed-role/Ops/alice\n"
                        "[bob]\naws_access_key_id = BOB\naws_secret_access_key = b\ncaller_arn = bob\n")
        with Served("--keys", keys) as served:
            for key, who in (("ALICE", "sts::123456789012:assumed-role/Ops/alice"), ("BOB", "iam::123456789012:user/bob"),
                             ("EVE", "iam::123456789012:user/local")):
                request = urllib.request.Request(
                    served.endpoint, b"Action=GetCallerIdentity&Version=2011-06-15", {"Authorization":
                    f"AWS4-HMAC-SHA256 Credential={key}/20300101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0"})
                with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
                    self.assertIn(f"<Arn>arn:aws:{who}</Arn>", answer.read().decode())

    def test_an_open_door_needs_a_lock(self):
        self.configure(AWS_ACCESS_KEY_ID=None)
        for arguments in (("--bind", "0.0.0.0"), ("--bind", "::"), ("--require-signature",)):
            done = self.local.run("serve", "--port", "0", *arguments)
            self.assertEqual((done.returncode, done.stdout), (252, ""))
            self.assertIn("key", done.stderr)

    def test_what_is_sent(self):
        with Canned((200, LISTING)) as endpoint:
            self.configure(AWS_SESSION_TOKEN="token")
            self.assertEqual(self.succeeds("list-documents", "--endpoint-url", endpoint.url()),
                             json.loads(LISTING))
            headers, body = endpoint.requests[0]
        self.assertEqual(body, b"{}")
        self.assertEqual(headers["X-Amz-Target"], "AmazonSSM.ListDocuments")
        self.assertEqual(headers["Content-Type"], "application/x-amz-json-1.1")
        self.assertEqual(headers["X-Amz-Security-Token"], "token")
        self.assertIn("/eu-west-1/ssm/aws4_request, SignedHeaders=content-type;host;x-amz-date;"
                      "x-amz-security-token;x-amz-target,", headers["Authorization"])

    def test_where_the_endpoint_may_be_configured(self):
        config = self.local.folder / "config"
        self.configure(AWS_CONFIG_FILE=config)
        with Canned(*[(200, LISTING)] * 5) as endpoint, Canned((500, "")) as wrong:
            config.write_text(f"[default]\nendpoint_url = {endpoint.url()}\n")
            self.succeeds("list-documents")
            config.write_text("[default]\nservices = mine\n"
                              f"endpoint_url = {wrong.url()}\n"
                              f"[services mine]\nec2 =\n  endpoint_url = {wrong.url()}\n"
                              f"ssm =\n  endpoint_url = {endpoint.url()}\n")
            self.succeeds("list-documents")
            self.configure(AWS_ENDPOINT_URL=endpoint.url())
            config.write_text(f"[default]\nendpoint_url = {wrong.url()}\n")
            self.succeeds("list-documents")
            self.configure(AWS_ENDPOINT_URL=wrong.url(), AWS_ENDPOINT_URL_SSM=endpoint.url())
            self.succeeds("list-documents")
            self.configure(AWS_ENDPOINT_URL_SSM=wrong.url())
            self.succeeds("list-documents", "--endpoint-url", endpoint.url())
            self.configure(AWS_IGNORE_CONFIGURED_ENDPOINT_URLS="true")
            answer = self.succeeds("list-documents", "--max-items", "1")
            self.assertNotEqual(answer["DocumentIdentifiers"][0]["Name"], "There")
            self.assertEqual((len(endpoint.requests), len(wrong.requests)), (5, 0))

    def test_what_must_be_configured(self):
        at = ("--endpoint-url", "http://127.0.0.1:9")
        self.fails(252, 'An error occurred (ParamValidation): Bad value for --endpoint-url "bogus": '
                        "scheme is missing.  Must be of the form http://<hostname>/ or "
                        "https://<hostname>/", "list-documents", "--endpoint-url", "bogus")
        for url in ("ftp://x", "http://", "http://a b", "http://x:0", "http://x:99999", "http://[::1",
                    "http://x/?a=b", "http://\nX:"):
            self.fails(255, f"Invalid endpoint: {url}", "list-documents", "--endpoint-url", url)
        self.fails(255, "invalid literal for int() with base 10: 'abc'", "list-documents",
                   "--cli-read-timeout", "abc", *at)
        self.configure(AWS_SECRET_ACCESS_KEY=None)
        self.fails(255, "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY",
                   "list-documents", *at)
        self.configure(AWS_ACCESS_KEY_ID=None)
        self.fails(253, "An error occurred (NoCredentials): Unable to locate credentials. You can "
                        'configure credentials by running "aws login".', "list-documents", *at)
        self.configure(AWS_REGION=None)
        self.fails(253, "An error occurred (NoRegion): You must specify a region. You can also "
                        'configure your region by running "aws configure".',
                   "list-documents", *at)

    def test_trouble_on_the_way(self):
        self.configure(AWS_MAX_ATTEMPTS=1)
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))  # does not listen
            url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
            self.fails(255, f'Could not connect to the endpoint URL: "{url}/"', "list-documents",
                       "--endpoint-url", url)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
            self.fails(255, f'Read timeout on endpoint URL: "{url}"', "list-documents",
                       "--endpoint-url", url, "--cli-read-timeout", "1")
        with Canned(None) as endpoint:
            self.fails(255, "Connection was closed before we received a valid response from "
                            f'endpoint URL: "{endpoint.url()}/".', "list-documents",
                       "--endpoint-url", endpoint.url())

    def test_passing_trouble_is_tried_again(self):
        throttled = (400, '{"__type": "ns#ThrottlingException:", "message": "Rate exceeded"}')
        for answers in ([throttled, (503, ""), (200, LISTING)], [None, None, (200, LISTING)]):
            with Canned(*answers) as endpoint:
                self.succeeds("list-documents", "--endpoint-url", endpoint.url())
                self.assertEqual(len(endpoint.requests), 3)
        failed = "An error occurred ({}) when calling the ListDocuments operation{}: {}".format
        tried = " (reached max retries: {})".format
        for answers, attempts, text in (
                ([throttled] * 3, None, failed("ThrottlingException", tried(2), "Rate exceeded")),
                ([(503, "busy")] * 2, 2, failed("503", tried(1), "Service Unavailable")),
                ([(400, '{"__type": "X", "Message": "m"}')], None, failed("X", "", "m")),
                ([(400, '{"__type": "X", "Message": "m"}')], 1, failed("X", tried(0), "m")),
                ([(403, "{}")], None, failed("403", "", "").rstrip())):
            self.configure(AWS_MAX_ATTEMPTS=attempts)
            with Canned(*answers) as endpoint:
                self.fails(254, text, "list-documents", "--endpoint-url", endpoint.url())
                self.assertEqual(len(endpoint.requests), len(answers))

    def test_answers_that_are_no_answers(self):
        for body in ("", "text", "[]", '{"DocumentIdentifiers": null, "New": 1}'):
            with Canned((200, body)) as endpoint:
                done = self.local.run("ssm", "list-documents", "--no-paginate",
                                      "--endpoint-url", endpoint.url())
            self.assertEqual((done.returncode, done.stderr), (0, ""), body)

    @unittest.skipUnless(shutil.which("openssl"), "1 cases skipped: no openssl program")
    def test_https(self):
        certificate, public = make_certificate(self.local.folder)
        with Canned(*[(200, LISTING)] * 9, certificate=certificate) as endpoint:
            named = ("list-documents", "--endpoint-url", endpoint.url("localhost"))
            numbered = ("list-documents", "--endpoint-url", endpoint.url())
            self.succeeds(*named, "--ca-bundle", public)
            self.succeeds(*numbered, "--no-verify-ssl")
            self.fails(255, f"SSL validation failed for {endpoint.url('localhost')}/ certificate "
                            "verify failed: self-signed certificate", *named)
            self.configure(AWS_CA_BUNDLE=public)
            self.succeeds(*named)
            self.fails(255, f"SSL validation failed for {endpoint.url()}/ certificate verify "
                            "failed: IP address mismatch", *numbered)
            self.assertEqual(len(endpoint.requests), 3)


if __name__ == "__main__":
    unittest.main()
