# SPDX-License-Identifier: Apache-2.0
"""Several terminals at once, and an engine that goes when nothing is left to do."""

import unittest

from local import INSTANCE, Local

NAP = {"mainSteps": [{"name": "nap", "action": "aws:sleep", "inputs": {"Duration": "PT1H"}},
                     {"name": "after", "action": "aws:sleep", "inputs": {"Duration": "PT1S"}}]}


class TerminalsTest(unittest.TestCase):
    def test_of_many_signals_one_is_accepted(self):
        with Local() as local:
            local.create_document("Nap", NAP)
            for _ in range(5):
                execution = local.start("Nap", mode="Interactive")
                local.await_status(execution, "Waiting")
                terminals = [local.begin(
                    "ssm", "send-automation-signal", "--automation-execution-id", execution,
                    "--signal-type", "StartStep", "--payload", "StepName=nap") for _ in range(4)]
                answers = [(*t.communicate(timeout=60), t.returncode) for t in terminals]
                refused = [err for _, err, code in answers if code != 0]
                self.assertEqual(len(refused), 3, answers)
                for error in refused:
                    self.assertIn("InvalidAutomationSignalException", error)
                local.await_step(execution, "nap", "InProgress")
                history = local.history(execution)
                self.assertEqual(history.count(("StepStarted", "nap")), 1, history)
                local.ssm("stop-automation-execution", "--automation-execution-id", execution)
                local.await_status(execution, "Cancelled")

    def test_many_commands_may_be_the_first(self):
        for _ in range(15):
            with Local() as local:
                listings = [local.begin("ssm", "list-documents", "--max-items", "1") for _ in range(8)]
                answers = [(l.communicate(timeout=60)[1], l.returncode) for l in listings]
                self.assertEqual(answers, [("", 0)] * 8)

    def test_the_engine_is_there_when_a_start_returns(self):
        for _ in range(10):
            with Local() as local:
                local.start("AWS-StopEC2Instance", InstanceId=INSTANCE)
                stopped = local.run("engine", "stop")
                self.assertRegex(stopped.stdout, "^engine stopped, pid [0-9]+\n$")
                self.assertIsNone(local.engine())

    def test_an_engine_with_work_without_end_stops(self):
        with Local() as local:
            local.create_document("Again", {"mainSteps": [
                {"name": "again", "action": "aws:executeAwsApi", "maxAttempts": 1000000000,
                 "inputs": {"Service": "ec2", "Api": "StopInstances",
                            "InstanceIds": ["i-00000000000000000"]}}]})
            local.start("Again")
            self.assertRegex(local.run("engine", "stop").stdout, "^engine stopped")
            self.assertIsNone(local.engine())

    def test_many_starts_share_one_engine(self):
        with Local() as local:
            starts = [local.begin(
                "ssm", "start-automation-execution", "--document-name", "AWS-StartEC2Instance",
                "--parameters", f"InstanceId={INSTANCE}") for _ in range(8)]
            answers = [(*s.communicate(timeout=60), s.returncode) for s in starts]
            self.assertEqual([code for *_, code in answers], [0] * 8, answers)

            def all_done():
                listed = local.ssm("describe-automation-executions")
                statuses = [e["AutomationExecutionStatus"]
                            for e in listed["AutomationExecutionMetadataList"]]
                return statuses == ["Success"] * 8
            local.await_("eight successes", all_done)

    def test_a_second_engine_is_refused(self):
        with Local() as local:
            local.create_document("Nap", NAP)
            local.start("Nap")
            first = local.await_("an engine", local.engine)
            second = local.run("engine")
            self.assertNotEqual(second.returncode, 0)
            self.assertIn(str(first), second.stderr)
            self.assertEqual(local.engine(), first)

    def test_an_idle_engine_goes(self):
        with Local(SSM_LOCAL_ENGINE_IDLE_SECONDS="1") as local:
            execution = local.start("AWS-StartEC2Instance", InstanceId=INSTANCE)
            local.await_status(execution, "Success")
            local.await_("no engine", lambda: local.engine() is None)
            # An execution that waits for a person needs no engine either.
            execution = local.start("AWS-RestartEC2Instance", "Interactive", InstanceId=INSTANCE)
            local.await_status(execution, "Waiting")
            local.await_("no engine", lambda: local.engine() is None)
            self.assertEqual(local.signal_step(execution, "stopInstances").returncode, 0)
            local.await_step(execution, "stopInstances", "Success")


if __name__ == "__main__":
    unittest.main()
