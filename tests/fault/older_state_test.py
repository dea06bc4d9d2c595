# SPDX-License-Identifier: Apache-2.0
"""A state directory that version 4 of the schema left, with executions that sleep, wait for people and
wait for a slot: each ends as it would have."""

import os
import pathlib
import sqlite3
import time
import unittest

from local import Local

HERE = pathlib.Path(__file__).resolve().parent
# Their ids in the file.
SLEEPS = "48b27eea-25c9-47d6-aee9-f891e46dc0a5"
WAITS = ("91256afe-f083-4ee7-9535-e60b0c532178", "4c809ef5-a5d8-4335-80f7-3d27388c2d7f")
NOT_STARTED = "7060100e-7ad7-4840-9201-3485684400d6"  # Interactive
ONE_STEP = "6885e8cb-6439-45c7-9ca4-bc5f00175e4d"  # Interactive, its first step sleeps
QUEUED = "dd55b9ce-8d68-4f8c-a57a-7547f74b6a66"
WRITTEN_MS = 1795903232547


class OlderStateTest(unittest.TestCase):
    def setUp(self):
        self.local = Local()
        self.addCleanup(self.local.__exit__)
        self.local.state.mkdir(mode=0o700)
        path = self.local.state / "state.db"
        database = sqlite3.connect(path)
        database.executescript((HERE / "states" / "version4.sql").read_text(encoding="utf-8"))
        self.move_to_now(database)
        database.commit()
        database.close()
        os.chmod(path, 0o600)

    @staticmethod
    def move_to_now(database):
        """The approvals' deadlines lie as far ahead as they did when the file was written. The sleeps are
        over by now."""
        passed = int(time.time() * 1000) - WRITTEN_MS
        database.execute("UPDATE executions SET due_ms = due_ms + ? WHERE status = 'Waiting'",
                         (passed,))
        database.execute(
            "UPDATE steps SET body = json_set(body, '$.deadline', json_extract(body, '$.deadline') + "
            "?) WHERE json_extract(body, '$.deadline') IS NOT NULL", (passed,))

    def signal(self, execution, kind, *more, caller=()):
        self.local.ssm(*caller, "send-automation-signal", "--automation-execution-id", execution,
                       "--signal-type", kind, *more)

    def finish(self, execution):
        """What people do from the approval on."""
        self.local.await_status(execution, "Waiting")
        self.signal(execution, "Approve", caller=("--caller", "operator"))
        self.local.await_step(execution, "last", "Waiting")
        self.signal(execution, "Resume")
        self.local.await_status(execution, "Success")
        found = self.local.execution(execution)
        self.assertEqual(found["Outputs"], {"look.State": ["running"]})
        self.assertEqual([step["StepName"] for step in found["StepExecutions"]],
                         ["rest", "look", "ask", "last"])

    def test_executions_that_wait_for_people(self):
        for execution in WAITS:
            self.finish(execution)

    def test_an_execution_that_sleeps(self):
        self.finish(SLEEPS)

    def test_an_execution_that_waits_for_a_slot(self):
        self.finish(QUEUED)

    def test_interactive_executions_go_on_step_by_step(self):
        self.local.await_step(ONE_STEP, "rest", "Success")
        for execution, step in ((ONE_STEP, "look"), (NOT_STARTED, "rest")):
            self.local.await_status(execution, "Waiting")
            self.signal(execution, "StartStep", "--payload", f"StepName={step}")
        self.local.await_step(ONE_STEP, "look", "Success")
        self.local.await_status(ONE_STEP, "Waiting")
        self.local.ssm("stop-automation-execution", "--automation-execution-id", ONE_STEP,
                       "--type", "Complete")
        self.local.await_status(ONE_STEP, "Success")

    def test_it_can_be_stopped(self):
        self.local.ssm("stop-automation-execution", "--automation-execution-id", WAITS[0])
        self.local.await_status(WAITS[0], "Cancelled")


if __name__ == "__main__":
    unittest.main()
