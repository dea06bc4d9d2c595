# SPDX-License-Identifier: Apache-2.0
"""Presses the tabulator in real shells: what they complete is what the program is then run with."""

import json
import os
import pathlib
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

from local import BINARY, PATIENCE_SECONDS, Local, skip_program

COMPLETIONS = pathlib.Path(os.environ["SOURCE_DIR"]) / "completions"
# In the place of ssm-local: completes like it, but writes down what else it is asked.
PROGRAM = """#!/bin/sh
[ "$1" = complete ] && exec "{binary}" "$@"
printf '%s\\n' "$*" >> "{log}"
"""
# What is typed before the tabulator, and the words that the program then gets.
CASES = [
    ("ssm stop-", "ssm stop-automation-execution"),
    ("ssm list-document-v", "ssm list-document-versions"),
    ("accou", "account"),
    ("account res", "account reset"),
    ("documents lo", "documents load"),
    ("documents load my-r", "documents load my-runbook.json"),
    ("documents remove My-R", "documents remove My-Runbook"),
    ("engine --idle", "engine --idle-seconds"),
    ("wait auto", "wait automation-execution-complete"),
    ("ssm stop-automation-execution --ty", "ssm stop-automation-execution --type"),
    ("ssm stop-automation-execution --type Com", "ssm stop-automation-execution --type Complete"),
    ("ssm stop-automation-execution --type=Can", "ssm stop-automation-execution --type=Cancel"),
    ("ssm --outp", "ssm --output"),
    ("ssm list-documents --output yaml-", "ssm list-documents --output yaml-stream"),
    ("start-automation-execution --document-name My-R",
     "start-automation-execution --document-name My-Runbook"),
    ("start-automation-execution --document-name My-Runbook --parameters Tea",
     "start-automation-execution --document-name My-Runbook --parameters Team="),
    ("stop-automation-execution --automation-execution-id ",
     "stop-automation-execution --automation-execution-id {id}"),
    ("send-automation-signal --automation-execution-id {id} --signal-type StartStep --payload StepName=sec",
     "send-automation-signal --automation-execution-id {id} --signal-type StartStep --payload StepName=second"),
    ("create-document --content file://my", "create-document --content file://my-runbook.json"),
    ("describe-automation-executions --filters Key=DocumentNameP",
     "describe-automation-executions --filters Key=DocumentNamePrefix"),
    ("remove-tags-from-resource --resource-type Document --resource-id My-Runbook --tag-keys st",
     "remove-tags-from-resource --resource-type Document --resource-id My-Runbook --tag-keys stage"),
    ("ec2 describe-instance-s", "ec2 describe-instance-status"),
    ("ec2 stop-instances --instance-ids i-12", "ec2 stop-instances --instance-ids i-1234567890abcdef0"),
    ("ssm put-par", "ssm put-parameter"),
    ("exec -- aws ec2 wait instance-sto", "exec -- aws ec2 wait instance-stopped"),
    ("exec -- aws ssm send-a", "exec -- aws ssm send-automation-signal"),
]


