# SPDX-License-Identifier: Apache-2.0
"""The clients that people have: aws, boto3, the SDK for JavaScript. Those that are not installed are None.

SSM_LOCAL_JS_SDK: the directory with the node_modules of @aws-sdk/client-ssm and its like (else NODE_PATH)."""

import functools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from local import PATIENCE_SECONDS, clean_environment


class Refused(Exception):
    """The service's error: its code, and its message."""

    def __init__(self, code, message=""):
        super().__init__(f"{code}: {message}")
        self.code, self.message = code, message


class TooOld(Exception):
    """The client does not know the operation."""


CREDENTIALS = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
               "AWS_DEFAULT_REGION": "us-east-1", "AWS_REGION": "us-east-1", "AWS_PAGER": "",
               "AWS_EC2_METADATA_DISABLED": "true"}

PYTHON_CLIENT = """
import json, sys, boto3, botocore.exceptions, datetime, functools
client = functools.cache(lambda service: boto3.client(service, endpoint_url=sys.argv[1]))
def plain(value):
    return value.isoformat() if isinstance(value, datetime.datetime) else value.read().decode()
for line in sys.stdin:
    service, operation, request = json.loads(line)
    method = botocore.xform_name(operation)
    try:
        answer = getattr(client(service), method)(**request)
        answer.pop("ResponseMetadata")
        print(json.dumps({"answer": answer}, default=plain), flush=True)
    except botocore.exceptions.ClientError as error:
        print(json.dumps({"error": error.response["Error"]}), flush=True)
"""

JAVASCRIPT_CLIENT = """
const lines = require("readline").createInterface({input: process.stdin});
const names = {ssm: "SSM", ec2: "EC2", sts: "STS", sns: "SNS", s3: "S3"};
const clients = {};
const endpoint = process.argv[process.argv.length - 1];
(async () => {
  for await (const line of lines) {
    const [service, operation, request] = JSON.parse(line);
    const sdk = require("@aws-sdk/client-" + service);
    clients[service] ??= new sdk[names[service] + "Client"]({endpoint});
    let said;
    try {
      const {$metadata, ...answer} = await clients[service].send(new sdk[operation + "Command"](request));
      said = {answer};
    } catch (error) {
      if (!error.$metadata) throw error;
      said = {error: {Code: error.Code ?? error.name, Message: error.message}};
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
    return installed_aws().get(version)


@functools.cache
def installed_aws():
    """The first `aws` of each major version."""
    folders = [pathlib.Path(d) for d in os.environ["PATH"].split(os.pathsep) if d]
    found = [folder / "aws" for folder in folders if folder.name != "shims"]
    if shutil.which("pyenv") and (path := program_works(["pyenv", "which", "aws"])):
        found.append(pathlib.Path(path))
    versions = {}
    for program in found:
        text = program.is_file() and program_works([program, "--version"], clean_environment("/"))
        if text and (version := re.match(r"aws-cli/(\d+)\.", text)):
            versions.setdefault(int(version[1]), str(program))
    return versions


@functools.cache
def find_boto3():
    look = "import importlib.util, sys; print(sys.executable) if importlib.util.find_spec('boto3') else sys.exit(1)"
    for python in (sys.executable, "python3", "python"):
        if path := program_works([python, "-c", look]):
            return path
    return None


def find_node(*services):
    """Node, and where it finds the SDK's clients of these services."""
    folder = os.environ.get("SSM_LOCAL_JS_SDK")
    modules = str(pathlib.Path(folder) / "node_modules") if folder else os.environ.get("NODE_PATH")
    node = shutil.which("node")
    if not node or not modules:
        return None
    environment = {**os.environ, "NODE_PATH": modules}
    needed = "".join(f"require('@aws-sdk/client-{service}');" for service in services)
    works = program_works([node, "-e", needed], environment) is not None
    return (node, modules) if works else None


class CommandLine:
    """`aws SERVICE ...`, or our own program."""

    def __init__(self, command, environment, service="ssm"):
        self.command, self.environment, self.service = command, environment, service

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def __call__(self, operation, request, service=None):
        command = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", operation).lower()
        service = "s3api" if service == "s3" else service or self.service
        done = subprocess.run(
            [*self.command, service, command, "--cli-input-json", json.dumps(request), "--output",
             "json", "--no-paginate"], env=self.environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
        if done.returncode == 0:
            return json.loads(done.stdout or "{}")
        if "argument operation: " in done.stderr and "nvalid choice" in done.stderr:
            raise TooOld
        error = re.search(r"An error occurred \(([\w.]+)\) when calling the (\w+) operation: ?(.*)",
                          done.stderr, re.DOTALL)
        if not error or error[2] != operation:
            raise AssertionError(f"{operation} {request}: exit {done.returncode}: {done.stderr}")
        raise Refused(error[1], error[3])


class KeptAws:
    """An `aws` in a folder of its own, which loads its modules once (kept_aws.py) where it is a Python program."""

    def __init__(self, program, environment):
        self.folder = tempfile.TemporaryDirectory(prefix="ssm-local-aws-")
        self.path = pathlib.Path(self.folder.name) / "aws"
        script, socket = pathlib.Path(__file__).with_name("kept_aws.py"), f"{self.folder.name}/socket"
        with open(program, "rb") as file:
            python = re.fullmatch(rb"#! *(/\S+/python[\d.]*)\s*", file.readline(200))
        if not python:
            self.server = None
            self.path.symlink_to(program)
            return
        self.server = subprocess.Popen([python[1], script, "--serve", socket], env=environment, text=True,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        assert self.server.stdout.readline() == "serving\n", f"{program} cannot be kept"
        self.path.write_text(f'#!/bin/sh\nexec {sys.executable} -IS {script} {socket} "$@"\n')
        self.path.chmod(0o700)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.server:
            self.server.kill()
            self.server.wait()
            self.server.stdout.close()
        self.folder.cleanup()


class Aws(CommandLine):
    """A real `aws` that asks an endpoint."""

    def __init__(self, program, endpoint, environment):
        self.kept = KeptAws(program, environment)
        super().__init__([self.kept.path, "--endpoint-url", endpoint], environment)

    def __exit__(self, *_):
        self.kept.__exit__()


class Library:
    """A program around an SDK: [service, operation, request] in, answer or error out, a line each."""

    def __init__(self, command, environment, service="ssm"):
        self.command, self.environment, self.service = command, environment, service

    def __enter__(self):
        self.process = subprocess.Popen(self.command, env=self.environment, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(PATIENCE_SECONDS)

    def __call__(self, operation, request, service=None):
        line = json.dumps([service or self.service, operation, request])
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(f"{operation} {request}: the client has died")
        said = json.loads(line)
        if "error" in said:
            raise Refused(said["error"]["Code"], said["error"].get("Message", ""))
        return said["answer"]
