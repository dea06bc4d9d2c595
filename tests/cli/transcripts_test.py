# SPDX-License-Identifier: Apache-2.0
"""Runs the transcripts beside this file, each in an empty home with a fresh state directory.

    # a comment
    $ a command line for sh
    > a line of standard output
    ! a line of standard error
    ? the exit code, when it is not 0

Ids, times, pids and the folder are masked. A command whose output holds them sees the real ones. With
SSM_LOCAL_TEST_ACCEPT=1 the transcripts are rewritten with what came out: review the difference as code.
"""

import os
import pathlib
import re
import subprocess
import sys
import unittest

from local import BINARY, Local

FOLDER = pathlib.Path(__file__).parent / "transcripts"
ACCEPT = os.environ.get("SSM_LOCAL_TEST_ACCEPT") == "1"
MASKS = [
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<id>"),
    (re.compile(r"(?<![\d.])1[7-9]\d{8}(\.\d{1,3})?(?!\d)"), "<time>"),
    (re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"), "<iso-time>"),
    (re.compile(r"pid \d+|engine\[\d+\]"), "<pid>"),
    (re.compile(r"ssm-local/\d+\.\d+\.\d+"), "ssm-local/<version>"),
]


class Step:
    def __init__(self, comments, command):
        self.comments, self.command = comments, command
        self.out, self.err, self.code = [], [], 0

    def outcome(self):
        code = [f"? {self.code}"] if self.code else []
        return [f">{line}" for line in self.out] + [f"!{line}" for line in self.err] + code

    def lines(self):
        return [*self.comments, f"$ {self.command}", *self.outcome()]


def read(file):
    """The steps of a transcript, and the comments after the last one."""
    steps, comments = [], []
    for line in file.read_text().splitlines():
        mark, rest = line[:1], line[1:]
        if line.startswith("$ "):
            steps.append(Step(comments, line[2:]))
            comments = []
        elif mark == ">":
            steps[-1].out.append(rest)
        elif mark == "!":
            steps[-1].err.append(rest)
        elif mark == "?":
            steps[-1].code = int(rest)
        elif mark in ("", "#"):
            comments.append(line)
        else:
            raise ValueError(f"{file}: what is {line!r}?")
    return steps, comments


def masked(text, folder):
    text = text.replace(str(folder), "<folder>")
    for pattern, name in MASKS:
        text = pattern.sub(name, text)
    return [f" {line}" if line else "" for line in text.splitlines()]


def run(local, step):
    done = subprocess.run(["sh", "-c", step.command], env=local.environment, cwd=local.folder,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
                          check=False)
    seen = Step(step.comments, step.command)
    seen.out, seen.err = masked(done.stdout, local.folder), masked(done.stderr, local.folder)
    seen.code = done.returncode
    return seen


class TranscriptsTest(unittest.TestCase):
    maxDiff = None

    def play(self, file):
        steps, rest = read(file)
        self.assertTrue(steps)
        with Local() as local:
            programs = local.folder / "bin"
            programs.mkdir()
            (programs / "ssm-local").symlink_to(BINARY)
            (programs / "called-as").mkdir()
            (programs / "called-as" / "aws").symlink_to(BINARY)
            local.environment["PATH"] = f"{programs}:/usr/bin:/bin"
            seen = [run(local, step) for step in steps]
        if ACCEPT:
            lines = [line for step in seen for line in step.lines()] + rest
            file.write_text("\n".join(lines) + "\n")
            return
        for expected, got in zip(steps, seen):
            with self.subTest(command=expected.command):
                self.assertEqual(got.outcome(), expected.outcome())

    def test_masks_hide_no_constant(self):
        self.assertEqual(masked("123456789012 1577836800.5 x 1763697600.123", "/f"),
                         [" 123456789012 1577836800.5 x <time>"])


for transcript in sorted(FOLDER.glob("*.clitest")):
    setattr(TranscriptsTest, f"test_{transcript.stem}",
            lambda self, file=transcript: self.play(file))

if __name__ == "__main__":
    sys.exit(unittest.main())
