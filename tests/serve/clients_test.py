# SPDX-License-Identifier: Apache-2.0
"""The clients that people have tell one story to our server; nothing is set up but the endpoint.

Clients that are not installed are left out, and counted."""

import unittest

from clients import (CREDENTIALS, JAVASCRIPT_CLIENT, PYTHON_CLIENT, Aws, CommandLine, Library, find_aws,
                     find_boto3, find_node)
from local import BINARY
from scenario import Story
from served import Served


class Clients(unittest.TestCase):
    def tell(self, make_client):
        with Served() as served:
            environment = {**served.environment, **CREDENTIALS}
            with make_client(served.endpoint, environment) as client:
                Story(client).tell()
            self.assertEqual(served.end(), 0)

    def test_our_own_command_line(self):
        self.tell(lambda endpoint, environment: CommandLine([BINARY, "--endpoint-url", endpoint], environment))

    def test_aws_version_1(self):
        self.aws(1)

    def test_aws_version_2(self):
        self.aws(2)

    def aws(self, version):
        if not (program := find_aws(version)):
            self.skipTest(f"aws of version {version} is not installed")
        self.tell(lambda endpoint, environment: Aws(program, endpoint, environment))

    def test_boto3(self):
        if not (python := find_boto3()):
            self.skipTest("boto3 is not installed")
        self.tell(lambda endpoint, environment: Library(
            [python, "-c", PYTHON_CLIENT, endpoint], environment))

    def test_javascript(self):
        if not (found := find_node("ssm")):
            self.skipTest("node with @aws-sdk/client-ssm is not installed")
        node, modules = found
        self.tell(lambda endpoint, environment: Library(
            [node, "-e", JAVASCRIPT_CLIENT, endpoint], {**environment, "NODE_PATH": modules}))


if __name__ == "__main__":
    unittest.main()
