# SPDX-License-Identifier: Apache-2.0
"""What a command under `ssm-local exec` finds: an endpoint for its SDKs, and nothing that outlives it."""

import os
import signal
import socket
import subprocess
import sys
import unittest
from urllib.parse import urlsplit

from clients import find_boto3, find_node
from lacking import no_ipv4, no_pidfd
from local import BINARY, INSTANCE, PATIENCE_SECONDS, Local

SHOW = "import os; print('\\n'.join(f'{k}={v}' for k, v in os.environ.items()))"
STOP = f"import boto3; boto3.client('ec2').stop_instances(InstanceIds=['{INSTANCE}'])"
STOP_IN_JAVASCRIPT = f"""const {{EC2Client, StopInstancesCommand}} = require('@aws-sdk/client-ec2');
new EC2Client().send(new StopInstancesCommand({{InstanceIds: ['{INSTANCE}']}}));"""
# Form, no SDK: the Query protocol of EC2, with a signature's scope alone.
ASK = """import os, urllib.request
request = urllib.request.Request(os.environ['AWS_ENDPOINT_URL'], data=b'Action=DescribeInstances&Version=2016-11-15',
    headers={'Authorization': 'AWS4-HMAC-SHA256 Credential=x/20300101/us-east-1/ec2/aws4_request, '
                              'SignedHeaders=host, Signature=0'})
print(urllib.request.urlopen(request).read().decode())"""
START = """import os, urllib.request
request = urllib.request.Request(os.environ['AWS_ENDPOINT_URL'], headers={
    'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'AmazonSSM.StartAutomationExecution'},
    data=b'{"DocumentName": "AWS-StopEC2Instance", "Parameters": {"InstanceId": ["%s"]}}')
print(urllib.request.urlopen(request).read().decode())""" % INSTANCE
CATCH = """import boto3
sqs = boto3.client('sqs')
sqs.create_queue(QueueName='q')
try: sqs.get_queue_url(QueueName='none')
except sqs.exceptions.QueueDoesNotExist as error: print(error.response['Error']['Code'])
try: sqs.create_queue(QueueName='q', Attributes={'DelaySeconds': '9'})
except sqs.exceptions.QueueNameExists as error: print(error.response['Error']['Code'])"""
ASSUME = """import boto3, os, subprocess
given = boto3.client('sts').assume_role(RoleArn='arn:aws:iam::123456789012:role/path/ops', RoleSessionName='me')['Credentials']
keys = {'aws_access_key_id': given['AccessKeyId'], 'aws_secret_access_key': given['SecretAccessKey'],
        'aws_session_token': given['SessionToken']}
print(boto3.client('sts', **keys).get_caller_identity()['Arn'])
ssm = boto3.client('ssm', **keys)
started = ssm.start_automation_execution(DocumentName='AWS-StopEC2Instance', Parameters={'InstanceId': ['%s']})
print(ssm.get_automation_execution(AutomationExecutionId=started['AutomationExecutionId'])['AutomationExecution']['ExecutedBy'])
os.environ.update({name.upper(): value for name, value in keys.items()})
subprocess.run('aws sts get-caller-identity --query Arn --output text', shell=True, check=True)""" % INSTANCE
STATE = "aws ec2 describe-instances --query 'Reservations[].Instances[].[InstanceId,State.Name]' --output text"


