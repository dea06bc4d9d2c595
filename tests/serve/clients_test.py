# SPDX-License-Identifier: Apache-2.0
"""The clients that people have tell one story to our server; nothing is set up but the endpoint.

Clients that are not installed are left out, and counted. SSM_LOCAL_JS_SDK: the directory with the
node_modules of @aws-sdk/client-ssm (else NODE_PATH)."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

from local import BINARY, PATIENCE_SECONDS, clean_environment
from scenario import Refused, Story, TooOld
from served import Served
from unchanged import unless_unchanged

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
               "AWS_DEFAULT_REGION": "us-east-1", "AWS_REGION": "us-east-1", "AWS_PAGER": "",
               "AWS_EC2_METADATA_DISABLED": "true"}

PYTHON_CLIENT = """
import json, sys, boto3, botocore.exceptions
client = boto3.client("ssm", endpoint_url=sys.argv[1])
for line in sys.stdin:
    operation, request = json.loads(line)
    method = "".join("_" + c.lower() if c.isupper() else c for c in operation)[1:]
    try:
        answer = getattr(client, method)(**request)
        answer.pop("ResponseMetadata")
        print(json.dumps({"answer": answer}, default=str), flush=True)
    except botocore.exceptions.ClientError as error:
        print(json.dumps({"error": error.response["Error"]}), flush=True)
"""

JAVASCRIPT_CLIENT = """
const sdk = require("@aws-sdk/client-ssm");
const lines = require("readline").createInterface({input: process.stdin});
const client = new sdk.SSMClient({endpoint: process.argv[process.argv.length - 1]});
(async () => {
  for await (const line of lines) {
    const [operation, request] = JSON.parse(line);
    let said;
    try {
      const {$metadata, ...answer} = await client.send(new sdk[operation + "Command"](request));
      said = {answer};
    } catch (error) {
      if (!error.$metadata) throw error;
      said = {error: {Code: error.name, Message: error.message}};
    }
    console.log(JSON.stringify(said));
  }
})();
"""


def program_works(command, environment=None):
    try:
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False,
                              capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    except OSError:
        return None
    return (done.stdout + done.stderr).strip() if done.returncode == 0 else None


def find_aws(version):
    """A real `aws` of that major version; those behind a version manager's shim by their path."""
    found = [pathlib.Path(d) / "aws" for d in os.environ["PATH"].split(os.pathsep) if d]
    if shutil.which("pyenv") and (path := program_works(["pyenv", "which", "aws"])):
        found.append(pathlib.Path(path))
    for program in found:
        text = program.is_file() and program_works([program, "--version"], clean_environment("/"))
        if text and text.startswith(f"aws-cli/{version}."):
            return str(program)
    return None


def find_boto3():
    for python in (sys.executable, "python3", "python"):
        if path := program_works([python, "-c", "import boto3, sys; print(sys.executable)"]):
            return path
    return None


def find_node():
    folder = os.environ.get("SSM_LOCAL_JS_SDK")
    modules = str(pathlib.Path(folder) / "node_modules") if folder else os.environ.get("NODE_PATH")
    node = shutil.which("node")
    if not node or not modules:
        return None
    environment = {**os.environ, "NODE_PATH": modules}
    works = program_works([node, "-e", "require('@aws-sdk/client-ssm')"], environment) is not None
    return (node, modules) if works else None


class CommandLine:
    """`aws ssm ...`, or our own program."""

    def __init__(self, command, environment):
        self.command, self.environment = command, environment

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __call__(self, operation, request):
        command = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", operation).lower()
        done = subprocess.run(
            [*self.command, "ssm", command, "--cli-input-json", json.dumps(request), "--output",
             "json", "--no-paginate"], env=self.environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
        if done.returncode == 0:
            return json.loads(done.stdout or "{}")
        if "argument operation: " in done.stderr and "nvalid choice" in done.stderr:
            raise TooOld
        error = re.search(r"An error occurred \((\w+)\) when calling the (\w+) operation: ?(.*)",
                          done.stderr, re.DOTALL)
        if not error or error[2] != operation:
            raise AssertionError(f"{operation} {request}: exit {done.returncode}: {done.stderr}")
        raise Refused(error[1], error[3])


class Library:
    """A program around an SDK: [operation, request] in, answer or error out, a line each."""

    def __init__(self, command, environment):
        self.command, self.environment = command, environment

    def __enter__(self):
        self.process = subprocess.Popen(self.command, env=self.environment, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(PATIENCE_SECONDS)

    def __call__(self, operation, request):
        self.process.stdin.write(json.dumps([operation, request]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f"{operation} {request}: the client has died")
        said = json.loads(line)
        if "error" in said:
            raise Refused(said["error"]["Code"], said["error"].get("Message", ""))
        return said["answer"]


class Clients(unittest.TestCase):
    def tell(self, make_client):
        with Served() as served:
            environment = {**served.environment, **CREDENTIALS}
            with make_client(served.endpoint, environment) as client:
                Story(client).tell()
            self.assertEqual(served.end(), 0)

    def command_line(self, program):
        self.tell(lambda endpoint, environment: CommandLine(
            [program, "--endpoint-url", endpoint], environment))

    def test_our_own_command_line(self):
        self.command_line(BINARY)

    def test_aws_version_1(self):
        if not (program := find_aws(1)):
            self.skipTest("aws of version 1 is not installed")
        with unless_unchanged("aws_version_1", program):
            self.command_line(program)

    def test_aws_version_2(self):
        if not (program := find_aws(2)):
            self.skipTest("aws of version 2 is not installed")
        with unless_unchanged("aws_version_2", program):
            self.command_line(program)

    def test_boto3(self):
        if not (python := find_boto3()):
            self.skipTest("boto3 is not installed")
        self.tell(lambda endpoint, environment: Library(
            [python, "-c", PYTHON_CLIENT, endpoint], environment))

    def test_javascript(self):
        if not (found := find_node()):
            self.skipTest("node with @aws-sdk/client-ssm is not installed")
        node, modules = found
        self.tell(lambda endpoint, environment: Library(
            [node, "-e", JAVASCRIPT_CLIENT, endpoint], {**environment, "NODE_PATH": modules}))


if __name__ == "__main__":
    unittest.main()
