# SPDX-License-Identifier: Apache-2.0
"""kill -9 of the engine: the next command takes up, no step is lost, none runs twice."""

import collections
import unittest

from local import INSTANCE, PATIENCE_SECONDS, Local

RESTART = "AWS-RestartEC2Instance"
LOOK = {"Service": "ec2", "Api": "DescribeInstances", "InstanceIds": [INSTANCE]}


def counts(history):
    return collections.Counter(history)


class CrashTest(unittest.TestCase):
    def check_restarted_once(self, local, execution):
        """Both steps ran, in order, each started and ended exactly once."""
        done = local.execution(execution)
        self.assertEqual([(s["StepName"], s["StepStatus"]) for s in done["StepExecutions"]],
                         [("stopInstances", "Success"), ("startInstances", "Success")])
        history = local.history(execution)
        for step in ("stopInstances", "startInstances"):
            for event in ("StepStarted", "StepSucceeded"):
                self.assertEqual(counts(history)[(event, step)], 1, history)
        self.assertEqual(counts(history)[("ExecutionEnded", "")], 1, history)

    def test_while_step_one_runs(self):
        with Local() as local:
            execution = local.start(RESTART, InstanceId=INSTANCE)
            local.await_step(execution, "stopInstances", "InProgress")
            self.assertTrue(local.kill_engine())
            self.assertEqual(local.execution(execution)["AutomationExecutionStatus"], "InProgress")
            local.await_status(execution, "Success")
            self.check_restarted_once(local, execution)

    def test_while_waiting_between_steps(self):
        with Local() as local:
            execution = local.start(RESTART, mode="Interactive", InstanceId=INSTANCE)
            local.await_status(execution, "Waiting")
            self.assertEqual(local.signal_step(execution, "stopInstances").returncode, 0)
            local.await_step(execution, "stopInstances", "Success")
            local.kill_engine()
            self.assertIsNone(local.engine())
            self.assertEqual(local.execution(execution)["AutomationExecutionStatus"], "Waiting")
            self.assertEqual(local.signal_step(execution, "startInstances").returncode, 0)
            local.await_step(execution, "startInstances", "Success")
            local.await_status(execution, "Waiting")
            local.ssm("stop-automation-execution", "--automation-execution-id", execution,
                      "--type", "Complete")
            local.await_status(execution, "Success")
            self.check_restarted_once(local, execution)

    def test_again_and_again(self):
        # Killed after every event that comes to be seen, wherever that falls.
        steps = [{"name": f"step{n}", "action": "aws:executeAwsApi", "inputs": LOOK}
                 for n in range(8)]
        steps.insert(4, {"name": "nap", "action": "aws:sleep", "inputs": {"Duration": "PT1S"}})
        with Local() as local:
            local.create_document("Chain", {"mainSteps": steps})
            execution, kills, seen = local.start("Chain"), 0, 0
            while local.execution(execution)["AutomationExecutionStatus"] == "InProgress":
                now_there = len(local.history(execution))
                if now_there > seen:
                    seen = now_there
                    kills += local.kill_engine()
            self.assertGreater(kills, 0)
            self.assertEqual(local.execution(execution)["AutomationExecutionStatus"], "Success")
            history = counts(local.history(execution))
            for step in steps:
                self.assertEqual(history[("StepStarted", step["name"])], 1, history)
                self.assertEqual(history[("StepSucceeded", step["name"])], 1, history)

    def test_an_effect_is_there_once(self):
        # A call that had been made when the engine died is repeated; what it does is not.
        with Local() as local:
            local.create_document("Tag", {"mainSteps": [
                {"name": "tag", "action": "aws:createTags", "inputs": {
                    "ResourceIds": [INSTANCE], "Tags": [{"Key": "once", "Value": "1"}]}},
                {"name": "hold", "action": "aws:pause", "inputs": {}},
                {"name": "count", "action": "aws:executeAwsApi",
                 "inputs": {"Service": "ec2", "Api": "DescribeTags",
                            "Filters": [{"Name": "key", "Values": ["once"]}]},
                 "outputs": [{"Name": "Ids", "Selector": "$.Tags..ResourceId",
                              "Type": "StringList"}]}]})
            execution = local.start("Tag")
            local.await_status(execution, "Waiting")
            local.kill_engine()
            self.assertEqual(local.run(
                "ssm", "send-automation-signal", "--automation-execution-id", execution,
                "--signal-type", "Resume").returncode, 0)
            done = local.await_status(execution, "Success")
            self.assertEqual(done["StepExecutions"][2]["Outputs"]["Ids"], [INSTANCE])

    def test_a_loop_makes_its_changes_once(self):
        # Each put makes another version of the parameter: one too many would show.
        passes = 6
        with Local() as local:
            local.create_document("Loop", {"mainSteps": [
                {"name": "each", "action": "aws:loop", "inputs": {
                    "Iterators": [f"value{n}" for n in range(passes)],
                    "Steps": [
                        {"name": "put", "action": "aws:executeAwsApi", "inputs": {
                            "Service": "ssm", "Api": "PutParameter", "Name": "/loop", "Type": "String",
                            "Overwrite": True, "Value": "{{ each.CurrentIteratorValue }}"}},
                        {"name": "nap", "action": "aws:sleep", "inputs": {"Duration": "PT0.2S"}}]}},
                {"name": "look", "action": "aws:executeAwsApi",
                 "inputs": {"Service": "ssm", "Api": "GetParameter", "Name": "/loop"},
                 "outputs": [
                     {"Name": "Version", "Selector": "$.Parameter.Version", "Type": "Integer"},
                     {"Name": "Value", "Selector": "$.Parameter.Value", "Type": "String"}]}]})
            execution, kills, seen = local.start("Loop"), 0, 0
            while local.execution(execution)["AutomationExecutionStatus"] == "InProgress":
                now_there = len(local.history(execution))
                if now_there > seen:
                    seen = now_there
                    kills += local.kill_engine()
            self.assertGreater(kills, 1)
            done = local.execution(execution)
            self.assertEqual(done["AutomationExecutionStatus"], "Success")
            look = done["StepExecutions"][1]["Outputs"]
            self.assertEqual((look["Version"], look["Value"]),
                             ([str(passes)], [f"value{passes - 1}"]))
            steps = local.ssm("describe-automation-step-executions",
                              "--automation-execution-id", execution)["StepExecutions"]
            self.assertEqual([(step["StepName"], step["StepStatus"]) for step in steps],
                             [("each", "Success"), *[("put", "Success"), ("nap", "Success")] * passes,
                              ("look", "Success")])
            self.assertEqual([step["ParentStepDetails"]["Iteration"] for step in steps[1:-1:2]],
                             list(range(1, passes + 1)))
            self.assertEqual(len({step["StepExecutionId"] for step in steps}), 2 * passes + 2)
            self.assertEqual(counts(local.history(execution))[("IterationBegan", "each")], passes)

    def test_a_child_is_there_once(self):
        # Killed after every event of parent or child, until both have ended.
        naps = [{"name": f"nap{n}", "action": "aws:sleep", "inputs": {"Duration": "PT0.3S"}}
                for n in range(4)]
        with Local() as local:
            local.create_document("Child", {"mainSteps": naps})
            local.create_document("Parent", {"mainSteps": [
                {"name": f"call{n}", "action": "aws:executeAutomation",
                 "inputs": {"DocumentName": "Child"}} for n in range(2)]})
            execution, kills, seen = local.start("Parent"), 0, 0
            while local.execution(execution)["AutomationExecutionStatus"] == "InProgress":
                now_there = local.query("SELECT count(*) FROM events")[0][0]
                if now_there > seen:
                    seen = now_there
                    kills += local.kill_engine()
            self.assertGreater(kills, 0)
            done = local.execution(execution)
            self.assertEqual(done["AutomationExecutionStatus"], "Success")
            children = local.ssm("describe-automation-executions", "--filters",
                                 f"Key=ParentExecutionId,Values={execution}")
            self.assertEqual(
                {child["AutomationExecutionId"]
                 for child in children["AutomationExecutionMetadataList"]},
                {step["Outputs"]["ExecutionId"][0] for step in done["StepExecutions"]})
            for child in children["AutomationExecutionMetadataList"]:
                self.assertEqual(child["AutomationExecutionStatus"], "Success")
                self.assertEqual(child["ParentAutomationExecutionId"], execution)
                history = counts(local.history(child["AutomationExecutionId"]))
                for nap in naps:
                    self.assertEqual(history[("StepSucceeded", nap["name"])], 1, history)