class Exec(unittest.TestCase):
    def setUp(self):
        self.local = Local()
        self.addCleanup(self.local.__exit__)

    def exec(self, *command, options=(), **environment):
        return subprocess.run(
            [BINARY, "exec", *options, "--", *command], env={**self.local.environment, **environment},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False,
            start_new_session=True)

    def printed(self, *command, **more):
        done = self.exec(*command, **more)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def variables(self, **more):
        return dict(line.split("=", 1) for line in self.printed(sys.executable, "-c", SHOW, **more).splitlines())

    def await_end_of(self, endpoint):
        address = urlsplit(endpoint)

        def refuses():
            try:
                socket.create_connection((address.hostname, address.port), PATIENCE_SECONDS).close()
            except ConnectionError:
                return True
            return False
        self.local.await_("the server's end", refuses)

    # What SDKs do

    def test_boto3(self):
        if not (python := find_boto3()):
            self.skipTest("boto3 is not installed")
        shown = self.printed("sh", "-c", f'"$0" -c "$1" && {STATE}', python, STOP)
        self.assertRegex(shown, rf"{INSTANCE}\tstopp(ing|ed)\n")

    def test_exceptions_of_queues(self):
        if not (python := find_boto3()):
            self.skipTest("boto3 is not installed")
        self.assertEqual(self.printed(python, "-c", CATCH),
                         "AWS.SimpleQueueService.NonExistentQueue\nQueueAlreadyExists\n")

    def test_sessions_of_roles(self):
        if not (python := find_boto3()):
            self.skipTest("boto3 is not installed")
        self.assertEqual(self.printed(python, "-u", "-c", ASSUME),
                         "arn:aws:sts::123456789012:assumed-role/ops/me\n" * 3)

    def test_javascript(self):
        if not (found := find_node("ec2")):
            self.skipTest("node with @aws-sdk/client-ec2 is not installed")
        node, modules = found
        shown = self.printed("sh", "-c", f'"$0" -e "$1" && {STATE}', node, STOP_IN_JAVASCRIPT, NODE_PATH=modules)
        self.assertRegex(shown, rf"{INSTANCE}\tstopp(ing|ed)\n")

    def test_plain_requests(self):
        proxy = {"http_proxy": "http://127.0.0.1:9"}  # nobody is there
        self.assertIn(f"<instanceId>{INSTANCE}</instanceId>", self.printed(sys.executable, "-c", ASK, **proxy))

    def test_executions_outlive_the_command(self):
        self.assertIn("AutomationExecutionId", self.printed(sys.executable, "-c", START))
        found = self.local.ssm("describe-automation-executions")["AutomationExecutionMetadataList"]
        self.local.await_status(found[0]["AutomationExecutionId"], "Success")

    # The environment

    def test_environment(self):
        found = self.variables(AWS_ENDPOINT_URL_EC2="http://elsewhere", AWS_ENDPOINT_URL="http://elsewhere",
                               AWS_IGNORE_CONFIGURED_ENDPOINT_URLS="true")
        self.assertRegex(found["AWS_ENDPOINT_URL"], r"^http://127\.0\.0\.1:\d+$")
        self.assertNotIn("AWS_ENDPOINT_URL_EC2", found)
        self.assertEqual(found["AWS_EC2_METADATA_DISABLED"], "true")
        self.assertEqual(found["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"], "false")
        self.assertTrue(found["AWS_ACCESS_KEY_ID"] and found["AWS_SECRET_ACCESS_KEY"])
        self.assertEqual((found["AWS_REGION"], found["AWS_DEFAULT_REGION"]), ("us-east-1", "us-east-1"))

    def test_what_is_set_stays(self):
        found = self.variables(AWS_ACCESS_KEY_ID="mine", AWS_SECRET_ACCESS_KEY="secret", AWS_REGION="eu-west-1")
        self.assertEqual((found["AWS_ACCESS_KEY_ID"], found["AWS_SECRET_ACCESS_KEY"]), ("mine", "secret"))
        self.assertEqual((found["AWS_REGION"], found["AWS_DEFAULT_REGION"]), ("eu-west-1", "eu-west-1"))

    def test_profiles_tell_the_region(self):
        config = self.local.folder / "config"
        config.write_text("[profile other]\nregion = eu-north-1\n")
        found = self.variables(AWS_CONFIG_FILE=str(config))
        self.assertNotIn("AWS_REGION", found)
        self.assertNotIn("AWS_DEFAULT_REGION", found)

    def test_passthrough_leaves_it_alone(self):
        found = self.variables(options=["--passthrough"], AWS_ENDPOINT_URL_EC2="http://elsewhere")
        self.assertEqual({name for name in found if name.startswith("AWS_")}, {"AWS_ENDPOINT_URL_EC2"})

    def test_passthrough_within(self):
        shown = self.printed(BINARY, "exec", "--passthrough", "--", sys.executable, "-c", SHOW)
        self.assertNotRegex(shown, "(?m)^AWS_(ENDPOINT_URL|ACCESS_KEY_ID|SECRET_ACCESS_KEY|EC2_METADATA_DISABLED)=")

    def test_exec_within(self):
        outer, inner = self.printed(
            "sh", "-c", 'echo $AWS_ENDPOINT_URL; "$0" exec -- sh -c "aws sts get-caller-identity >&2 && '
            'echo \\$AWS_ENDPOINT_URL"', BINARY).split()
        self.assertNotEqual(outer, inner)

    def test_aws_asks_an_endpoint_of_its_own(self):
        done = self.exec("sh", "-c", "AWS_ENDPOINT_URL=http://127.0.0.1:9 aws ssm list-documents",
                         AWS_MAX_ATTEMPTS="1")
        self.assertIn('Could not connect to the endpoint URL: "http://127.0.0.1:9/"', done.stderr)

    def test_a_state_that_cannot_be_read(self):
        self.local.state.mkdir()
        (self.local.state / "state.db").write_text("no database" * 100)
        done = self.exec(sys.executable, "-c", START)
        self.assertIn("HTTP Error 500", done.stderr)

    def test_a_system_where_no_endpoint_can_be(self):
        for lacks, why in ((no_pidfd(), "Function not implemented"),
                           (no_ipv4(), "Cannot listen at 127.0.0.1, port 0: Address family not supported by protocol.")):
            with self.subTest(why):
                def run(*options, lacks=lacks):
                    return subprocess.run(
                        [BINARY, "exec", *options, "--", "echo", "it runs"], env=self.local.environment, capture_output=True,
                        text=True, timeout=PATIENCE_SECONDS, check=False, preexec_fn=lacks)
                try:
                    done = run()
                except subprocess.SubprocessError:
                    self.skipTest("this system has no seccomp filters")
                self.assertEqual((done.returncode, done.stdout), (255, ""))
                self.assertIn(why, done.stderr)
                self.assertIn("SDKs that the command uses would call AWS; to let them, use `ssm-local exec --passthrough`",
                              done.stderr)
                self.assertEqual(run("--passthrough").stdout, "it runs\n")

    # The end

    def test_the_server_ends_with_the_command(self):
        self.await_end_of(self.printed("sh", "-c", "echo $AWS_ENDPOINT_URL").strip())

    def test_the_server_ends_with_a_killed_command(self):
        with subprocess.Popen([BINARY, "exec", "--", "sh", "-c", "echo $AWS_ENDPOINT_URL; exec cat"],
                              env=self.local.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True) as command:
            endpoint = command.stdout.readline().strip()
            address = urlsplit(endpoint)
            socket.create_connection((address.hostname, address.port), PATIENCE_SECONDS).close()
            command.kill()
            self.assertEqual(command.wait(PATIENCE_SECONDS), -signal.SIGKILL)
            self.await_end_of(endpoint)

    def test_exit_codes_and_signals(self):
        self.assertEqual(self.exec("sh", "-c", "exit 7").returncode, 7)
        self.assertEqual(self.exec("sh", "-c", "kill -TERM $$").returncode, -signal.SIGTERM)
        self.assertEqual(self.exec("sh", "-c", "kill -INT $$").returncode, -signal.SIGINT)

    def test_nothing_of_the_command_is_kept(self):
        """Neither its pipes, nor a child that it does not know of."""
        extra, theirs = os.pipe()
        with os.fdopen(extra) as reader, subprocess.Popen(
                [BINARY, "exec", "--", sys.executable, "-c", "import os\ntry: os.wait()\nexcept ChildProcessError: "
                 "print('no child', flush=True)\nos.close(0); os.close(1); os.close(2); os.close(int(os.sys.argv[1]))\n"
                 "import signal; signal.pause()", str(theirs)],
                env=self.local.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, pass_fds=[theirs]) as command:
            os.close(theirs)
            self.assertEqual(command.stdout.read(), "no child\n")
            self.assertEqual(reader.read(), "")
            command.kill()

    def test_another_process_group(self):
        """Ctrl-C reaches the command, not the server."""
        shown = self.printed(sys.executable, "-c", "import os, signal, urllib.request\n"
                             "signal.signal(signal.SIGINT, signal.SIG_IGN); os.killpg(0, signal.SIGINT)\n"
                             "print(urllib.request.urlopen(os.environ['AWS_ENDPOINT_URL'] + '/healthz').status)")
        self.assertEqual(shown, "200\n")


if __name__ == "__main__":
    unittest.main()
