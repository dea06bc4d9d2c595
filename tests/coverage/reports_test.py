# SPDX-License-Identifier: Apache-2.0
"""Reports on coverage. With ACCEPT set the golden files are written anew."""

import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as xml

from golden import GoldenTest
from local import BINARY, PATIENCE_SECONDS, lines_said

HERE = pathlib.Path(__file__).parent
CASES = HERE / "cases"
HOSTILE = 'we<i>rd & "x".yaml'

# Element: (its attributes, its children), as coverage-04.dtd has them.
COBERTURA = {
    "coverage": ({"line-rate", "branch-rate", "lines-covered", "lines-valid", "branches-covered",
                  "branches-valid", "complexity", "version", "timestamp"}, ["sources", "packages"]),
    "sources": (set(), ["source"]),
    "source": (set(), []),
    "packages": (set(), ["package"]),
    "package": ({"name", "line-rate", "branch-rate", "complexity"}, ["classes"]),
    "classes": (set(), ["class"]),
    "class": ({"name", "filename", "line-rate", "branch-rate", "complexity"}, ["methods", "lines"]),
    "methods": (set(), []),
    "lines": (set(), ["line"]),
    "line": ({"number", "hits", "branch"}, []),
}


def run(*arguments, cwd=CASES, **environment):
    return subprocess.run([BINARY, "test", *map(str, arguments)], cwd=cwd, capture_output=True,
                          env={**os.environ, **environment}, timeout=PATIENCE_SECONDS, check=False)


def report(format_, *arguments, **how):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "report"
        done = run(*arguments, f"--coverage={format_}={file}", **how)
        assert done.returncode == 0, done
        return file.read_text()


def read_lcov(text):
    """{file: (lines: {number: hits}, branches: [(line, block, branch, taken)])}"""
    files = {}
    for record in text.removesuffix("end_of_record\n").split("end_of_record\n"):
        lines, branches, sums = {}, [], {}
        for row in record.splitlines():
            key, value = row.split(":", 1)
            if key == "SF":
                files[value] = (lines, branches)
            elif key == "DA":
                number, hits = map(int, value.split(","))
                assert number not in lines
                lines[number] = hits
            elif key == "BRDA":
                branches.append(tuple(value.split(",")))
            elif key != "TN":
                sums[key] = int(value)
        taken = [branch for *_, branch in branches if branch not in ("-", "0")]
        assert sums == {"LF": len(lines), "LH": sum(hits > 0 for hits in lines.values()),
                        "BRF": len(branches), "BRH": len(taken)}, record
        assert len(set(branch[:3] for branch in branches)) == len(branches)
        assert all(int(branch[0]) in lines for branch in branches)
    return files


class Page(html.parser.HTMLParser):
    """A page whose elements are all closed, and what text it shows."""

    VOID = {"meta", "br"}

    def __init__(self, text):
        super().__init__()
        self.open, self.text, self.tags = [], "", set()
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            assert not name.startswith("on") and name != "src", (tag, name)
            assert name not in ("href", "xlink:href") or value.startswith("#"), value
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.text += data


