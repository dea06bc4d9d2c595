# SPDX-License-Identifier: Apache-2.0
"""Scripts of runbooks beside an engine that is killed, stopped or told to cancel, and what they can reach."""

import json
import os
import pathlib
import subprocess
import time
import unittest
import unittest.mock

import local as local_module
from local import BINARY, Local

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
LINGERS = ("subprocess.Popen(['sleep', NUMBER])",
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


class Scripts(unittest.TestCase):
    """As the system has it: namespaces, on most."""

    def setUp(self):
        self.local = Local(AWS_SECRET_ACCESS_KEY=SECRET, SECRET=SECRET)
        self.addCleanup(self.local.__exit__)

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

    def test_it_returns(self):
        self.assertEqual(self.run_script("return {'sum': 1 + 1}"), '{"Payload":{"sum":2}}')

    def test_killed_engine(self):
        # Nothing of the script is left, and it is run again.
        execution, number = self.begin_lingering()
        before = processes(number)
        self.assertTrue(self.local.kill_engine())
        self.await_processes(number, 0)
        self.local.run("ssm", "describe-automation-executions")
        self.assertEqual(self.local.execution(execution)["AutomationExecutionStatus"], "InProgress")
        self.await_processes(number, 2)
        self.assertFalse(set(before) & set(processes(number)))
        self.local.ssm("stop-automation-execution", "--automation-execution-id", execution)
        self.local.await_status(execution, "Cancelled")
        self.await_processes(number, 0)
        starts = [event for event in self.local.history(execution) if event[0] == "StepStarted"]
        self.assertEqual(starts, [("StepStarted", "run")])

    def test_stopped_engine(self):
        execution, number = self.begin_lingering()
        self.assertEqual(self.local.run("engine", "stop").returncode, 0)
        self.await_processes(number, 0)
        self.local.run("ssm", "describe-automation-executions")
        self.await_processes(number, 2)
        self.assertEqual(self.local.execution(execution)["AutomationExecutionStatus"], "InProgress")

    def test_cancelled(self):
        execution, number = self.begin_lingering()
        self.local.ssm("stop-automation-execution", "--automation-execution-id", execution)
        done = self.local.await_status(execution, "Cancelled")
        self.assertEqual(done["StepExecutions"][0]["StepStatus"], "Cancelled")
        self.await_processes(number, 0)

    def test_out_of_time(self):
        execution, number = self.begin_lingering(timeoutSeconds=2)
        done = self.local.await_status(execution, "TimedOut")
        self.assertEqual(done["StepExecutions"][0]["StepStatus"], "TimedOut")
        self.await_processes(number, 0)

    def test_case_out_of_time(self):
        # What a test may take bounds its scripts, too.
        file = self.local.folder / "endless.test.yaml"
        file.write_text(json.dumps({
            "document": {"schemaVersion": "0.3", **runbook(script("while True: pass"))},
            "cases": [{"name": "a", "expect": {"status": "Success"}}]}))
        done = self.local.run("test", file, "--timeout", "1")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("still not at rest after 1 seconds (--timeout)", done.stdout)

    def test_environment(self):
        # The engine was started by a command that has secrets.
        self.assertEqual(self.run_script(
            "own = {**os.environ}",
            "first = open('/proc/self/environ').read() if os.path.exists('/proc/self/environ') else ''",
            f"return [{SECRET[:6]!r} + {SECRET[6:]!r} in str(own) + first,",
            "        sorted(n for n in own if n.startswith(('AWS', 'SSM')))]"), '{"Payload":[false,[]]}')

    def test_no_network(self):
        self.need_namespaces()
        self.assertEqual(self.run_script(
            "try:", "    socket.create_connection(('127.0.0.1', 9), 5)",
            "except OSError as error:", "    return errno.errorcode[error.errno]"),
            '{"Payload":"ENETUNREACH"}')

    def test_no_other_processes(self):
        self.need_namespaces()
        self.assertEqual(self.run_script(
            "try:", f"    os.kill({os.getpid()}, 0)",
            "except ProcessLookupError:", "    return os.getpid() < 100"), '{"Payload":true}')

    def test_files_are_read_only(self):
        # Its own are not, and nothing of them is left.
        self.need_namespaces()
        kept = pathlib.Path(__file__).parent / "written-by-a-script"
        self.assertEqual(self.run_script(
            "open('/tmp/own', 'w').write('x')", "open('own', 'w').write('x')",
            "try:", f"    open({str(kept)!r}, 'w')", "except OSError as error:",
            "    return errno.errorcode[error.errno] in ('EROFS', 'EACCES')"), '{"Payload":true}')
        self.assertFalse(kept.exists())
        self.assertFalse(pathlib.Path("/tmp/own").exists())

    def test_disk_is_bounded(self):
        self.need_namespaces()
        self.assertEqual(self.run_script(
            "try:", "    for n in range(20):",
            "        os.truncate(os.open(f'f{n}', os.O_CREAT | os.O_WRONLY), 0)",
            "        os.posix_fallocate(os.open(f'f{n}', os.O_WRONLY), 0, 100 << 20)",
            "except OSError as error:", "    return [n, errno.errorcode[error.errno]]"),
            '{"Payload":[5,"ENOSPC"]}')

    def test_fork_bomb(self):
        # Whoever the engine runs as. What was started ends with the script.
        self.assertEqual(self.run_script(
            "made = 0", "try:", "    while made < 5000:",
            "        if os.fork() == 0:", "            signal.pause()", "        made += 1",
            "except BlockingIOError:", "    return 'bounded'"), '{"Payload":"bounded"}')

    def test_nothing_is_left_of_directories(self):
        # Its own are in sight only where there are no namespaces.
        _, number = self.begin_lingering()
        directories = {os.readlink(f"/proc/{pid}/cwd") for pid in processes(number)}
        self.assertEqual(len(directories), 1)
        self.local.kill_engine()
        self.local.await_("an end of them", lambda: not any(map(os.path.exists, directories)))


class ScriptsWithoutNamespaces(Scripts):
    """A process whose root is not that of its mounts gets none."""

    def setUp(self):
        super().setUp()
        program = self.local.folder / "ssm-local"
        root = self.local.folder / "root"
        root.mkdir()
        mine = "-m" if os.geteuid() == 0 else "-rm"
        program.write_text(f"#!/bin/sh\nexec unshare {mine} sh -c 'mount --rbind / {root} && exec chroot {root} "
                           f"{BINARY} \"$@\"' sh \"$@\"\n")
        program.chmod(0o700)
        try:
            seen = subprocess.run([program, "--version"], capture_output=True, check=False).returncode
        except OSError:
            seen = None
        if seen != 0:
            self.skipTest("no way to mount")
        patch = unittest.mock.patch.object(local_module, "BINARY", str(program))
        patch.start()
        self.addCleanup(patch.stop)

    def test_it_says_so_once(self):
        self.run_script("return 1")
        self.run_script("return 2")
        self.assertEqual(self.log().count("scripts have less isolation than they should: cannot make namespaces: "), 1)


if __name__ == "__main__":
    unittest.main()
