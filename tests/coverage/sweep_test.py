# SPDX-License-Identifier: Apache-2.0
"""Sweeps of faults. With ACCEPT set the golden files are written anew."""

import json
import pathlib
import subprocess
import tempfile
import unittest

from golden import GoldenTest
from local import BINARY, PATIENCE_SECONDS

HERE = pathlib.Path(__file__).parent
CASES = HERE / "cases"
SCENARIOS = HERE.parent / "engine" / "scenarios"
SWEPT = ("approve", "cancel", "change_request", "interactive", "loop_nested", "loop_signals", "queue")


def run(*arguments, cwd=CASES):
    return subprocess.run([BINARY, "test", *map(str, arguments)], cwd=cwd, capture_output=True,
                          timeout=PATIENCE_SECONDS, check=False)


def sweep(*arguments, cwd=CASES):
    done = run("--report", "json", "--fault-sweep", *arguments, cwd=cwd)
    assert done.returncode == 0, done
    return json.loads(done.stdout)["sweeps"]


class Sweeps(GoldenTest):
    def test_golden(self):
        done = run("restart.test.yaml", "ways.test.yaml", "--fault-sweep", "*")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.check_golden(HERE / "sweep.txt", done.stdout.decode())

    def test_json(self):
        (seen,) = sweep("stops, then starts")
        self.assertEqual((seen["file"], seen["passed"], seen["left"]),
                         ("restart.test.yaml", True, []))
        runs = {(run["step"], run["fault"]): run for run in seen["runs"]}
        self.assertEqual(len(runs), 8)
        self.assertEqual(runs["startInstances", "error"]["left"],
                         ["instance i-1234567890abcdef0: stopped, was running"])
        self.assertIn("fault sweep", runs["stopInstances", "throttle"]["failureMessage"])
        self.assertEqual(runs["stopInstances", "timeout"]["status"], "TimedOut")

    def test_faults(self):
        """A retry gets over one throttled attempt; a failure path repairs; a cancel path, too."""
        seen = sweep("the second of two choices*")[0]
        runs = {run["fault"]: run for run in seen["runs"] if run["step"] == "stop"}
        self.assertEqual(runs["throttle"]["stepStatus"], "Success")
        self.assertEqual(runs["throttle"]["then"], ["rest", "second"])
        self.assertEqual(runs["throttle"]["leftWithoutFault"], runs["throttle"]["left"])
        self.assertEqual((runs["error"]["then"], runs["error"]["left"]), (["repair"], []))
        self.assertEqual(runs["cancel"]["status"], "Cancelled")
        self.assertEqual(runs["cancel"]["leftWithoutFault"], [])

    def test_steps_of_a_loop(self):
        """What ran afterwards is told once; a step that had its turn before has how it ended then."""
        steps = [{"name": "nap", "action": "aws:sleep", "inputs": {"Duration": "PT10S"}},
                 {"name": "mark", "action": "aws:createTags", "onFailure": "Continue", "inputs": {
                     "ResourceIds": ["i-1234567890abcdef0"], "Tags": [{"Key": "k", "Value": "v"}]}}]
        case = {"name": "a loop", "expect": {"status": "Success"}, "document": {"mainSteps": [
            {"name": "each", "action": "aws:loop", "inputs": {"Iterators": ["a", "b", "c"], "Steps": steps}},
            {"name": "after", "action": "aws:sleep", "inputs": {"Duration": "PT1S"}}]}}
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "loop.test.json"
            file.write_text(json.dumps({"cases": [case]}))
            (seen,) = sweep("*", file)
        runs = {(run["step"], run["fault"]): run for run in seen["runs"]}
        self.assertEqual(runs["mark", "error"]["then"], ["nap 2x", "mark 2x (Failed)", "after"])
        self.assertEqual(runs["mark", "error"]["status"], "Success")
        self.assertEqual(runs["nap", "timeout"]["status"], "TimedOut")
        self.assertEqual(runs["each", "cancel"]["then"], ["nap 2x (Cancelled)", "mark"])

    def test_every_scenario_ends(self):
        """Approvals, change requests, several executions, Interactive: each run has an end."""
        seen = sweep("*", *(f"{name}.test.yaml" for name in SWEPT), cwd=SCENARIOS)
        self.assertGreater(len(seen), 30)
        runs = [run for each in seen for run in each["runs"]]
        self.assertGreater(len(runs), 200)
        self.assertEqual([run for run in runs if "stopped" in run], [])
        self.assertEqual([run for run in runs if not run["status"]], [])
        for run_ in runs:
            if run_["fault"] == "error":
                self.assertIn(run_["stepStatus"], ("Failed", "Cancelled", "TimedOut"), run_)

    def test_what_fails_is_not_swept(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "a.test.yaml").write_text(
                "document: AWS-StartEC2Instance\n"
                "parameters: {InstanceId: i-0abcdef1234567890}\n"
                "cases:\n- {name: wrong, expect: {status: Failed}}\n"
                "- {name: right, expect: {status: Success}}\n")
            done = run("--fault-sweep", "*", cwd=folder)
            self.assertEqual(done.returncode, 1)
            self.assertIn(b"not swept: the case fails as it is\na.test.yaml:4:34: status",
                          done.stdout)
            self.assertIn(b"startInstances  error     Failed", done.stdout)

    def test_report_into_file(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "sweep.json"
            done = run("--fault-sweep", "stops*", f"--report=json={file}")
            self.assertIn(b"step            fault", done.stdout)
            self.assertEqual(len(json.loads(file.read_text())["sweeps"][0]["runs"]), 8)

    def test_usage(self):
        for wrong in (["--fault-sweep", "no such case"], ["--fault-sweep"],
                      ["--fault-sweep", "*", "--report", "tap"],
                      ["--fault-sweep", "*", "--report", "junit=x"],
                      ["--fault-sweep", "*", "--coverage"]):
            done = run(*wrong)
            self.assertEqual((done.returncode, done.stdout), (252, b""), wrong)


if __name__ == "__main__":
    unittest.main()