class FollowTest(unittest.TestCase):
    """ssm-local logs --follow."""

    def test_the_engine_dies(self):
        with Local() as local:
            local.create_document("Nap", {"mainSteps": [{"name": "nap", "action": "aws:sleep", "inputs": {"Duration": "PT2S"}}]})
            execution = local.start("Nap")
            local.await_step(execution, "nap", "InProgress")
            self.assertTrue(local.kill_engine())
            done = local.run("logs", execution, "--follow")
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", "Nothing was printed by the execution's steps.\n"))
            self.assertEqual(local.query("SELECT status FROM executions"), [("Success",)])

    def test_nobody_reads(self):
        # Neither while a step runs nor while the execution waits for a person does it print anything that would fail.
        for name, step in (("Nap", {"action": "aws:sleep", "inputs": {"Duration": "PT1H"}}), ("Hold", {"action": "aws:pause", "inputs": {}})):
            with self.subTest(name), Local() as local:
                local.create_document(name, {"mainSteps": [{"name": "a", **step}]})
                execution = local.start(name)
                follower = local.begin("logs", execution, "--follow")
                follower.stdout.close()
                self.assertEqual(follower.wait(timeout=PATIENCE_SECONDS), 0)
                # The pause may begin before the follower sees that nobody reads.
                self.assertIn(follower.stderr.read(), ("", f"ssm-local: execution {execution}: step a waits for Resume\n"))
                follower.stderr.close()


if __name__ == "__main__":
    unittest.main()
