# SPDX-License-Identifier: Apache-2.0
"""Reports on tests that fail, and the options. With ACCEPT set the reports are written anew."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as xml

from golden import GoldenTest
from local import BINARY, PATIENCE_SECONDS, lines_said
from terminal import on_terminal

HERE = pathlib.Path(__file__).parent
FAILING = HERE / "failing"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def run(*arguments, cwd=FAILING, **environment):
    return subprocess.run([BINARY, "test", *map(str, arguments)], cwd=cwd, capture_output=True,
                          env={**os.environ, **environment}, timeout=PATIENCE_SECONDS, check=False)


def normal(text):
    """Without what differs from run to run."""
    return re.sub(r"in \d+ ms\n", "in N ms\n", UUID.sub("ID", text))


def without_breaks(text):
    return re.sub(r"in\d+ms$", "", UUID.sub("ID", re.sub(r"\s", "", text)))


def shown(*arguments, columns=80, **environment):
    written, problems, _ = on_terminal(
        [BINARY, "test", *arguments], columns, cwd=FAILING,
        env={**os.environ, "TERM": "xterm", **environment})
    assert problems == "", problems
    return written


class Reports(GoldenTest):
    def test_terminal(self):
        done = run(".")
        self.assertEqual((done.returncode, done.stderr), (1, b""))
        self.check_golden(HERE / "report_terminal.txt", normal(done.stdout.decode()))

    def test_tap(self):
        done = run("--report", "tap")
        self.assertEqual(done.returncode, 1)
        self.check_golden(HERE / "report_tap.txt", normal(done.stdout.decode()))

    def test_json_and_junit_agree(self):
        seen = json.loads(run("--report", "json").stdout)
        root = xml.fromstring(run("--report", "junit").stdout)
        self.assertEqual(root.tag, "testsuites")
        cases = [case for file in seen["files"] for case in file["cases"]]
        self.assertEqual(int(root.get("tests")), len(cases))
        self.assertEqual(int(root.get("failures")), seen["failed"])
        self.assertEqual(int(root.get("errors")), seen["stopped"])
        self.assertEqual((seen["stopped"], seen["passed"]), (1, 0))
        self.assertEqual([suite.get("name") for suite in root],
                         [file["path"] for file in seen["files"]])
        for element, case in zip(root.iter("testcase"), cases, strict=True):
            self.assertEqual(int(element.get("line")), case["line"])
            self.assertGreater(float(element.get("time")), 0)
            self.assertEqual(element[0].tag, "failure" if case["outcome"] == "failed" else "error")
            self.assertEqual(len(element), 1)
            for mismatch in case.get("mismatches", []):
                place = f"{element.get('file')}:{mismatch['line']}:{mismatch['column']}: "
                self.assertIn(place + mismatch["what"], element[0].text)
                self.assertIn("step" in mismatch, [False, True])
        steps = [m for c in cases for m in c.get("mismatches", []) if m.get("step") == "rest"]
        self.assertIn({"Duration": "PT5S"}, [mismatch["inputs"] for mismatch in steps])

    def test_junit_escapes(self):
        root = xml.fromstring(run("--report", "junit", "text.test.yaml").stdout)
        case = next(root.iter("testcase"))
        self.assertEqual(case.get("name"),
                         'a <tag> & "quotes" # \\ \\u0007bell ünïcode 漢字 \\ufffe')
        # JSON has escaped these once before.
        self.assertIn("\\u001b[31m<\\u0000>\\t", case[0].text)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "mistaken.yaml"
            path.write_text("scenarios: []\n")
            mistaken = xml.fromstring(run("--report", "junit", str(path)).stdout)
        self.assertEqual(mistaken.get("errors"), "1")
        self.assertIn('unknown key "scenarios"', next(mistaken.iter("error")).text)

    def test_reports_into_files(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            done = run(f"--report=junit={path}/junit.xml", "--report", f"json={path}/run.json",
                       "--report", f"terminal={path}/text", "runaway.test.yaml")
            self.assertEqual(done.returncode, 1)
            self.assertIn(b"1 stopped;", done.stdout)
            self.assertEqual(xml.parse(path / "junit.xml").getroot().get("errors"), "1")
            self.assertEqual(json.loads((path / "run.json").read_text())["stopped"], 1)
            self.assertEqual(normal((path / "text").read_text()), normal(done.stdout.decode()))
            nowhere = run("--report", f"tap={path}/no/such/folder", "runaway.test.yaml")
            self.assertEqual(nowhere.returncode, 255)
            self.assertIn(b"No such file or directory", nowhere.stderr)
            same = run(f"--report=tap={path}/a", f"--coverage=lcov={path}/no/../a", "runaway.test.yaml")
            self.assertEqual((same.returncode, same.stdout), (252, b""))
            self.assertIn(b"two reports for one file", same.stderr)
        for read in ("runaway.test.yaml", "restart.yaml"):
            over = run(f"--coverage=json=../failing/{read}", "expectations.test.yaml",
                       "runaway.test.yaml")
            self.assertEqual((over.returncode, over.stdout), (252, b""))
            self.assertIn(b"would replace a file of the tests", over.stderr)
        full = run("--report", "tap=/dev/full", "runaway.test.yaml")
        self.assertEqual(full.returncode, 255)
        self.assertIn(b"No space left on device", full.stderr)

    def test_a_file_is_read_once_however_it_is_spelled(self):
        once = run("expectations.test.yaml")
        again = run("expectations.test.yaml", "./expectations.test.yaml",
                    "../failing/expectations.test.yaml")
        self.assertEqual(normal(again.stdout.decode()), normal(once.stdout.decode()))

    def test_colour_and_width(self):
        wide = shown("expectations.test.yaml", columns=200)
        self.assertIn("\x1b[31mF\x1b[0m", wide)
        self.assertNotIn("\x1b", shown("expectations.test.yaml", NO_COLOR="1"))
        self.assertNotIn("\x1b", shown("expectations.test.yaml", TERM="dumb"))
        plain = run("expectations.test.yaml").stdout.decode()
        for columns in (30, 80):
            narrow = shown("expectations.test.yaml", columns=columns, NO_COLOR="1")
            self.assertLessEqual(max(map(len, narrow.splitlines())), columns)
            # Nothing is cut off.
            self.assertEqual(without_breaks(narrow), without_breaks(plain))
        # Control characters of a test file do not reach the terminal.
        self.assertNotIn("\x07", shown("text.test.yaml", NO_COLOR="1"))


class Options(unittest.TestCase):
    def names(self, *arguments):
        tap = run("--report", "tap", *arguments, cwd=HERE / "passing")
        self.assertEqual((tap.returncode, tap.stderr), (0, b""))
        return re.findall(r"^ok \d+ - (.*)$", tap.stdout.decode(), re.MULTILINE)

    def test_filter(self):
        self.assertEqual(len(self.names()), 23)
        self.assertEqual(self.names("--filter", "a week"), ["shared.test.yaml › naps › a week"])
        self.assertEqual(len(self.names("--filter", "naps")), 3)
        self.assertEqual(len(self.names("--filter", "naps*")), 3)
        self.assertEqual(len(self.names("--filter", "naps › no?e")), 1)
        self.assertEqual(self.names("--filter", "case.test.json › *"),
                         ["case.test.json › JSON is read, too"])
        self.assertEqual(len(self.names("--filter", "case*")), 1)

    def test_order_does_not_depend_on_threads(self):
        one = self.names("-j", "1")
        for jobs in ("-j2", "-j=7", "-j64"):
            self.assertEqual(self.names(jobs), one)

    def test_fail_fast(self):
        for jobs in ("1", "4"):
            seen = json.loads(run("--fail-fast", "-j", jobs, "--report", "json", ".").stdout)
            outcomes = [case["outcome"] for file in seen["files"] for case in file["cases"]]
            self.assertEqual(outcomes, ["failed"] + ["skipped"] * (len(outcomes) - 1))

    def test_timeout(self):
        # Each step looks some 370 times in its day: all of them take a fast machine twenty seconds.
        with tempfile.TemporaryDirectory() as folder:
            watch = ("    - name: watch%d\n"
                     "      action: aws:waitForAwsResourceProperty\n"
                     "      timeoutSeconds: 86400\n"
                     "      onFailure: Continue\n"
                     "      inputs: {Service: ec2, Api: DescribeInstances, PropertySelector: '$.Next',\n"
                     "               DesiredValues: [never]}\n")
            (pathlib.Path(folder) / "busy.test.yaml").write_text(
                "cases:\n"
                "- name: watches for months\n"
                "  document:\n"
                "    mainSteps:\n" + "".join(watch % step for step in range(150)) +
                "  expect: {status: Success}\n")
            done = run("--timeout", "1", folder)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"stopped: still not at rest after 1 seconds (--timeout)", done.stdout)

    def test_prints_come_as_the_steps_began(self):
        step = ("    - name: %s\n      action: aws:executeScript\n      inputs:\n"
                "        {Runtime: python3.11, Handler: say, Script: \"def say(e, c): print('%s')\"}\n")
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "prints.test.yaml").write_text(
                "cases:\n"
                "- name: prints\n"
                "  document:\n"
                "    schemaVersion: '0.3'\n"
                "    mainSteps:\n" + step % ("zero", "before") +
                "    - name: each\n"
                "      action: aws:loop\n"
                "      inputs:\n"
                "        Iterators: [x, y, z]\n"
                "        Steps:\n" + (step % ("one", "in it")).replace("\n    ", "\n        ").replace("    -", "        -", 1) +
                step % ("last", "behind") +
                "  expect: {status: Success}\n")
            done = run("--verbose", folder)
            seen = json.loads(run("--report", "json", folder).stdout)
        self.assertEqual((done.returncode, lines_said(done.stderr)), (0, []), done.stdout)
        lines = [line.strip() for line in done.stdout.decode().splitlines() if line.startswith("    ")]
        rounds = [line for number, item in enumerate("xyz", 1)
                  for line in ("printed by step one", f"--- each: iteration {number} ({item}) ---", "in it")]
        self.assertEqual(lines, ["printed by step zero", "before", *rounds, "printed by step last", "behind"])
        printed = seen["files"][0]["cases"][0]["printed"]
        self.assertEqual([(one["step"], one.get("iteration")) for one in printed],
                         [("zero", None), ("one", "each: iteration 1 (x)"), ("one", "each: iteration 2 (y)"),
                          ("one", "each: iteration 3 (z)"), ("last", None)])

    def test_printed_by_children(self):
        script = ("mainSteps: [{name: %s, action: 'aws:executeScript', inputs: {Runtime: python3.11, Handler: say, "
                  "Script: \"def say(e, c): print('%s')\"}}%s]\n")
        call = ", {name: call%s, action: 'aws:executeAutomation', inputs: {DocumentName: %s}}"
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "prints.test.yaml").write_text(
                "documents:\n"
                "  Middle: {" + (script % ("one", "in the middle", call % ("Inner", "Inner"))).strip() + "}\n"
                "  Inner: {" + (script % ("two", "within", "")).strip() + "}\n"
                "cases:\n"
                "- name: prints\n"
                "  document: {mainSteps: [{name: callMiddle, action: 'aws:executeAutomation', "
                "inputs: {DocumentName: Middle}}]}\n"
                "  expect: {status: Success}\n")
            done = run("--verbose", folder)
        self.assertEqual((done.returncode, lines_said(done.stderr)), (0, []), done.stdout)
        lines = [line.strip() for line in done.stdout.decode().splitlines() if line.startswith("    ")]
        self.assertEqual(lines, ["printed by step one of execution main/callMiddle", "in the middle",
                                 "printed by step two of execution main/callMiddle/callInner", "within"])

    def test_exit_codes(self):
        for code, arguments in {252: ["--filter", "no such case"], 255: ["nowhere.test.yaml"],
                                0: ["help"]}.items():
            self.assertEqual(run(*arguments).returncode, code, arguments)
        for wrong in (["--jobs", "2"], ["-j", "0"], ["-j", "x"], ["-j", "257"], ["--timeout", "0"],
                      ["--report", "html"], ["--report", "tap="], ["-x"], ["--filter"]):
            done = run(*wrong)
            self.assertEqual((done.returncode, done.stdout), (252, b""), wrong)
        with tempfile.TemporaryDirectory() as folder:
            done = run(folder)
            self.assertEqual(done.returncode, 255)
            self.assertIn(b"no test file (*.test.yaml, .yml, .json) here or below", done.stderr)


if __name__ == "__main__":
    unittest.main()
