# SPDX-License-Identifier: Apache-2.0
"""Engines that die one after the other over the same step: the next ones wait, and whoever would start one says why."""

import json
import os
import time
import unittest

from local import PATIENCE_SECONDS
from script_case import ScriptCase

LONGEST_PAUSE = 64  # seconds
MANY = 9            # deaths that are followed by the longest pause
WAITS = "no engine is running\n1 execution waits for an engine; the next command about it starts one\n"


class DeathsTest(ScriptCase):
    def setUp(self):
        super().setUp()
        self.execution, self.number = self.begin_lingering()
        self.file = self.local.state / "engine.deaths"
        self.kill()  # it has begun the step: this one does not count

    def kill(self):
        self.assertTrue(self.local.kill_engine())
        self.await_processes(self.number, 0)

    def ask(self):
        """A command that finds work that is due."""
        done = self.local.run("ssm", "get-automation-execution", "--automation-execution-id", self.execution)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["AutomationExecution"]["AutomationExecutionStatus"], "InProgress")
        return done.stderr

    def die(self):
        """An engine that begins, has the step in hand, and is killed."""
        said = self.ask()
        self.await_processes(self.number, 2)
        self.kill()
        return said

    def tell(self, count, seconds_ago=0):
        """As if so many engines had died, the last one so long ago."""
        self.file.write_text(json.dumps({"count": count, "last": int((time.time() - seconds_ago) * 1000),
                                         "inHand": [{"execution": self.execution, "step": "run"}]}))

    def sentence(self, count):
        return f"The engine died {count} times in a row, last at step run of execution {self.execution}."

    def check_says(self, text, count):
        self.assertEqual(text.count(self.sentence(count)), 1, text)
        self.assertIn(f"{self.local.state}/engine.log tells more", text)
        self.assertIn(f"ssm-local ssm stop-automation-execution --automation-execution-id {self.execution}\n", text)

    def status(self):
        done = self.local.run("engine", "status")
        return done.returncode, done.stdout

    def test_who_looks_at_the_execution_starts_an_engine(self):
        for command in ("graph", "logs"):
            with self.subTest(command):
                self.assertEqual(self.status(), (3, WAITS))
                self.assertEqual(self.local.run(command, self.execution).returncode, 0)
                self.await_processes(self.number, 2)
                self.assertEqual(self.status()[0], 0)
                self.kill()

    def test_three_deaths(self):
        self.assertEqual(self.die(), "")
        self.assertEqual(self.die(), "")
        self.assertEqual(self.status(), (3, WAITS))
        self.assertEqual(self.die(), "")
        code, text = self.status()
        self.assertEqual(code, 3)
        self.assertTrue(text.startswith("no engine is running\n"))
        self.check_says(text, 3)
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.log().count("2 engines before this one died in a row, last at step run of"), 1, self.log())

    def test_a_pause(self):
        self.tell(MANY)
        self.check_says(self.ask(), MANY)
        self.assertIsNone(self.local.engine())
        started = self.local.run("ssm", "start-automation-execution", "--document-name", "Lingers")
        self.assertEqual(started.returncode, 0)
        self.check_says(started.stderr, MANY)
        waited = self.local.run("wait", "automation-execution-complete", "--automation-execution-id", self.execution,
                                "--timeout", "1")
        self.assertEqual(waited.returncode, 255)
        self.check_says(waited.stderr, MANY)
        self.assertIsNone(self.local.engine())

    def test_what_is_told_of_a_pause(self):
        # A last sign that is still to come is of a clock that was set back since: nothing waits for that.
        for seconds_ago, waits in ((0, True), (LONGEST_PAUSE, False), (-1000000, False), (1 << 53, False)):
            self.tell(MANY, seconds_ago)
            code, text = self.status()
            self.assertEqual(code, 3)
            self.check_says(text, MANY)
            self.assertEqual("The next one may start from 20" in text, waits, text)
            self.assertEqual("The next one may start" in text, waits, text)

    def test_after_a_pause(self):
        self.tell(MANY, LONGEST_PAUSE)
        self.check_says(self.ask(), MANY)
        engine = self.local.await_("an engine", self.local.engine)
        code, text = self.status()
        self.assertEqual((code, text.splitlines()[0]), (0, f"engine running, pid {engine}"))
        self.check_says(text, MANY)
        self.await_processes(self.number, 2)
        self.assertEqual(self.ask(), "")  # it has been woken
        # As it says.
        self.local.ssm("stop-automation-execution", "--automation-execution-id", self.execution)
        self.local.await_status(self.execution, "Cancelled")
        self.local.await_("a clear record", lambda: self.file.read_text() == "")
        self.assertEqual(self.status(), (0, f"engine running, pid {engine}\n"))

    def test_an_orderly_end(self):
        self.tell(MANY, LONGEST_PAUSE)
        self.ask()
        self.await_processes(self.number, 2)
        self.assertRegex(self.local.run("engine", "stop").stdout, "^engine stopped")
        self.assertEqual(self.status(), (3, WAITS))
        self.assertEqual(self.ask(), "")

    def test_an_engine_with_nothing_in_hand(self):
        self.local.ssm("stop-automation-execution", "--automation-execution-id", self.execution)
        self.local.await_status(self.execution, "Cancelled")
        self.tell(MANY, LONGEST_PAUSE)
        self.local.run("engine", "stop")
        engine = self.local.begin("engine")
        self.local.await_("a clear record", lambda: self.file.read_text() == "")
        engine.kill()
        engine.communicate()
        self.assertEqual(self.status(), (3, "no engine is running\n"))

    def test_a_supervised_engine(self):
        self.tell(MANY)
        engine = self.local.begin("engine")
        self.assertIn(self.sentence(MANY), engine.stderr.readline())
        self.assertEqual(self.status()[0], 3)
        engine.terminate()
        self.assertEqual(engine.communicate(timeout=PATIENCE_SECONDS), ("", ""))
        self.assertEqual(engine.returncode, 0)

    def test_a_server(self):
        self.tell(MANY)
        server = self.local.begin("serve", "--port", "0")
        self.assertIn("Listening", server.stdout.readline())
        self.assertIn(self.sentence(MANY), server.stderr.readline())
        self.assertIsNone(self.local.engine())
        self.tell(MANY, LONGEST_PAUSE)
        self.assertEqual(self.local.await_("the server's engine", self.local.engine), server.pid)
        self.await_processes(self.number, 2)
        server.terminate()
        self.assertNotIn("The engine died", server.communicate(timeout=PATIENCE_SECONDS)[1])
        self.assertEqual(server.returncode, 0)

    def test_something_else_in_its_place(self):
        for make in (lambda: self.file.write_bytes(os.urandom(5000)), self.file.mkdir, lambda: os.mkfifo(self.file),
                     lambda: self.file.symlink_to("/dev/full")):
            with self.subTest(make):
                if self.file.is_dir():
                    self.file.rmdir()
                self.file.unlink(missing_ok=True)
                make()
                self.assertEqual(self.die(), "")


if __name__ == "__main__":
    unittest.main()
