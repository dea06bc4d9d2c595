# SPDX-License-Identifier: Apache-2.0
"""Steps that this machine cannot run: whoever creates, checks, tests or starts the runbook hears of all of them at once, in the
same words, which are a mock file. Here no program is in PATH."""

import json
import unittest

from local import Local

PYTHON = {"Runtime": "python3.11", "Handler": "go", "Script": "def go(events, context):\n    return 1\n"}
SHELL = {"Runtime": "PowerShell 7.4", "Script": "1"}
RUNBOOK = {"schemaVersion": "0.3", "mainSteps": [
    {"name": "nap", "action": "aws:sleep", "inputs": {"Duration": "PT0.1S"}},
    {"name": "script", "action": "aws:executeScript", "inputs": PYTHON,
     "outputs": [{"Name": "Deep", "Selector": "$.Payload.a[0].b", "Type": "Integer"}]},
    {"name": "each", "action": "aws:loop", "inputs": {"Iterators": ["a"], "Steps": [
        {"name": "inner", "action": "aws:executeScript", "inputs": SHELL}]}},
    {"name": "azure", "action": "aws:executeAzureApi", "inputs": {"Service": "compute", "Api": "VirtualMachines.Delete"}},
    {"name": "google", "action": "aws:assertGcpResourceProperty", "inputs": {
        "Service": "compute", "Api": "Instances.Get", "PropertySelector": "$.status", "DesiredValues": ["RUNNING"]}}]}
SAID = """Steps cannot run here. Mocks would stand in for them, in a file that a start is given with --mocks:
- {"step":"script","Return":{"Payload":{"a":[{"b":0}]},"OutputPayload":""}}  # python3.11 needs python3, which is not installed
- {"step":"inner","Return":{"Payload":"","OutputPayload":""}}  # PowerShell 7.4 needs pwsh, which is not installed
- {"call":"azure:compute/VirtualMachines.Delete","step":"azure","Return":{}}  # nothing but mocks answers aws:executeAzureApi here
- {"call":"gcp:compute/Instances.Get","step":"google","Return":{"status":"RUNNING"}}  # nothing but mocks answers aws:assertGcpResourceProperty here"""


class NotHere(unittest.TestCase):
    def setUp(self):
        self.local = Local(PATH="/nowhere")
        self.addCleanup(self.local.__exit__)
        self.book = self.write("Book.json", RUNBOOK)

    def write(self, name, content):
        file = self.local.folder / name
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        return file

    def create(self, operation="create-document", *more):
        return self.local.run("ssm", operation, "--name", "Book", "--content", f"file://{self.book}", *more)

    def start(self, *more):
        return self.local.run("ssm", "start-automation-execution", "--document-name", "Book", *more)

    def test_creation_says_it_and_takes_the_document(self):
        done = self.create("create-document", "--document-type", "Automation")
        self.assertEqual((done.returncode, done.stderr), (0, f"ssm-local: Book: {SAID}\n"))
        self.assertEqual(json.loads(done.stdout)["DocumentDescription"]["Status"], "Creating")
        self.book = self.write("Book.json", {**RUNBOOK, "description": "another"})
        done = self.create("update-document", "--document-version", "1")
        self.assertEqual((done.returncode, done.stderr), (0, f"ssm-local: Book: {SAID}\n"))

    def test_a_start_is_refused_before_anything_runs(self):
        self.create("create-document", "--document-type", "Automation")
        done = self.start()
        self.assertEqual(done.returncode, 254)
        self.assertIn(f"(InvalidAutomationExecutionParametersException) when calling the StartAutomationExecution operation: {SAID}\n",
                      done.stderr)
        self.assertEqual(self.local.query("SELECT count(*) FROM executions"), [(0,)])

    def test_what_is_said_is_a_mock_file(self):
        self.create("create-document", "--document-type", "Automation")
        mocks = self.write("mocks.yaml", SAID.partition("\n")[2])
        done = self.start("--mocks", mocks)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        ended = self.local.await_status(json.loads(done.stdout)["AutomationExecutionId"], "Success")
        self.assertEqual(ended["StepExecutions"][1]["Outputs"]["Deep"], ["0"])

    def test_what_has_a_mock_is_not_said(self):
        self.create("create-document", "--document-type", "Automation")
        mocks = self.write("mocks.yaml", "- {step: each, Return: {}}\n- {step: script, Return: {Payload: {}}}\n"
                           "- {call: 'gcp:compute/instances.get', Return: {status: RUNNING}}\n")
        done = self.start("--mocks", mocks)
        self.assertEqual(done.returncode, 254)
        self.assertIn("--mocks:\n- {\"call\":\"azure:compute/VirtualMachines.Delete\",\"step\":\"azure\"", done.stderr)
        self.assertEqual(done.stderr.count("step"), 1)

    def test_a_folder_is_loaded_and_says_it(self):
        done = self.local.run("documents", "load", self.book)
        self.assertEqual((done.returncode, done.stderr), (0, f"ssm-local: Book: {SAID}\n"))

    def test_lint_says_it_and_finds_nothing_wrong(self):
        done = self.local.run("lint", "--no-python", self.book)
        self.assertEqual((done.returncode, done.stderr), (0, f"ssm-local: {self.book}: {SAID}\n"))
        self.assertIn("1 file: 0 errors", done.stdout)

    def test_a_case_says_it(self):
        tests = self.write("Book.test.yaml", "document: Book.json\ncases: [{name: a, expect: {status: Success}}]\n")
        done = self.local.run("test", tests)
        self.assertEqual(done.returncode, 1)
        for line in SAID.splitlines():
            self.assertIn(line, done.stdout)


if __name__ == "__main__":
    unittest.main()
