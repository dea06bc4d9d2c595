# SPDX-License-Identifier: Apache-2.0
"""Runs the built binary on a state directory of its own. Standard library only."""

import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from changes import Changes

BINARY = os.environ["SSM_LOCAL"]
SHARED_DIR = pathlib.Path(os.environ["SHARED_DIR"])
INSTANCE = "i-1234567890abcdef0"  # is in the account of a fresh state directory, running
PATIENCE_SECONDS = 60
NOW_AND_THEN_SECONDS = 0.1


def skip_program(reason):
    """Ends a test program of which nothing can run here."""
    print(f"skipped: {reason}")
    sys.exit(77)


def lines_said(stderr):
    """Without the warning that there are no namespaces here."""
    text = stderr.decode() if isinstance(stderr, bytes) else stderr
    return [line for line in text.splitlines() if "scripts have less isolation" not in line]


def clean_environment(home):
    """This process's environment without anything that would set up an AWS CLI."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "SSM_LOCAL", "XDG_"))}
    return {**kept, "HOME": str(home), "TZ": "UTC"}


class Local:
    """A state directory and the commands run on it."""

    def __init__(self, state=None, **environment):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="ssm-local-test-"))
        self.state = pathlib.Path(state) if state else self.folder / "state"
        self.environment = {
            **clean_environment(self.folder),
            "SSM_LOCAL_STATE_DIR": str(self.state),
            **environment,
        }

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill_engine()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *arguments):
        return subprocess.run(
            [BINARY, *map(str, arguments)], env=self.environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)

    def begin(self, *arguments):
        """Starts a command without waiting for it."""
        return subprocess.Popen(
            [BINARY, *map(str, arguments)], env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def ssm(self, *arguments):
        """An operation that must succeed: its JSON, or None when it prints nothing."""
        done = self.run("ssm", *arguments)
        if done.returncode != 0:
            raise AssertionError(f"{arguments}: exit {done.returncode}: {done.stderr}")
        return json.loads(done.stdout) if done.stdout else None

    # Executions

    def create_document(self, name, content):
        self.ssm("create-document", "--name", name, "--document-type", "Automation",
                 "--content", json.dumps({"schemaVersion": "0.3", **content}))

    def start(self, name, mode="Auto", **parameters):
        given = ["--parameters", json.dumps({k: [v] for k, v in parameters.items()})]
        return self.ssm("start-automation-execution", "--document-name", name, "--mode", mode,
                        *(given if parameters else []))["AutomationExecutionId"]

    def signal_step(self, execution, step):
        return self.run("ssm", "send-automation-signal", "--automation-execution-id", execution,
                        "--signal-type", "StartStep", "--payload", f"StepName={step}")

    def execution(self, execution):
        return self.ssm("get-automation-execution",
                        "--automation-execution-id", execution)["AutomationExecution"]

    def step_statuses(self, execution):
        steps = self.ssm("describe-automation-step-executions",
                         "--automation-execution-id", execution)["StepExecutions"]
        return {step["StepName"]: step["StepStatus"] for step in steps}

    def await_(self, what, condition):
        """Asks until `condition` gives something true, and gives it back: again whenever the state has
        been written, and now and then for what is not written there (a process has ended)."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        with Changes(self.state if self.state.is_dir() else self.folder) as changes:
            while time.monotonic() < deadline:
                if seen := condition():
                    return seen
                changes.wait(NOW_AND_THEN_SECONDS)
        raise AssertionError(f"in {PATIENCE_SECONDS} seconds never seen: {what}")

    def await_status(self, execution, *wanted):
        def seen():
            found = self.execution(execution)
            return found if found["AutomationExecutionStatus"] in wanted else None
        return self.await_(f"status {wanted}", seen)

    def await_step(self, execution, step, status):
        self.await_(f"{step} {status}", lambda: self.step_statuses(execution)[step] == status)

    # Engine and state

    def engine(self):
        """The engine's pid, or None."""
        running = re.match(r"engine running, pid (\d+)$", self.run("engine", "status").stdout, re.MULTILINE)
        return int(running[1]) if running else None

    def kill_engine(self):
        """kill -9. True when there was one."""
        try:
            pid = self.engine()
        except (OSError, subprocess.SubprocessError):
            return False
        if pid is None:
            return False
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        self.await_("the engine's end", lambda: self.engine() != pid)
        return True

    def query(self, sql, *values):
        """Looks into state.db behind the program's back."""
        database = sqlite3.connect(f"file:{self.state}/state.db?mode=ro", uri=True)
        try:
            return database.execute(sql, values).fetchall()
        finally:
            database.close()

    def history(self, execution):
        """The names of an execution's events and the steps they are about, oldest first."""
        rows = self.query("SELECT body FROM events WHERE execution_id = ? ORDER BY sequence",
                          execution)
        events = [json.loads(body) for (body,) in rows]
        return [(event.get("event"), event.get("step", "")) for event in events]
