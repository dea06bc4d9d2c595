# SPDX-License-Identifier: Apache-2.0
"""`ssm-local test init`: the files that it writes, and that they pass. With ACCEPT set they are written anew."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from golden import GoldenTest
from local import BINARY, PATIENCE_SECONDS, lines_said

HERE = pathlib.Path(__file__).parent / "init"
HAS_BOTOCORE = subprocess.run(
    ["python3", "-c", "import botocore"], capture_output=True, check=False).returncode == 0
NAP = ("schemaVersion: '0.3'\nmainSteps:\n- name: nap\n  action: aws:sleep\n"
       "  inputs: {Duration: PT1S}\n")



def is_covered(item):
    """Also by a mock that stands in for the step, which then runs no line of its script."""
    return item["kind"] == "scriptLine" or item["count"] + item.get("mocked", 0) > 0


class InitTest(GoldenTest):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def run_test(self, *words, **environment):
        return subprocess.run(
            [BINARY, "test", *map(str, words)], cwd=self.folder, capture_output=True, text=True,
            env={**os.environ, **environment}, timeout=PATIENCE_SECONDS, check=False)

    def init(self, *words, **environment):
        done = self.run_test("init", *words, **environment)
        self.assertEqual((done.returncode, lines_said(done.stderr)), (0, []), done.stdout)
        return done.stdout

    def coverage(self, file):
        done = self.run_test("--coverage=json=coverage.json", file)
        self.assertEqual((done.returncode, lines_said(done.stderr)), (0, []), done.stdout)
        report = json.loads((self.folder / "coverage.json").read_text())
        return [item for document in report["documents"] for item in document["items"]]

    def test_runbooks(self):
        for runbook, missing in {"retire.yaml": set(),
                                 "restore.json": {"step never", "kind: no choice applies",
                                                  'kind: choice 3 (Kind = "table") → never'}}.items():
            with self.subTest(runbook):
                shutil.copy(HERE / runbook, self.folder)
                said = self.init(runbook, "--no-python")
                written = pathlib.Path(runbook).with_suffix(".test.yaml").name
                self.check_golden(HERE / written, (self.folder / written).read_text())
                self.check_golden(HERE / f"{runbook}.txt", said)
                items = self.coverage(written)
                self.assertEqual({item["what"] for item in items if not is_covered(item)}, missing)
                text = (self.folder / written).read_text()
                for what in missing:
                    self.assertIn(f"# - {what}: ", text)

    def test_scripts(self):
        shutil.copy(HERE / "scripts.yaml", self.folder)
        done = self.run_test("init", "scripts.yaml", "--no-models")
        self.assertEqual(done.returncode, 0, done.stderr)
        text = (self.folder / "scripts.test.yaml").read_text()
        self.check_golden(HERE / "scripts.test.yaml", text)
        self.run_test("--coverage=json=coverage.json", "scripts.test.yaml")
        report = json.loads((self.folder / "coverage.json").read_text())
        items = report["documents"][0]["items"]
        self.assertEqual([item["what"] for item in items if item["count"] == 0 and item["kind"] != "choice"], [])
        self.init("scripts.yaml", "--no-python", "--output", "mocked.test.yaml")
        self.assertTrue(all(item["count"] == 0 for item in self.coverage("mocked.test.yaml")
                            if item["kind"] == "scriptLine"))

    def test_loops(self):
        shutil.copy(HERE / "loops.yaml", self.folder)
        self.init("loops.yaml", "--no-python")
        # That one goes on until MaxIterations is its only way to an end: its branch leads out of it.
        left = {item["what"] for item in self.coverage("loops.test.yaml") if not is_covered(item)}
        self.assertLessEqual(left, {"poll: the loop comes to its end"})

    def test_beside_the_runbook_or_where_it_is_wanted(self):
        (self.folder / "books").mkdir()
        (self.folder / "tests").mkdir()
        (self.folder / "books" / "nap.yaml").write_text(NAP)
        self.init("books/nap.yaml")
        self.init("books/nap.yaml", "--output", "tests/nap.test.yaml")
        beside, elsewhere = ((self.folder / name).read_text()
                             for name in ("books/nap.test.yaml", "tests/nap.test.yaml"))
        self.assertIn("document: nap.yaml\n", beside)
        self.assertIn("document: ../books/nap.yaml\n", elsewhere)
        self.assertEqual(self.init("books/nap.yaml", "--output", "-"),
                         beside.replace("nap.yaml", "books/nap.yaml"))
        self.assertEqual(self.run_test().returncode, 0)

    def test_a_predefined_runbook(self):
        self.init("AWS-StopEC2InstanceWithApproval", "--no-python")
        items = self.coverage("AWS-StopEC2InstanceWithApproval.test.yaml")
        self.assertEqual([item["what"] for item in items if not is_covered(item)], [])

    def test_few_cases(self):
        shutil.copy(HERE / "retire.yaml", self.folder)
        self.init("retire.yaml", "--no-python", "--cases", "2")
        text = (self.folder / "retire.test.yaml").read_text()
        self.assertEqual(text.count("- name: "), 2)
        self.assertIn("left out, 2 cases are enough (--cases)", text)

    def test_each_of_many_choices(self):
        numbers = list(range(60))
        texts = [f"v{number}" for number in numbers]
        for kind, comparison, values, allowed in (
                ("String", "StringEquals", texts, ""),
                ("String", "StringEquals", texts, f", allowedValues: [{', '.join(texts)}, last]"),
                ("Integer", "NumericEquals", numbers, "")):
            with self.subTest(kind, allowed=allowed):
                choices = "".join(f"    - {{NextStep: nap{number // 2}, Variable: '{{{{ P }}}}', {comparison}: {value}}}\n"
                                  for number, value in enumerate(values))
                naps = "".join(f"- {{name: {name}, action: 'aws:sleep', isEnd: true, inputs: {{Duration: PT1S}}}}\n"
                               for name in [f"nap{number}" for number in range(30)] + ["other"])
                (self.folder / "many.yaml").write_text(
                    f"schemaVersion: '0.3'\nparameters: {{P: {{type: {kind}{allowed}}}}}\nmainSteps:\n- name: decide\n"
                    f"  action: aws:branch\n  inputs:\n    Default: other\n    Choices:\n{choices}{naps}")
                self.init("many.yaml", "--no-python")
                items = self.coverage("many.test.yaml")
                self.assertEqual([item["what"] for item in items if not is_covered(item)], [])
                (self.folder / "many.test.yaml").unlink()

    def test_a_step_that_cannot_run_here_and_that_nothing_leads_to(self):
        # Without a mock for it no case would start.
        azure = "- {name: never, action: 'aws:executeAzureApi', inputs: {Service: compute, Api: VirtualMachines.Delete}}\n"
        (self.folder / "nap.yaml").write_text(NAP + "  isEnd: true\n" + azure)
        self.init("nap.yaml", "--no-python")
        self.assertIn("step: never", (self.folder / "nap.test.yaml").read_text())
        self.coverage("nap.test.yaml")

    @unittest.skipUnless(HAS_BOTOCORE, "1 test skipped: no botocore")
    def test_answers_fit_the_models(self):
        for runbook in ("retire.yaml", "restore.json"):
            shutil.copy(HERE / runbook, self.folder)
            self.init(runbook)
        for file in self.folder.glob("*.test.yaml"):
            text = file.read_text()
            mocks = text[text.index("mocks:\n"):text.index("cases:\n")]
            (self.folder / "mocks.yaml").write_text(mocks)
            done = subprocess.run([BINARY, "mock", "check", "mocks.yaml"], cwd=self.folder,
                                  capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
            self.assertEqual((done.stdout, lines_said(done.stderr)), ("1 file: no problem\n", []))

    def mistakes_in(self, script, *words, outputs=""):
        """What is said of a step that runs it, and the test file."""
        indented = "".join(f"      {line}\n" for line in script.splitlines())
        (self.folder / "work.yaml").write_text(
            "schemaVersion: '0.3'\nparameters: {Names: {type: StringList, default: []}}\nmainSteps:\n- name: work\n"
            "  action: aws:executeScript\n  inputs:\n    Runtime: python3.11\n    Handler: main\n"
            f"    InputPayload: {{Names: '{{{{ Names }}}}'}}\n    Script: |\n{indented}{outputs}")
        done = self.run_test("init", "work.yaml", *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        text = (self.folder / "work.test.yaml").read_text()
        (self.folder / "work.test.yaml").unlink()
        said = [line.split("this may be a mistake of the runbook: ", 1)[1] for line in lines_said(done.stderr)]
        for each in said:
            self.assertIn(f"# - {each}\n", text)
        return said, text

    @unittest.skipUnless(HAS_BOTOCORE, "1 test skipped: no botocore")
    def test_mistakes_against_the_models(self):
        for line, mistake in {
                's3.list_buckets()["Bucket"]':
                    "KeyError - 'Bucket': no such member is in what s3:ListBuckets answers",
                's3.list_buckets()["Buckets"][0]["Nam"]':
                    "KeyError - 'Nam': no such member is in what s3:ListBuckets answers under Buckets",
                "s3.list_bucketz()":
                    "AttributeError - 'S3' object has no attribute 'list_bucketz': Service s3 has no operation "
                    '"ListBucketz". Did you mean "ListBuckets"?',
                "s3.delete_bucket(Buckett='b')":
                    "ParamValidationError - Parameter validation failed: Missing required parameter in input: "
                    '"Bucket" Unknown parameter in input: "Buckett", must be one of: Bucket, ExpectedBucketOwner'}.items():
            with self.subTest(line):
                said, text = self.mistakes_in(
                    f"import boto3\ndef main(events, context):\n    s3 = boto3.client('s3')\n    {line}\n    return {{}}\n")
                self.assertEqual(said, [f"work: line 4: {mistake}"])
                # Where no mock answers, a strict file ends the execution without a word of the lines that ran.
                shown = "Not shown" if "bucketz" in line else "- name: work fails in its script\n  expect: {status: Failed"
                self.assertIn(shown, text)
        self.assertEqual(self.mistakes_in(
            "import boto3\ndef main(events, context):\n    found = boto3.client('s3').list_buckets()\n"
            "    return [found['Buckets'][0]['Name'], found['ResponseMetadata']['HTTPStatusCode'], found.get('NextToken')]\n")[0], [])

    @unittest.skipUnless(HAS_BOTOCORE, "1 test skipped: no botocore")
    def test_an_exception_is_thrown_by_the_code_that_answers_have(self):
        for name, thrown in {"DBInstanceNotFoundFault": "{Error: DBInstanceNotFound, Cause: DB instance not found}",
                             "DBClusterNotFoundFault": "{Error: DBClusterNotFoundFault, Cause: DB cluster not found}"}.items():
            with self.subTest(name):
                said, text = self.mistakes_in(
                    "import boto3\ndef main(events, context):\n    rds = boto3.client('rds')\n    try:\n"
                    f"        return rds.describe_db_instances()\n    except rds.exceptions.{name}:\n        return {{}}\n")
                self.assertEqual(said, [])
                self.assertIn(f"Throw: {thrown}", text)
                self.assertIn("Throw: {Error: AccessDenied, Cause: not allowed}", text)
                self.assertNotIn("Not shown", text)

    def test_scripts_that_never_succeed(self):
        self.assertEqual(self.mistakes_in("%%SCRIPT=x.py%%\n")[0], ["work: its script is a placeholder: %%SCRIPT=x.py%%"])
        said, _ = self.mistakes_in("def main(events, context)\n    return {}\n")
        self.assertRegex(said[0], "^work: its script cannot be run: line 1: SyntaxError - .*: def main")
        said, _ = self.mistakes_in("def mian(events, context):\n    return {}\n")
        self.assertEqual(said, ["work: its script fails, whatever its calls are answered: AttributeError - module "
                                "'customer_script' has no attribute 'main'"])
        said, text = self.mistakes_in("def main(events, context):\n    return {'A': [1]}\n",
                                      outputs="  outputs: [{Name: A, Selector: $.Payload.A, Type: StringMap}]\n")
        self.assertEqual(len(said), 1)
        self.assertIn("work: it fails although its script returns: ", said[0])
        self.assertIn("The value is a list", said[0])
        self.assertIn("- name: work fails in its outputs\n", text)

    def test_what_differs_from_run_to_run_is_not_expected(self):
        (self.folder / "draw.yaml").write_text("""\
