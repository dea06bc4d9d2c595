# SPDX-License-Identifier: Apache-2.0
"""Scripts of runbooks on an engine of their own, and the processes that belong to them."""

import os
import pathlib
import sys
import time
import unittest

from local import Local

ENDED = ("Success", "Failed", "Cancelled", "TimedOut")
SECRET = "s3cret-of-the-caller"


def runbook(script, **step):
    return {"mainSteps": [{"name": "run", "action": "aws:executeScript",
                           "inputs": {"Runtime": "python3.11", "Handler": "handler", "Script": script},
                           **step}],
            "outputs": ["run.OutputPayload"]}


def script(*lines):
    return "\n".join(["import errno, os, signal, socket, subprocess, time", "def handler(events, context):",
                      *(f"    {line}" for line in lines), ""])


# A process of its session, and one that has left it. Both are told from all others by their argument.
LINGERS = ("signal.signal(signal.SIGTERM, signal.SIG_IGN)",
           "subprocess.Popen(['sleep', NUMBER])",
           "subprocess.Popen(['sleep', NUMBER], start_new_session=True)",
           "time.sleep(float(NUMBER))")


def processes(number):
    """Whose command line has the number."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and number.encode() in (entry / "cmdline").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            pass  # it has ended meanwhile
    return found


def children(parent, word):
    """Of a process: those whose command line has the word."""
    found = []
    for pid in processes(word):
        try:
            stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            continue  # it has ended meanwhile
        if int(stat.rpartition(")")[2].split()[1]) == parent:
            found.append(pid)
    return found


def alive(pid):
    """A zombie is not."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class ScriptCase(unittest.TestCase):
    def setUp(self):
        self.local = Local(AWS_SECRET_ACCESS_KEY=SECRET, SECRET=SECRET)
        self.addCleanup(self.local.__exit__)

    def make_python(self, folder, first="", python=None):
        """A python3.11 in the folder, which is to be found before others: a shell's lines `first`, then the interpreter
        `python`, else one that lies below no home where there is one. Returns the interpreter's path."""
        python = python or ("/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable)
        program = folder / "python3.11"
        program.write_text(f'#!/bin/sh\n{first}exec {python} "$@"\n')
        program.chmod(0o755)
        self.local.environment["PATH"] = f"{folder}:{self.local.environment['PATH']}"
        return python

    def run_script(self, *lines, **step):
        """What the script has returned, as text."""
        name = f"Doc{len(self.local.query('SELECT 1 FROM documents')) if self.local.state.exists() else 0}"
        self.local.create_document(name, runbook(script(*lines), **step))
        done = self.local.await_status(self.local.start(name), *ENDED)
        self.assertEqual(done["AutomationExecutionStatus"], "Success", done.get("FailureMessage"))
        return done["Outputs"]["run.OutputPayload"][0]

    def begin_lingering(self, **step):
        """An execution whose script runs on, and the number that its processes have."""
        number = f"{os.getpid()}.{time.monotonic_ns()}"
        lines = [line.replace("NUMBER", repr(number)) for line in LINGERS]
        self.local.create_document("Lingers", runbook(script(*lines), **step))
        execution = self.local.start("Lingers")
        self.await_processes(number, 2)
        return execution, number

    def await_processes(self, number, count):
        self.local.await_(f"{count} processes", lambda: len(processes(number)) == count)

    def log(self):
        return (self.local.state / "engine.log").read_text()

    def need_namespaces(self):
        self.run_script("return 1")
        if "less isolation" in self.log():
            self.skipTest("the system refuses namespaces")
