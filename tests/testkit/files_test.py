# SPDX-License-Identifier: Apache-2.0
"""Mistakes in test files: what is said of each. With ACCEPT set the file is written anew."""

import os
import pathlib
import re
import subprocess
import tempfile
import textwrap
import unittest

from local import BINARY, PATIENCE_SECONDS

CASES = pathlib.Path(__file__).parent / "mistakes.txt"


def run(*arguments, cwd=None):
    return subprocess.run([BINARY, "test", *map(str, arguments)], cwd=cwd, capture_output=True,
                          text=True, timeout=PATIENCE_SECONDS, check=False)


def read_cases():
    """(title, lines of the file, lines expected) of every case."""
    cases = []
    for line in CASES.read_text().splitlines():
        if line.startswith("--- "):
            cases.append((line[4:], [], []))
        elif cases:
            cases[-1][2 if line.startswith("> ") else 1].append(line.removeprefix("> "))
    return cases


def said_of(files):
    """What one run says of each file, a list of lines each; every one is refused as a whole."""
    with tempfile.TemporaryDirectory() as folder:
        for number, lines in enumerate(files):
            (pathlib.Path(folder) / f"of-{number}").mkdir()
            (pathlib.Path(folder) / f"of-{number}" / "FILE").write_text("\n".join(lines) + "\n")
        done = run(*(f"of-{number}/FILE" for number in range(len(files))), cwd=folder)
    assert (done.returncode, done.stderr) == (255, ""), done.stdout
    *paragraphs, last = done.stdout.lstrip().split("\n\n")
    assert last.startswith(f"{len(files)} files with mistakes; "), last
    said = []
    for number, paragraph in enumerate(paragraphs):
        head, *lines = paragraph.replace(f"of-{number}/", "").splitlines()
        assert head.startswith("FILE: no case of this file was run"), head
        said.append(lines)
    return said


class Mistakes(unittest.TestCase):
    def test_each(self):
        cases = read_cases()
        self.assertGreater(len(cases), 30)
        written = CASES.read_text().splitlines()[0] + "\n"
        for (title, lines, expected), seen in zip(cases, said_of([lines for _, lines, _ in cases]), strict=True):
            with self.subTest(title):
                written += "\n".join([f"--- {title}", *lines, *(f"> {s}" for s in seen)]) + "\n"
                if "ACCEPT" not in os.environ:
                    self.assertEqual(seen, expected)
        if "ACCEPT" in os.environ:
            CASES.write_text(written)

    def test_mistakes_do_not_keep_others_from_running(self):
        with tempfile.TemporaryDirectory() as folder:
            bad, good = pathlib.Path(folder) / "a.test.yaml", pathlib.Path(folder) / "b.test.yml"
            bad.write_text("cases: 1\n")
            good.write_text("document: {mainSteps: [{name: a, action: 'aws:sleep', "
                            "inputs: {Duration: PT1S}}]}\ncases: [{name: a, expect: {path: [a]}}]\n")
            done = run(folder)
            self.assertEqual(done.returncode, 255)
            self.assertIn("1 passed, 1 file with mistakes;", done.stdout)
            self.assertIn(f"{bad}:1:8: cases: expected a list, found a number\n", done.stdout)

    def test_lines_that_end_as_on_windows(self):
        lines = ["document: |", "  schemaVersion: '0.3'", "  mainSteps:", "  - name: a", "    action: aws:sleeep",
                 "    inputs: {}", "cases: [{name: a, expect: {path: [a]}}]", ""]
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "a.test.yaml"
            file.write_bytes("\r\n".join(lines).encode())
            self.assertIn(f"{file}:5:5: document.mainSteps[0].action", run(file).stdout)

    def test_limits(self):
        head = "document: AWS-StopEC2Instance\ncases:\n"
        case = "- {{name: c{}, expect: {{status: Success}}}}\n"
        table = "- name: t\n  expect: {steps: {%s}}\n  table: [%s]\n" % (
            ", ".join(f"s{i}: Success" for i in range(2000)),
            ", ".join(f"{{name: r{i}}}" for i in range(6000)))
        bombs = "".join(f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 10) if i else 1}]\n"
                        for i in range(9))
        for what, content in {
            "too many cases: at most 10000": head + "".join(case.format(i) for i in range(10001)),
            "2000000 values in all of them": head + table,
            "more than the 4194304 allowed": "#" * (4 * 1024 * 1024 + 1),
            "deep": head + "- " + "[" * 101 + "]" * 101,
            "values": bombs,
        }.items():
            with self.subTest(what), tempfile.TemporaryDirectory() as folder:
                file = pathlib.Path(folder) / "big.test.yaml"
                file.write_text(content)
                done = run(file)
                self.assertEqual(done.returncode, 255, done.stdout[:1000])
                self.assertIn(what, done.stdout)
                self.assertLess(len(done.stdout), 3000)

    def test_many_steps(self):
        nap = "  - {name: s%d, action: 'aws:sleep', inputs: {Duration: PT1S}}\n"
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "long.test.yaml"
            file.write_text("document:\n  mainSteps:\n" + "".join(nap % i for i in range(150)) +
                            "cases:\n- name: long\n  expect:\n    duration: PT150S\n"
                            "    steps: {s0: Success, s149: {Inputs: {Duration: '\"PT1S\"'}}}\n")
            done = run(file)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_example_of_the_readme(self):
        text = (pathlib.Path(os.environ["SOURCE_DIR"]) / "README.md").read_text()
        example = text[text.index("    # restart.test.yaml\n"):]
        example, shown = example.split("    $ ssm-local test\n", 1)
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "restart.test.yaml").write_text(textwrap.dedent(example))
            done = run(cwd=folder)
        self.assertEqual(done.returncode, 0, done.stdout)
        wanted = textwrap.dedent(shown.split("\n\n", 1)[0])
        self.assertEqual(*(re.sub(r"in \d+ ms\n?", "", seen) for seen in (done.stdout, wanted)))


if __name__ == "__main__":
    unittest.main()