schemaVersion: '0.3'
mainSteps:
- name: draw
  action: aws:executeScript
  inputs:
    Runtime: python3.11
    Handler: main
    Script: |
      import random, uuid
      def main(events, context):
          names = {f'name-{number}' for number in range(9)}
          return {'Id': str(uuid.uuid4()), 'Some': random.choice(list(names)), 'First': list(names)[0],
                  'Count': len(names), 'Rounds': ['x'] * random.randrange(1, 50)}
  outputs:
  - {Name: Id, Selector: $.Payload.Id, Type: String}
  - {Name: Some, Selector: $.Payload.Some, Type: String}
  - {Name: First, Selector: $.Payload.First, Type: String}
  - {Name: Count, Selector: $.Payload.Count, Type: Integer}
  - {Name: Rounds, Selector: $.Payload.Rounds, Type: StringList}
LOOPoutputs: [draw.Id, draw.Some, draw.First, draw.Count]
""")
        text = (self.folder / "draw.yaml").read_text()
        loop = ("- name: each\n  action: aws:loop\n  inputs:\n    Iterators: '{{ draw.Rounds }}'\n    Steps:\n"
                "    - {name: nap, action: 'aws:sleep', inputs: {Duration: PT1S}}\n")
        left_out = "# Not expected, as they are others each time: outputs.draw.First, outputs.draw.Id, outputs.draw.Some"
        for steps, path, also in (("", ", path: [draw]", ""), (loop, "", ", path")):
            with self.subTest(steps):
                (self.folder / "draw.yaml").write_text(text.replace("LOOP", steps))
                self.init("draw.yaml")
                written = (self.folder / "draw.test.yaml").read_text()
                self.assertIn(f"  expect: {{status: Success{path}, outputs: {{draw.Count: \"9\"}}}}\n", written)
                self.assertIn(f"{left_out}{also}\n", written)
                for _ in range(3):
                    done = self.run_test("draw.test.yaml")
                    self.assertEqual(done.returncode, 0, done.stdout)
                (self.folder / "draw.test.yaml").unlink()

    def test_an_empty_list_of_parameters_gets_a_value(self):
        said, text = self.mistakes_in(
            "def main(events, context):\n    for name in events['Names']:\n        print(name)\n    return {}\n", "--no-models")
        self.assertEqual(said, [])
        self.assertIn("  parameters: {Names: [example]}\n", text)
        self.assertNotIn("Not shown", text)

    def test_mistakes(self):
        (self.folder / "nap.yaml").write_text(NAP)
        (self.folder / "bad.yaml").write_text(NAP.replace("aws:sleep", "aws:sleeep"))
        (self.folder / "old.yaml").write_text(
            "schemaVersion: '0.3'\nmainSteps:\n- name: old\n  action: aws:executeScript\n"
            "  inputs: {Runtime: python3.6, Handler: h, Script: 'def h(e, c): pass'}\n")
        (self.folder / "narrow.yaml").write_text(
            NAP.replace("mainSteps", "parameters:\n  Key: {type: String, allowedPattern: '(?=a)b'}\nmainSteps"))
        (self.folder / "book").write_text(NAP)
        (self.folder / "here.test.yaml").write_text("mine")
        for words, code, said in (
                ([], 252, "test init: RUNBOOK is missing. See ssm-local test init --help."),
                (["nap.yaml", "other.yaml"], 252, "expected RUNBOOK, not 2 words"),
                (["nap.yaml", "--cases", "0"], 252, "--cases must be from 1 to 1000"),
                (["nap.yaml", "--case", "x"], 252, "invalid"),
                (["nap.yaml", "--outputs"], 252, "there is no option --outputs. Did you mean --output?"),
                (["nowhere.yaml"], 255, "No such file or directory"),
                (["book"], 252, "ending in .yaml, .yml or .json"),
                (["-"], 252, "ending in .yaml, .yml or .json"),
                (["Mine"], 252, "neither a file nor a predefined runbook"),
                (["bad.yaml"], 255, 'bad.yaml:4:3: mainSteps[0].action: Unknown action: aws:sleeep'),
                (["old.yaml"], 255, "with it. Use python3.11; to run an old document here, set SSM_LOCAL_RETIRED_RUNTIMES=allow."),
                (["narrow.yaml"], 255, "Parameter Key has no default, and no value was found that its "
                                       "allowedPattern allows"),
                (["nap.yaml", "--output", "here.test.yaml"], 255, "here.test.yaml is there already"),
                (["nap.yaml", "--output", "no/where.test.yaml"], 255, "No such file or directory")):
            with self.subTest(words):
                done = self.run_test("init", *words)
                self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
                self.assertIn(said, done.stderr)
        self.assertEqual((self.folder / "here.test.yaml").read_text(), "mine")
        for words in (["init", "help"], ["init", "nap.yaml", "--help"], ["init", "-h"]):
            self.assertIn("usage: ssm-local test init", self.run_test(*words).stdout)
        self.init("old.yaml", "--no-python", SSM_LOCAL_RETIRED_RUNTIMES="allow")
        self.assertIn("It passes as it stands with SSM_LOCAL_RETIRED_RUNTIMES=allow: ",
                      (self.folder / "old.test.yaml").read_text())


if __name__ == "__main__":
    unittest.main()