class Reports(GoldenTest):
    def test_table(self):
        done = run(".", "--coverage")
        self.assertEqual((done.returncode, lines_said(done.stderr)), (0, []))
        self.check_golden(HERE / "table.txt", re.sub(r"in \d+ ms\n", "in N ms\n", done.stdout.decode()))

    def test_reports_agree(self):
        seen = json.loads(report("json", "."))
        named = [item for document in seen["documents"] if "file" in document
                 for item in document["items"]]
        self.assertEqual(seen["total"], sum(len(d["items"]) for d in seen["documents"]))
        self.assertEqual(seen["covered"], sum(item["count"] > 0 for d in seen["documents"]
                                              for item in d["items"]))
        ways = [item for item in named if item["kind"] not in ("step", "scriptLine")]
        files = read_lcov(report("lcov", "."))
        branches = [branch for _, found in files.values() for branch in found]
        self.assertEqual(len(branches), len(ways))
        self.assertEqual(sum(taken not in "-0" for *_, taken in branches),
                         sum(item["count"] > 0 for item in ways))
        root = xml.fromstring(report("cobertura", "."))
        self.assertEqual(int(root.get("branches-valid")), len(ways))
        self.assertEqual({each.get("filename") for each in root.iter("class")}, set(files))
        for each in root.iter("class"):
            lines = {int(line.get("number")): int(line.get("hits")) for line in each.iter("line")}
            self.assertEqual(lines, files[each.get("filename")][0])

    def test_lcov(self):
        self.check_golden(HERE / "ways.lcov", report("lcov", "ways.test.yaml"))
        self.assertEqual(report("lcov", "inline.test.yaml", "--filter", "predefined"), "")

    def test_cobertura(self):
        text = report("cobertura", "ways.test.yaml", "restart.test.yaml")
        self.check_golden(HERE / "cobertura.xml", re.sub(r'timestamp="\d+"', 'timestamp="N"', text))
        self.assertIn("<!DOCTYPE coverage SYSTEM ", text)
        covered = valid = 0
        for element in xml.fromstring(text).iter():
            attributes, children = COBERTURA[element.tag]
            ways = {"condition-coverage"} if element.get("branch") == "true" else set()
            self.assertEqual(set(element.keys()), attributes | ways)
            seen = [child.tag for child in element]
            self.assertEqual(sorted(set(seen), key=seen.index), [c for c in children if c in seen])
            if ways:
                share = re.fullmatch(r"(\d+)% \((\d+)/(\d+)\)", element.get("condition-coverage"))
                percent, some, all_ = map(int, share.groups())
                self.assertEqual(percent, some * 100 // all_)
                covered, valid = covered + some, valid + all_
        root = xml.fromstring(text)
        self.assertEqual((root.get("branches-covered"), root.get("branches-valid")),
                         (str(covered), str(valid)))
        self.assertAlmostEqual(float(root.get("branch-rate")), covered / valid, 3)

    def test_genhtml_reads_it(self):
        if not shutil.which("genhtml"):
            self.skipTest("genhtml is not installed")
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "lcov.info"
            self.assertEqual(run(".", f"--coverage=lcov={file}").returncode, 0)
            done = subprocess.run(["genhtml", "--branch-coverage", "-o", folder, file], cwd=CASES,
                                  capture_output=True, text=True, timeout=PATIENCE_SECONDS,
                                  check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("branches...", done.stdout)

    def test_page(self):
        text = report("html", ".")
        page = Page(text)
        for said in ("ways.yaml", "choose: choice 3 (Size > 100) → rest", "never started",
                     "inline.test.yaml:8", "AWS-StopEC2Instance", "mocked 2×", "decide: script line 6"):
            self.assertIn(said, page.text)
        self.assertNotIn("script", page.tags)
        self.assertIn('<tr class="none"><td class="number">17</td><td class="count">0×</td>'
                      '<td class="text">    - NextStep: rest</td>', text)
        self.assertIn('<tr class="all"><td class="number">14</td><td class="count">1×</td>', text)
        if shutil.which("dot"):
            self.assertIn("svg", page.tags)
            for colour in ("#dafbe1", "#ffebe9"):
                self.assertIn(f'fill="{colour}"', text)

    def test_page_without_graphviz(self):
        text = report("html", "ways.test.yaml", PATH="/nonexistent")
        page = Page(text)
        self.assertNotIn("svg", page.tags)
        self.assertIn('<span class="t32">', text)
        self.assertIn("started 2×", page.text)
        self.assertNotIn("\x1b", text)

    def test_hostile_names(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            (path / HOSTILE).write_text(
                "schemaVersion: '0.3'\n"
                "description: '</td></table><script>alert(1)</script>'\n"
                "mainSteps:\n"
                "- name: pick\n"
                "  action: aws:branch\n"
                "  inputs:\n"
                "    Choices:\n"
                "    - NextStep: after\n"
                "      Variable: '<img src=x onerror=alert(1)>\\e[31m&amp;'\n"
                "      StringEquals: \"]]><b onclick='x'>\\u202e\\a\"\n"
                "- {name: after, action: 'aws:sleep', inputs: {Duration: PT1S}}\n")
            (path / "a.test.yaml").write_text(
                f"document: '{HOSTILE}'\ncases:\n- {{name: a, expect: {{status: Success}}}}\n")
            for format_ in ("html", "cobertura", "lcov", "json"):
                report(format_, "a.test.yaml", cwd=folder)
            for environment in ({}, {"PATH": "/nonexistent"}):
                page = Page(report("html", "a.test.yaml", cwd=folder, **environment))
                self.assertFalse(page.tags & {"script", "img", "b", "i"})
                self.assertIn(HOSTILE, page.text)
            root = xml.fromstring(report("cobertura", "a.test.yaml", cwd=folder))
            self.assertEqual([c.get("filename") for c in root.iter("class")], [HOSTILE])
            self.assertEqual(list(read_lcov(report("lcov", "a.test.yaml", cwd=folder))), [HOSTILE])
            table = run("a.test.yaml", "--coverage", cwd=folder).stdout.decode()
            self.assertNotIn("\x1b", table)
            self.assertNotIn("\u202e", table)


class Options(unittest.TestCase):
    def test_fail_under(self):
        ways = "coverage is 64.2 %, --fail-under asks for {} %\n"
        for percent, code in (("0", 0), ("64.2", 0), ("64.3", 1), ("100", 1)):
            done = run("ways.test.yaml", "--fail-under", percent)
            self.assertEqual(done.returncode, code, percent)
            self.assertEqual(done.stderr.decode(), ways.format(percent) if code else "")
            self.assertIn(b"not covered:", done.stdout)
        self.assertEqual(run("restart.test.yaml", "--fail-under=100").returncode, 0)

    def test_other_reports_stay_whole(self):
        done = run("ways.test.yaml", "--report", "json", "--coverage")
        self.assertEqual(json.loads(done.stdout)["passed"], 2)
        self.assertIn(b"ways.yaml:24:3: stop: onFailure step:repair", done.stderr)

    def test_both_spellings_and_several(self):
        with tempfile.TemporaryDirectory() as folder:
            one, two = pathlib.Path(folder) / "one", pathlib.Path(folder) / "two"
            done = run("--coverage", f"lcov={one}", f"--coverage=json={two}", "ways.test.yaml")
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            self.assertTrue(one.read_text().startswith("TN:\nSF:ways.yaml\n"))
            self.assertEqual(json.loads(two.read_text())["covered"], 9)

    def test_a_runbook_that_a_step_starts_has_its_own_coverage(self):
        nap = {"name": "nap", "action": "aws:sleep", "inputs": {"Duration": "PT1S"}}
        call = {"name": "call", "action": "aws:executeAutomation", "inputs": {"DocumentName": "Child"}}
        with tempfile.TemporaryDirectory() as folder:
            for name, step in (("child", nap), ("parent", call)):
                (pathlib.Path(folder) / f"{name}.yaml").write_text(
                    json.dumps({"schemaVersion": "0.3", "mainSteps": [step]}))
            (pathlib.Path(folder) / "parent.test.yaml").write_text(json.dumps(
                {"document": "parent.yaml", "documents": {"Child": "child.yaml"},
                 "cases": [{"name": "a", "expect": {"status": "Success"}}]}))
            covered = json.loads(report("json", "parent.test.yaml", cwd=folder))
        self.assertEqual([one["name"] for one in covered["documents"]], ["parent.yaml"])

    def test_usage(self):
        for wrong in (["--coverage=pdf=x"], ["--coverage=html"], ["--coverage=html="],
                      ["--fail-under", "101"], ["--fail-under", "x"], ["--fail-under", "9.99"],
                      ["--fail-under", "-1"], ["--fail-under="]):
            done = run("ways.test.yaml", *wrong)
            self.assertEqual((done.returncode, done.stdout), (252, b""), wrong)
        done = run("ways.test.yaml", "--coverage=lcov=/no/such/folder/file")
        self.assertEqual(done.returncode, 255)

    def test_what_is_skipped_or_mistaken_covers_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "a.test.yaml").write_text("cases: 1\n")
            done = run(folder, "--coverage")
            self.assertEqual(done.returncode, 255)
            self.assertIn(b"there is no runbook to cover", done.stdout)


if __name__ == "__main__":
    unittest.main()