class Terminal:
    """An interactive shell on a terminal of its own."""

    def __init__(self, command, environment, folder):
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)

    def type(self, text):
        os.write(self.descriptor, text.encode())

    def read_until(self, condition):
        """Reads what is shown, so that the shell never waits for us. False: in vain."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if condition():
                return True
            if select.select([self.descriptor], [], [], 0.01)[0]:
                try:
                    os.read(self.descriptor, 65536)
                except OSError:
                    return condition()
        return False

    def close(self):
        os.close(self.descriptor)
        os.waitpid(self.pid, 0)


class CompletionTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.local = Local()
        cls.folder = cls.local.folder
        steps = [{"name": name, "action": "aws:sleep", "inputs": {"Duration": "PT1S"}}
                 for name in ("first", "second")]
        content = {"parameters": {"Team": {"type": "String", "default": "red"}}, "mainSteps": steps}
        cls.local.create_document("My-Runbook", content)
        cls.local.ssm("add-tags-to-resource", "--resource-type", "Document", "--resource-id",
                      "My-Runbook", "--tags", "Key=stage,Value=test")
        cls.id = cls.local.start("My-Runbook", mode="Interactive")
        (cls.folder / "my-runbook.json").write_text(json.dumps(content))
        cls.log = cls.folder / "log"
        programs = cls.folder / "bin"
        programs.mkdir()
        (programs / "ssm-local").write_text(PROGRAM.format(binary=BINARY, log=cls.log))
        (programs / "ssm-local").chmod(0o755)
        cls.environment = {**cls.local.environment, "TERM": "dumb", "LC_ALL": "C.UTF-8",
                           "PATH": f"{programs}:{os.environ['PATH']}"}

    @classmethod
    def tearDownClass(cls):
        cls.local.__exit__()

    def cases(self):
        return [(typed.replace("{id}", self.id), wanted.replace("{id}", self.id))
                for typed, wanted in CASES]

    def logged(self):
        return self.log.read_text().splitlines() if self.log.exists() else []

    def press_tabulator(self, command, set_up):
        self.log.unlink(missing_ok=True)
        shell = Terminal(command, self.environment, self.folder)
        try:
            shell.type(f"{set_up}; ssm-local ready\n")
            self.assertTrue(shell.read_until(lambda: self.logged() == ["ready"]), "no prompt")
            for number, (typed, wanted) in enumerate(self.cases(), 2):
                with self.subTest(typed=typed):
                    shell.type(f"ssm-local {typed}\t\n")
                    self.assertTrue(shell.read_until(lambda: len(self.logged()) >= number))
                    self.assertEqual(self.logged()[-1].rstrip(), wanted)
        finally:
            shell.close()

    def test_bash(self):
        self.need("bash")
        self.press_tabulator(["bash", "--norc", "--noprofile", "-i"],
                             f"source {COMPLETIONS}/ssm-local.bash")

    def test_zsh(self):
        self.need("zsh")
        self.press_tabulator(
            ["zsh", "-f", "-i"],
            f"fpath=({COMPLETIONS} $fpath); autoload -U compinit; compinit -u -D")

    def test_fish(self):
        self.need("fish")
        for typed, wanted in self.cases():
            with self.subTest(typed=typed):
                done = subprocess.run(
                    ["fish", "--no-config", "-c",
                     f"source {COMPLETIONS}/ssm-local.fish; complete -C 'ssm-local {typed}'"],
                    env=self.environment, cwd=self.folder, capture_output=True, text=True,
                    timeout=PATIENCE_SECONDS, check=False)
                found = [line.split("\t")[0] for line in done.stdout.splitlines()]
                self.assertEqual(found, [wanted.split(" ")[-1]])

    def need(self, shell):
        if shutil.which(shell) is None:
            self.skipTest(f"{shell} is not installed")

    def test_looking_makes_no_state_directory(self):
        with tempfile.TemporaryDirectory() as folder:
            state = pathlib.Path(folder, "state")
            done = subprocess.run(
                [BINARY, "complete", "--shell", "fish", "--", "ssm", "get-document", "--name", "AWS-St"],
                env={**self.environment, "SSM_LOCAL_STATE_DIR": str(state)}, capture_output=True,
                text=True, timeout=PATIENCE_SECONDS, check=True)
            self.assertIn("AWS-StopEC2Instance\t", done.stdout)
            self.assertFalse(state.exists())

    def test_whatever_is_typed_it_is_silent_and_ends_well(self):
        lines = ["", " ", "'", '"', "\\", "ssm-local", "ssm-local ", "ssm-local 'ssm", "ssm-local ssm \\",
                 "ssm-local ssm get-document --name '", "ssm-local --x=", "ssm-local -", "ssm-local ssm x --",
                 "ssm-local ssm get-automation-execution --profile nope --automation-execution-id ",
                 "ssm-local ssm get-document --endpoint-url http://127.0.0.1:9 --name ",
                 "ssm-local ssm start-automation-execution --document-name Nope --parameters ",
                 "ssm-local ssm create-document --content file:///nonexistent/", "ssm-local \xff\xfe"]
        for line in lines:
            with self.subTest(line=line):
                done = subprocess.run([BINARY, "complete", "--shell", "bash", line, ":="],
                                      env=self.environment, capture_output=True,
                                      timeout=PATIENCE_SECONDS, check=False)
                self.assertEqual((done.returncode, done.stderr), (0, b""))


if __name__ == "__main__":
    if not COMPLETIONS.is_dir():
        skip_program("there is no completions/ beside the sources")
    sys.exit(unittest.main())
