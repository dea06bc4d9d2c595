# SPDX-License-Identifier: Apache-2.0
"""An engine that is left alone: whatever happens around it, it goes on, ends, or says what to do."""

import contextlib
import fcntl
import json
import os
import pathlib
import resource
import shutil
import sqlite3
import struct
import subprocess
import threading
import time
import unittest
import urllib.error
import urllib.request

from local import BINARY, INSTANCE, PATIENCE_SECONDS, Local

LOOK = {"name": "look", "action": "aws:executeAwsApi",
        "inputs": {"Service": "ec2", "Api": "DescribeInstances", "InstanceIds": [INSTANCE]}}


def sleeps(*durations):
    return {"mainSteps": [{"name": f"s{n}", "action": "aws:sleep", "inputs": {"Duration": duration}}
                          for n, duration in enumerate(durations)]}


NAP = sleeps("PT1H")
SHORT = sleeps(*(f"PT0.00{1 + n % 3}S" for n in range(100)))


def is_gone(pid):
    """Whether a process has ended, waited for by its parent or not."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@contextlib.contextmanager
def locked(path):
    """Holds the lock of an engine without being one."""
    with open(path, "a+b") as file:
        whole = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        fcntl.fcntl(file, 37, whole)  # F_OFD_SETLK
        yield file


@contextlib.contextmanager
def held_database(local):
    """Another program that writes, and takes its time."""
    with contextlib.closing(sqlite3.connect(local.state / "state.db", isolation_level=None,
                                            timeout=PATIENCE_SECONDS)) as database:
        database.execute("BEGIN IMMEDIATE")
        yield
        database.execute("COMMIT")


@contextlib.contextmanager
def no_threads():
    """Programs that are started here find no room for the stack of a thread."""
    before = resource.getrlimit(resource.RLIMIT_STACK)
    if before[1] != resource.RLIM_INFINITY:
        raise unittest.SkipTest("the size of stacks is limited here")
    resource.setrlimit(resource.RLIMIT_STACK, (1 << 47, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_STACK, before)


def remove(folder):
    """An engine that sees its files go makes some anew, or removes them itself."""
    while folder.exists():
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """`ssm-local serve` of a state directory."""

    def __init__(self, local):
        self.local = local

    def __enter__(self):
        self.process = subprocess.Popen(
            [BINARY, "serve", "--port", "0"], env=self.local.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().split()[-1]
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def end(self):
        """SIGTERM must do."""
        self.process.terminate()
        return self.process.wait(PATIENCE_SECONDS)

    def ask(self, path="/", operation=None, **request):
        """(status, body)"""
        headers = {"X-Amz-Target": f"AmazonSSM.{operation}"} if operation else {}
        body = json.dumps(request).encode() if operation else None
        with contextlib.closing(self.open(urllib.request.Request(
                self.address + path, data=body, headers=headers))) as answer:
            return answer.status, json.loads(answer.read())

    @contextlib.contextmanager
    def unanswered(self, **request):
        """A request that keeps the server from answering others."""
        asking = threading.Thread(target=self.try_ask, kwargs=request)
        asking.start()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.is_answering():
            if time.monotonic() > deadline:
                raise AssertionError("the server answers all the time")
        yield
        asking.join()

    def try_ask(self, **request):
        with contextlib.suppress(OSError, ValueError):
            self.ask(**request)

    def is_answering(self):
        try:
            with urllib.request.urlopen(self.address + "/healthz", timeout=0.3):
                return True
        except OSError:
            return False

    @staticmethod
    def open(request):
        try:
            return urllib.request.urlopen(request, timeout=PATIENCE_SECONDS)
        except urllib.error.HTTPError as error:
            return error


class AloneTest(unittest.TestCase):
    def ended(self, local, execution):
        local.await_status(execution, "Success")

    def log(self, local):
        path = local.state / "engine.log"
        return path.read_text() if path.exists() else ""

    # What falls due between two looks

    def test_hundreds_of_short_sleeps_end(self):
        with Local() as local:
            local.create_document("Short", SHORT)
            for execution in [local.start("Short") for _ in range(3)]:
                self.ended(local, execution)

    def test_hundreds_of_short_sleeps_end_where_the_engine_never_does(self):
        with Local() as local:
            local.create_document("Short", SHORT)
            engine = local.begin("engine", "--idle-seconds", "0")
            local.await_("an engine", local.engine)
            for execution in [local.start("Short") for _ in range(3)]:
                self.ended(local, execution)
            self.assertEqual(local.engine(), engine.pid)
            engine.terminate()
            engine.communicate(timeout=PATIENCE_SECONDS)

    def test_hundreds_of_short_sleeps_end_beside_a_server(self):
        with Local() as local:
            local.create_document("Short", SHORT)
            with Server(local) as server:
                for execution in [local.start("Short") for _ in range(3)]:
                    self.ended(local, execution)
                self.assertEqual(server.end(), 0)

    # Sockets, locks and directories that vanish

    def test_a_removed_socket_is_made_anew(self):
        with Local() as local:
            local.create_document("Nap", NAP)
            local.create_document("Look", {"mainSteps": [LOOK]})
            local.start("Nap")
            engine = local.await_("an engine", local.engine)
            socket = local.state / "engine.sock"
            local.await_("its socket", socket.exists)
            socket.unlink()
            self.ended(local, local.start("Look"))
            self.assertEqual(local.engine(), engine)
            self.assertTrue(socket.exists())

    def test_a_removed_lock_is_taken_anew(self):
        with Local() as local:
            local.create_document("Nap", NAP)
            local.start("Nap")
            engine = local.await_("an engine", local.engine)
            (local.state / "engine.lock").unlink()
            self.assertEqual(local.await_("the engine again", local.engine), engine)
            self.assertRegex(local.run("engine", "stop").stdout, "^engine stopped")

    def test_a_successor_keeps_its_socket(self):
        with Local(SSM_LOCAL_ENGINE_IDLE_SECONDS="1") as local:
            local.create_document("Look", {"mainSteps": [LOOK]})
            self.ended(local, local.start("Look"))
            old = local.await_("an engine", local.engine)
            remove(local.state)
            with Server(local) as server:
                local.await_("the old engine's end", lambda: is_gone(old))
                local.create_document("Look", {"mainSteps": [LOOK]})
                self.ended(local, local.start("Look"))
                self.assertTrue((local.state / "engine.sock").exists())
                self.assertEqual(server.end(), 0)

    def test_a_directory_that_was_moved_away_and_back(self):
        with Local() as local:
            local.create_document("Nap", NAP)
            local.create_document("Short", SHORT)
            local.start("Nap")
            execution = local.start("Short")
            engine = local.engine()
            away = local.folder / "away"
            local.state.rename(away)
            there = str(away)
            moved = Local(state=there)  # the engine is found where the directory is now
            moved.environment["HOME"] = local.environment["HOME"]
            self.assertEqual(moved.engine(), engine)
            self.ended(moved, moved.start("Short"))
            away.rename(local.state)
            self.ended(local, execution)
            self.ended(local, local.start("Short"))
            self.assertEqual(local.engine(), engine)
            shutil.rmtree(moved.folder)

    def test_a_server_whose_directory_was_moved_or_removed_says_so(self):
        with Local() as local:
            local.create_document("Look", {"mainSteps": [LOOK]})
            with Server(local) as server:
                self.assertEqual(server.ask("/healthz"), (200, {"status": "ok"}))
                away = local.folder / "away"
                local.state.rename(away)
                self.check_unhealthy(server, local)
                away.rename(local.state)
                status, answer = server.ask(operation="StartAutomationExecution", DocumentName="Look")
                self.assertEqual(status, 200)
                self.ended(local, answer["AutomationExecutionId"])
                remove(local.state)
                self.check_unhealthy(server, local)
                # A new one in its place is taken up, by the server and by its engine.
                local.create_document("Look", {"mainSteps": [LOOK]})
                status, answer = server.ask(operation="StartAutomationExecution", DocumentName="Look")
                self.assertEqual(status, 200)
                self.ended(local, answer["AutomationExecutionId"])
                self.assertEqual(server.ask("/healthz"), (200, {"status": "ok"}))
                self.assertEqual(server.end(), 0)

    def check_unhealthy(self, server, local):
        status, answer = server.ask("/healthz")
        self.assertEqual((status, answer["status"]), (503, "failed"))
        self.assertIn(str(local.state), answer["reason"])
        status, answer = server.ask(operation="StartAutomationExecution", DocumentName="Look")
        self.assertEqual((status, answer["__type"]), (500, "InternalServerError"))
        self.assertIn("was moved or removed", answer["Message"])

    # Strangers

    def test_a_lock_that_a_stranger_holds(self):
        with Local() as local:
            local.create_document("Look", {"mainSteps": [LOOK]})
            with locked(local.state / "engine.lock"):
                started = local.run("ssm", "start-automation-execution", "--document-name", "Look")
                self.assertEqual(started.returncode, 0)
                who = f"is held by process {os.getpid()} (python3"
                self.assertIn(who, started.stderr)
                self.assertIn("Nothing runs until it lets go", started.stderr)
                status = local.run("engine", "status")
                self.assertEqual(status.returncode, 3)
                self.assertIn("no engine is running", status.stdout)
                self.assertIn(who, status.stdout)
                stopped = local.run("engine", "stop")
                self.assertNotEqual(stopped.returncode, 0)
                self.assertIn(who, stopped.stderr)
            self.ended(local, json.loads(started.stdout)["AutomationExecutionId"])

    def test_a_server_beside_a_lock_that_a_stranger_holds(self):
        with Local() as local:
            local.create_document("Look", {"mainSteps": [LOOK]})
            local.run("engine", "stop")
            who = f"is held by process {os.getpid()} (python3"
            with locked(local.state / "engine.lock"):
                with Server(local) as server:
                    status, answer = server.ask("/healthz")
                    self.assertEqual((status, answer["status"]), (503, "failed"))
                    self.assertIn(who, answer["reason"])
                    line = server.process.stderr.readline()
                    self.assertIn(who, line)
                    self.assertIn("Nothing runs until it lets go", line)
                    status, answer = server.ask(operation="StartAutomationExecution",
                                                DocumentName="Look")
                    self.assertEqual(status, 200)
                    (local.state / "engine.lock").unlink()  # as it says
                    self.ended(local, answer["AutomationExecutionId"])
                    self.assertEqual(server.ask("/healthz"), (200, {"status": "ok"}))
                    self.assertEqual(server.end(), 0)
                    self.assertNotIn("is held by", server.process.stderr.read())

    def test_a_pid_of_somebody_else_in_a_held_lock_is_not_signalled(self):
        with Local() as local:
            local.ssm("list-documents")
            victim = subprocess.Popen(["sleep", "3600"])
            with locked(local.state / "engine.lock") as file:
                file.write(f"{victim.pid}\n".encode())
                file.flush()
                self.assertNotEqual(local.run("engine", "stop").returncode, 0)
            self.assertIsNone(victim.poll())
            victim.kill()
            victim.wait()

    def test_fifos_and_links_in_the_place_of_files(self):
        for name in ("engine.lock", "engine.log"):
            with Local() as local:
                local.create_document("Look", {"mainSteps": [LOOK]})
                precious = local.folder / "precious"
                precious.write_text("mine")
                for make in (os.mkfifo, lambda path: os.symlink(precious, path)):
                    path = local.state / name
                    path.unlink(missing_ok=True)
                    make(path)
                    started = local.run("ssm", "start-automation-execution", "--document-name", "Look")
                    self.assertIn(f"{path}: it is ", started.stderr)
                    self.assertIn("remove it and try again", started.stderr)
                    for command in ("status", "stop"):
                        local.run("engine", command)
                    path.unlink()
                self.assertEqual(precious.read_text(), "mine")

    # Databases that are busy, commands at the wrong moment

    def test_a_database_that_is_held_for_long(self):
        with Local() as local:
            local.create_document("Nap", NAP)
            local.start("Nap")
            engine = local.await_("an engine", local.engine)
            local.create_document("Soon", sleeps("PT0.2S", "PT0.001S"))
            execution = local.start("Soon")
            with held_database(local):
                local.await_("a line about it, or the engine's end",
                             lambda: "failed" in self.log(local) or local.engine() != engine)
            self.ended(local, execution)
            self.assertEqual(local.engine(), engine)
            lines = [line for line in self.log(local).splitlines() if "failed" in line]
            self.assertEqual(len(lines), 1, lines)
            self.assertIn(f"process {os.getpid()} (python3", lines[0])

    def test_an_engine_that_gets_no_threads(self):
        with Local() as local:
            local.create_document("Look", {"mainSteps": [LOOK, *sleeps("PT0.001S")["mainSteps"]]})
            with no_threads():
                self.ended(local, local.start("Look"))
                served = local.run("serve", "--port", "0")
            self.assertEqual((served.returncode, served.stdout), (255, ""), served.stderr)
            self.assertIn("ssm-local: cannot go on: Resource temporarily unavailable", served.stderr)

    def test_sigterm_ends_engines_and_servers_whatever_they_do(self):
        with Local() as local:
            local.create_document("Short", SHORT)
            for _ in range(3):
                local.start("Short")
                with Server(local) as server:
                    server.ask(operation="StartAutomationExecution", DocumentName="Short")
                    self.assertEqual(server.end(), 0)
                local.start("Short")
                self.assertRegex(local.run("engine", "stop").stdout, "^(engine stopped|no engine)")
            with Server(local) as server:
                local.await_("the server's engine", local.engine)
                with held_database(local):
                    local.run("engine", "stop")
                    self.assertEqual(server.process.wait(PATIENCE_SECONDS), 0)
            with Server(local) as server, held_database(local):
                with server.unanswered(operation="StartAutomationExecution", DocumentName="Short"):
                    self.assertEqual(server.end(), 0)
            with Server(local) as server:
                (local.state / "engine.sock").unlink(missing_ok=True)
                self.assertEqual(server.end(), 0)
            with Server(local) as server:
                remove(local.state)
                self.assertEqual(server.end(), 0)

    def test_an_idle_time_that_is_none_is_refused_before_anything_is_accepted(self):
        with Local() as local:
            local.create_document("Look", {"mainSteps": [LOOK]})
            local.environment["SSM_LOCAL_ENGINE_IDLE_SECONDS"] = "abc"
            started = local.run("ssm", "start-automation-execution", "--document-name", "Look")
            self.assertEqual((started.returncode, started.stdout), (252, ""))
            self.assertIn("SSM_LOCAL_ENGINE_IDLE_SECONDS: not a number of seconds: 'abc'",
                          started.stderr)
            del local.environment["SSM_LOCAL_ENGINE_IDLE_SECONDS"]
            listed = local.ssm("describe-automation-executions")
            self.assertEqual(listed["AutomationExecutionMetadataList"], [])

    def test_a_detached_engine_does_not_keep_secrets(self):
        with Local(AWS_SECRET_ACCESS_KEY="very-secret", AWS_ACCESS_KEY_ID="id", TOKEN="s3cret") as local:
            local.create_document("Nap", NAP)
            local.start("Nap")
            engine = local.await_("an engine", local.engine)
            environment = pathlib.Path(f"/proc/{engine}/environ").read_text()
            self.assertIn("PATH=", environment)
            for word in ("very-secret", "AWS_", "s3cret"):
                self.assertNotIn(word, environment)


if __name__ == "__main__":
    unittest.main()
