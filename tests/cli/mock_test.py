# SPDX-License-Identifier: Apache-2.0
"""`ssm-local mock skeleton` and `mock check`. What needs botocore is skipped and counted without it."""

import json
import subprocess
import sys
import unittest

from local import BINARY, Local

HAS_BOTOCORE = subprocess.run(
    ["python3", "-c", "import botocore"], capture_output=True, check=False).returncode == 0

RUNBOOK = {
    "schemaVersion": "0.3",
    "mainSteps": [
        {"name": "look", "action": "aws:executeAwsApi",
         "inputs": {"Service": "ec2", "Api": "describe_instances"},
         "outputs": [{"Name": "Id", "Type": "String",
                      "Selector": "$.Reservations[0].Instances[0].InstanceId"},
                     {"Name": "State", "Type": "String",
                      "Selector": "$.Reservations[0].Instances[0].State.Name"}]},
        {"name": "wait", "action": "aws:waitForAwsResourceProperty",
         "inputs": {"Service": "ec2", "Api": "DescribeInstances", "DesiredValues": ["stopped"],
                    "PropertySelector": "$.Reservations[0].Instances[0].State.Name"}},
        {"name": "nap", "action": "aws:sleep", "inputs": {"Duration": "PT1S"}},
        {"name": "script", "action": "aws:executeScript",
         "inputs": {"Runtime": "python3.11", "Handler": "h", "Script": "def h(e, c): pass"},
         "outputs": [{"Name": "Count", "Selector": "$.Payload.count", "Type": "Integer"}]}]}

MISTAKES = """mocks:
- call: ec2:DescribeInstances
  step: look
  Return: {Reservations: [{Instanzes: []}]}
- call: ec3:DescribeInstances
  Return: {}
- call: ec2:DescribeInstanses
  Throw: {Error: x}
- call: EC2:describe_instances
  "0": {Return: {Reservations: [{Instances: [{State: {Name: runing}}]}]}}
  1-: {Return: {Reservations: none, ResponseMetadata: {HTTPStatusCode: 200}}}
- call: ec2:StopInstances
  when: {Instances: [i-1], InstanceIds: i-1}
  Return: {}
"""
COMPLAINTS = [
    'mocks.yaml:4:28: mocks[0].Return.Reservations[0].Instanzes: "Instanzes" is no member of the answer. '
    'Did you mean "Instances"?',
    'mocks.yaml:5:3: mocks[1].call: The API has no service "ec3". Did you mean "ecs"?',
    'mocks.yaml:7:3: mocks[2].call: Service ec2 has no operation "DescribeInstanses". '
    'Did you mean "DescribeInstances"?',
    'mocks.yaml:10:55: mocks[3].0.Return.Reservations[0].Instances[0].State.Name: "Name" is never "runing". '
    'Did you mean "running"?',
    'mocks.yaml:11:17: mocks[3].1-.Return.Reservations: "Reservations" must be a list.',
    'mocks.yaml:13:10: mocks[4].when.Instances: "Instances" is no member of the call\'s parameters. '
    'Did you mean "InstanceIds"?',
]
WELL = "1 file: no problem\n"


class MockTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.local = self.enterContext(Local())
        self.write("doc.json", json.dumps(RUNBOOK))

    def write(self, name, text):
        (self.local.folder / name).write_text(text)

    def mock(self, *words, path=None):
        environment = dict(self.local.environment)
        if path is not None:
            environment["PATH"] = path
        return subprocess.run([BINARY, "mock", *words], env=environment, cwd=self.local.folder,
                              capture_output=True, text=True, timeout=60, check=False)

    def skeleton(self, **how):
        done = self.mock("skeleton", "doc.json", **how)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.write("skeleton.yaml", done.stdout)
        return done

    def test_the_skeleton_has_what_the_selectors_look_for(self):
        done = self.skeleton(path="/nowhere")
        self.assertIn("not shaped by the APIs' models", done.stderr)
        self.assertEqual(done.stdout.count("step: "), 3)
        self.assertIn("Name: stopped", done.stdout)  # what is waited for
        self.assertIn("count: 0", done.stdout)
        self.assertNotIn("nap", done.stdout)

    def test_references_and_loops_in_a_skeleton(self):
        wait = {"name": "wait", "action": "aws:waitForAwsResourceProperty", "inputs": {
            "Service": "ec2", "Api": "DescribeInstances", "DesiredValues": ["{{ Type }}"],
            "PropertySelector": "$.Reservations[0].Instances[0].InstanceType"}}
        other = {**wait, "name": "other", "inputs": {**wait["inputs"], "DesiredValues": ["{{ Given }}"]}}
        loop = {"name": "again", "action": "aws:loop", "inputs": {
            "MaxIterations": 2, "Iterators": ["a"], "Steps": [{**wait, "name": "inner"}]}}
        self.write("doc.json", json.dumps({
            "schemaVersion": "0.3", "mainSteps": [wait, other, loop],
            "parameters": {"Type": {"type": "String", "default": "t3.micro"}, "Given": {"type": "String"}}}))
        done = self.skeleton(path="/nowhere")
        self.assertIn("InstanceType: t3.micro", done.stdout)
        self.assertIn("InstanceType: ''", done.stdout)
        self.assertNotIn("{{", done.stdout)
        self.assertNotIn("step: again", done.stdout)
        self.assertIn("step: inner", done.stdout)

    def test_calls_of_other_clouds_are_in_the_skeleton(self):
        inputs = {"Service": "compute", "Api": "VirtualMachines.Get"}
        runbook = {"schemaVersion": "0.3", "mainSteps": [
            {"name": "look", "action": "aws:executeAzureApi", "inputs": inputs,
             "outputs": [{"Name": "Id", "Type": "String", "Selector": "$.id"}]}]}
        self.write("doc.json", json.dumps(runbook))
        self.assertIn("call: azure:compute/VirtualMachines.Get", self.skeleton(path="/nowhere").stdout)
        self.assertEqual(self.mock("check", "skeleton.yaml", "--document", "doc.json").stdout, WELL)
        self.local.create_document("Doc", runbook)
        started = self.local.ssm("start-automation-execution", "--document-name", "Doc",
                                 "--mocks", self.local.folder / "skeleton.yaml")
        execution = started["AutomationExecutionId"]
        self.local.run("wait", "automation-execution-complete", "--automation-execution-id", execution)
        self.assertEqual(self.local.execution(execution)["AutomationExecutionStatus"], "Success")

    def test_an_execution_runs_with_the_skeleton(self):
        self.skeleton(path="/nowhere")
        self.local.create_document("Doc", RUNBOOK)
        started = self.local.ssm("start-automation-execution", "--document-name", "Doc",
                                 "--mocks", self.local.folder / "skeleton.yaml")
        execution = started["AutomationExecutionId"]
        self.local.run("wait", "automation-execution-complete",
                       "--automation-execution-id", execution)
        self.assertEqual(self.local.execution(execution)["AutomationExecutionStatus"], "Success")

    def test_a_default_of_parameter_store_is_in_the_skeleton_or_in_the_account(self):
        runbook = {"schemaVersion": "0.3", "parameters": {"Image": {"type": "String", "default": "{{ssm:/image}}"}},
                   "mainSteps": [{"name": "nap", "action": "aws:sleep", "inputs": {"Duration": "PT1S"}}]}
        self.write("doc.json", json.dumps(runbook))
        self.skeleton(path="/nowhere")
        self.local.create_document("Doc", runbook)
        start = ["ssm", "start-automation-execution", "--document-name", "Doc"]
        self.assertEqual(self.local.run(*start, "--mocks", self.local.folder / "skeleton.yaml").returncode, 0)
        refused = self.local.run(*start)
        self.assertEqual(refused.returncode, 254)
        self.assertIn("names ssm:/image, which Parameter Store does not have", refused.stderr)
        self.write("account.yaml", "parameters: [{Name: /image, Value: ami-1}]")
        self.local.run("account", "load", self.local.folder / "account.yaml")
        self.assertEqual(self.local.run(*start).returncode, 0)

    def test_a_good_file_has_no_problems_without_botocore(self):
        self.skeleton(path="/nowhere")
        done = self.mock("check", "skeleton.yaml", "--document", "doc.json", path="/nowhere")
        self.assertEqual((done.returncode, done.stdout), (0, WELL))
        self.assertIn("not held against the APIs' models", done.stderr)

    def test_problems_of_several_files(self):
        self.write("a.yaml", "- {step: lok, Return: {}}\n- {step: script, Return: {}}\n"
                             "- {step: script, '0': {Return: {}}}\n")
        self.write("b.yaml", "- {stpe: look}\n")
        done = self.mock("check", "a.yaml", "b.yaml", "--document", "doc.json")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout.splitlines()[:2], [
            'a.yaml:1:4: [0].step: The document has no step "lok". Did you mean "look"?',
            "a.yaml:3:3: [2]: [1] answers every use before it."])
        self.assertIn('b.yaml:1:4: [0].stpe: Unknown property "stpe".', done.stdout)

    def test_outputs_that_nothing_reads(self):
        self.write("mocks.yaml", """mocks:
- step: script
  Return: {Payloat: {count: 1}}
- step: script
  0: {Return: {Payload: {cuont: 1, more: 2}}}
  1: {Return: {Payload: {}}}
  2-: {Throw: {Error: x}}
- step: nap
  Return: {Slept: 1}
- step: look
  Return: {Reservation: [], Other: 1}
""")
        done = self.mock("check", "mocks.yaml", "--document", "doc.json")
        self.assertEqual((done.stdout.splitlines(), done.returncode), ([
            'mocks.yaml:3:12: mocks[0].Return.Payloat: "Payloat" is no output of step "script". '
            'Did you mean "Payload"?',
            'mocks.yaml:4:3: mocks[1]: mocks[0] answers every use before it.',
            'mocks.yaml:5:26: mocks[1].0.Return.Payload.cuont: No selector of step "script" reads "cuont". '
            'Did you mean "count"?',
            'mocks.yaml:9:12: mocks[2].Return.Slept: "Slept" is no output of step "nap".',
            'mocks.yaml:11:12: mocks[3].Return.Reservation: No selector of step "look" reads "Reservation". '
            'Did you mean "Reservations"?'], 1), done.stderr)

    def test_mocks_of_test_files(self):
        self.write("shared.yaml", "- {step: script, Return: {}}\n- {step: script, Return: {}}\n")
        self.write("good.test.yaml", """document: doc.json
mocks:
- {step: script, Return: {Payload: {cuont: 1}}}
cases:
- name: one
  mocks:
  - {step: script, Return: {Payloat: 1}}
  - {step: script, Return: {}}
  expect: {status: Success}
- name: rows
  expect: {status: Success}
  table:
  - {name: first, mocks: [{step: nap, Return: {Slept: 1}}]}
  - {name: other, mocks: shared.yaml}
- name: of another runbook
  document: AWS-StopEC2Instance
  mocks: [{step: stopInstances, Return: {InstanceState: stopped}}]
  expect: {status: Success}
""")
        said = [
            'good.test.yaml:3:37: mocks[0].Return.Payload.cuont: No selector of step "script" reads "cuont". '
            'Did you mean "count"?',
            'good.test.yaml:7:29: cases[0].mocks[0].Return.Payloat: "Payloat" is no output of step "script". '
            'Did you mean "Payload"?',
            'good.test.yaml:8:5: cases[0].mocks[1]: cases[0].mocks[0] answers every use before it.',
            'good.test.yaml:13:48: cases[1].table[0].mocks[0].Return.Slept: "Slept" is no output of step "nap".',
            'good.test.yaml:17:42: cases[2].mocks[0].Return.InstanceState: "InstanceState" is no output of step '
            '"stopInstances". Did you mean "InstanceStates"?',
            'shared.yaml:2:3: [1]: [0] answers every use before it.']
        done = self.mock("check", "good.test.yaml")
        self.assertEqual((done.stdout.splitlines(), done.returncode), (said, 1), done.stderr)
        # Whatever its name, and against its own documents.
        self.write("doc2.json", json.dumps({**RUNBOOK, "mainSteps": RUNBOOK["mainSteps"][:1]}))
        (self.local.folder / "good.test.yaml").rename(self.local.folder / "mine.yaml")
        done = self.mock("check", "mine.yaml", "--document", "doc2.json")
        self.assertEqual(done.stdout.splitlines(), [line.replace("good.test", "mine") for line in said])

        self.write("bad.test.yaml", """document: doc.json
mocks: [{step: lok, Return: {}}]
cases:
- {name: one, mocks: [{stpe: look}], expcet: {}}
- {name: two, mocks: gone.yaml, expect: {status: Success}}
""")
        done = self.mock("check", "bad.test.yaml")
        self.assertEqual(done.returncode, 1)
        self.assertIn('bad.test.yaml:4:24: cases[0].mocks[0].stpe: Unknown property "stpe".', done.stdout)
        self.assertIn("bad.test.yaml:4:38: ", done.stdout)
        self.write("bad.test.yaml", "document: doc.json\nmocks: [{step: lok, Return: {}}]\n"
                   "cases: [{name: two, mocks: gone.yaml, expect: {status: Success}}]\n")
        self.assertEqual(self.mock("check", "bad.test.yaml").stdout.splitlines(), [
            'bad.test.yaml:2:10: mocks[0].step: The document has no step "lok". Did you mean "look"?',
            "bad.test.yaml:3:28: cases[0].mocks: cannot be read: [Errno 2] No such file or directory: 'gone.yaml'"])

    def test_documents_by_name(self):
        predefined = self.mock("skeleton", "AWS-StopEC2Instance", path="/nowhere")
        self.assertIn("stopInstances", predefined.stdout)
        self.assertFalse(self.local.state.exists())
        self.local.create_document("Doc", RUNBOOK)
        shaped = self.skeleton(path="/nowhere").stdout
        self.assertEqual(self.mock("skeleton", "Doc", path="/nowhere").stdout, shaped)
        other = self.mock("skeleton", "Doc", "--region", "eu-west-1")
        self.assertEqual((other.returncode, other.stdout), (255, ""))
        self.assertIn("no document of that name", other.stderr)
        self.write("mocks.yaml", "- {step: lok, Return: {}}\n")
        done = self.mock("check", "mocks.yaml", "--document", "Doc", "--document-version", "1")
        self.assertIn('The document has no step "lok"', done.stdout)

    def test_a_selector_without_end(self):
        runbook = json.loads(json.dumps(RUNBOOK))
        runbook["mainSteps"][0]["outputs"][0]["Selector"] = "$" + ".a" * 20000
        self.write("deep.json", json.dumps(runbook))
        done = self.mock("skeleton", "deep.json", path="/nowhere")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("count: 0", done.stdout)

    def test_what_cannot_be_read(self):
        for words in (["check", "gone.yaml"], ["skeleton", "gone.yaml"],
                      ["check", "doc.json", "--document", "gone"]):
            done = self.mock(*words)
            self.assertEqual(done.returncode, 255, done)
            self.assertIn("gone", done.stderr)
        self.assertEqual(self.mock("check").returncode, 252)

    @unittest.skipUnless(HAS_BOTOCORE, "botocore is not installed")
    def test_answers_against_the_models(self):
        self.write("mocks.yaml", MISTAKES)
        done = self.mock("check", "mocks.yaml", "--document", "doc.json")
        self.assertEqual(done.stdout.splitlines(), COMPLAINTS)
        case = "document: doc.json\ncases:\n- name: one\n  expect: {status: Success}\n"
        self.write("mocks.test.yaml", case + "".join(f"  {line}\n" for line in MISTAKES.splitlines()))
        said = self.mock("check", "mocks.test.yaml").stdout
        self.assertIn('mocks.test.yaml:8:30: cases[0].mocks[0].Return.Reservations[0].Instanzes: "Instanzes"', said)
        self.assertEqual(said.count("\n"), len(COMPLAINTS))
        self.assertEqual(done.returncode, 1)

    @unittest.skipUnless(HAS_BOTOCORE, "botocore is not installed")
    def test_a_skeleton_fits_the_models(self):
        self.assertEqual(self.skeleton().stderr, "")
        done = self.mock("check", "skeleton.yaml", "--document", "doc.json")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, WELL, ""))
        both = self.mock("check", "skeleton.yaml", "skeleton.yaml", "--document", "doc.json")
        self.assertEqual((both.returncode, both.stdout), (0, "2 files: no problem\n"))


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    print(f"{len(result.skipped)} skipped without botocore")
    sys.exit(not result.wasSuccessful())
