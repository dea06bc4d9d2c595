# SPDX-License-Identifier: Apache-2.0
"""kill -9 of the engine in the midst of every action: the execution goes on, and what the step changes outside is changed
once. How each action succeeds, fails, runs out of time and is cancelled is in tests/engine/scenarios/every_action.test.yaml."""

import collections
import json
import os
import pathlib
import re
import unittest

from canned import Canned
from local import Local

SCENARIOS = pathlib.Path(os.environ["SOURCE_DIR"]) / "tests/engine/scenarios"
# They run nowhere but by mocks.
OF_OTHER_CLOUDS = {f"aws:{what}" for what in (
    "executeAzureApi", "assertAzureResourceProperty", "waitForAzureResourceProperty",
    "executeGcpApi", "assertGcpResourceProperty", "waitForGcpResourceProperty")}
OF_AWS_ALONE = {"aws:putServerUpgradeMetrics", "aws:shareSQLMedia", "aws:installDistributorPackageOnAzure"}
HOOK = "/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook/chat"
MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:Fan"
PUT = {"Service": "ssm", "Api": "PutParameter", "Name": "/{}", "Type": "String", "Overwrite": True, "Value": "b"}


class Case:
    """A step of one action, and how often the account has seen its change. `takes_time`: it can be found in its midst, and
    is at its change from the start of it; else the change, and the end of the step, are one commit. `signal`: that a person
    has to send. `repeats`: what leaves the machine is done again by the next engine."""

    def __init__(self, action, inputs, count, takes_time=True, signal=None, repeats=False, **step):
        self.action, self.inputs, self.count, self.step = f"aws:{action}", inputs, count, step
        self.takes_time, self.signal, self.repeats = takes_time, signal, repeats
        self.name = action

    def document(self):
        """Two naps are around it, so that there is something to kill the engine at."""
        nap = {"action": "aws:sleep", "inputs": {"Duration": "PT0.2S"}}
        return {"schemaVersion": "0.3", "variables": {"V": {"type": "String", "default": "a"}}, "mainSteps": [
            {"name": "before", **nap},
            {"name": "it", "action": self.action, "inputs": self.inputs, **self.step},
            {"name": "after", **nap}]}


def names(kind, member, value):
    """How many of a kind have this value."""
    return lambda account: sum(one.get(member) == value for one in account.get(kind, []))


def versions(name):
    """How many versions a parameter got."""
    return lambda account: sum(one["Version"] for one in account["parameters"] if one["Name"] == name) - 1


def once(_):
    """It changes nothing outside."""
    return 1


def waits_for(name):
    return {"Service": "ssm", "Api": "GetParameter", "Name": name, "PropertySelector": "$.Parameter.Value"}


SCRIPT = """
import boto3, time
def go(events, context):
    boto3.client("ssm").put_parameter(Name="/executeScript", Value="b", Type="String", Overwrite=True)
    time.sleep(events["seconds"])
"""


def cases(seconds):
    """What takes time takes this long."""
    return [
        Case("approve", {"Approvers": ["local"]}, once, signal="Approve"),
        Case("assertAwsResourceProperty", {**waits_for("/fixed"), "DesiredValues": ["a"]}, once, takes_time=False),
        Case("branch", {"Choices": [{"NextStep": "after", "Variable": "a", "StringEquals": "a"}]}, once, takes_time=False),
        Case("changeInstanceState", {"InstanceIds": ["i-00000001"], "DesiredState": "stopped"},
             lambda account: sum(one["State"] in ("stopping", "stopped") for one in account["instances"])),
        Case("copyImage", {"SourceRegion": "us-east-1", "SourceImageId": "ami-00000001", "ImageName": "copied"},
             names("images", "Name", "copied")),
        Case("createImage", {"InstanceId": "i-00000002", "ImageName": "made"}, names("images", "SourceInstanceId", "i-00000002")),
        Case("createStack", {"StackName": "made", "TemplateURL": "https://bucket/t.yaml"}, names("stacks", "StackName", "made")),
        Case("createTags", {"ResourceIds": ["i-00000002"], "Tags": [{"Key": "it", "Value": "1"}]},
             lambda account: sum("it" in one.get("Tags", {}) for one in account["instances"]), takes_time=False),
        Case("deleteImage", {"ImageId": "ami-00000002"},
             lambda account: 1 - names("images", "ImageId", "ami-00000002")(account), takes_time=False),
        Case("deleteStack", {"StackName": "old"}, names("stacks", "StackName", "old")),
        Case("executeAutomation", {"DocumentName": "Child"}, None),
        Case("executeAwsApi", {**PUT, "Name": "/executeAwsApi"}, versions("/executeAwsApi"), takes_time=False),
        Case("executeScript", {"Runtime": "python3.11", "Handler": "go", "Script": SCRIPT, "InputPayload": {"seconds": seconds}},
             versions("/executeScript"), repeats=True),
        Case("executeStateMachine", {"stateMachineArn": MACHINE}, lambda account: len(account.get("stateMachineExecutions", []))),
        Case("invokeLambdaFunction", {"FunctionName": "ask"}, lambda account: account["functions"][0].get("invoked", 0),
             takes_time=False),
        Case("invokeWebhook", {"IntegrationName": "chat", "Body": "it"}, None, takes_time=False, repeats=True),
        Case("loop", {"Iterators": ["a", "b"], "Steps": [
            {"name": "put", "action": "aws:executeAwsApi", "inputs": {**PUT, "Name": "/loop"}},
            {"name": "nap", "action": "aws:sleep", "inputs": {"Duration": f"PT{seconds}S"}}]}, None),
        Case("pause", {}, once, signal="Resume"),
        Case("runCommand", {"DocumentName": "AWS-RunShellScript", "InstanceIds": ["i-00000002"], "Parameters": {"commands": ["date"]}},
             lambda account: len(account.get("commands", []))),
        Case("runInstances", {"ImageId": "ami-00000003"}, names("instances", "ImageId", "ami-00000003")),
        Case("sleep", {"Duration": f"PT{seconds}S"}, once),
        Case("updateVariable", {"Name": "variable:V", "Value": "b"}, once, takes_time=False),
        Case("waitForAwsResourceProperty", {**waits_for("/awaited"), "DesiredValues": ["b"]}, once, timeoutSeconds=600),
    ]


def account_of(seconds, url, awaited):
    timing = {"start": seconds, "stop": seconds, "image": seconds, "command": seconds, "statusChecks": 0}
    hook = {"Name": HOOK, "Type": "SecureString", "DataType": "aws:ssm:integration", "Value": json.dumps({"url": url})}
    return {
        "timing": timing,
        "instances": [{"InstanceId": "i-00000001"}, {"InstanceId": "i-00000002"}],
        "images": [{"ImageId": f"ami-0000000{n}", "Name": f"image{n}", "OwnerId": "123456789012"} for n in (1, 2, 3)],
        "stacks": [{"StackName": "old", "timing": {"delete": seconds}}],
        "newStacks": [{"StackName": "*", "timing": {"create": seconds}}],
        "functions": [{"FunctionName": "ask"}],
        "stateMachines": [{"stateMachineArn": MACHINE, "timing": {"run": seconds}}],
        "parameters": [hook, {"Name": "/awaited", "Value": awaited}, *({"Name": name, "Value": "a"} for name in (
            "/fixed", "/executeAwsApi", "/executeScript", "/loop"))]}


class EveryAction(unittest.TestCase):
    """Executions of all actions at the same time, on one engine."""

    def begin(self, seconds, awaited):
        self.local = Local()
        self.addCleanup(self.local.__exit__)
        self.server = Canned(*[(200, "ok")] * 100)
        self.addCleanup(self.server.__exit__)
        self.cases = cases(seconds)
        folder = self.local.folder / "documents"
        folder.mkdir()
        for case in self.cases:
            (folder / f"{case.name}.json").write_text(json.dumps(case.document()))
        (folder / "Child.json").write_text(json.dumps({"schemaVersion": "0.3", "mainSteps": [
            {"name": "nap", "action": "aws:sleep", "inputs": {"Duration": f"PT{seconds}S"}}]}))
        account = self.local.folder / "account.json"
        account.write_text(json.dumps(account_of(seconds, self.server.url(), awaited)))
        for words in (("account", "load", account), ("documents", "load", folder)):
            done = self.local.run(*words)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.kills, self.struck = 0, collections.Counter()
        self.executions = {}
        for case in self.cases:
            self.executions[case.name] = self.local.start(case.name)
        self.kill()  # whatever has begun by now

    def statuses(self):
        """Of the step `it` of each execution, and of the execution, as they are stored."""
        steps = {execution: json.loads(body) for execution, body in self.local.query(
            "SELECT execution_id, body FROM steps WHERE json_extract(body, '$.name') = 'it'")}
        ends = dict(self.local.query("SELECT id, status FROM executions"))
        return {name: (steps.get(execution, {}).get("status", "Pending"), ends[execution])
                for name, execution in self.executions.items()}

    def kill(self):
        if not self.local.kill_engine():
            return
        self.kills += 1
        for name, (step, _) in self.statuses().items():
            self.struck[name] += step in ("InProgress", "Waiting", "Cancelling")

    def revive(self):
        """Any command starts an engine when something is due."""
        self.local.execution(self.executions["sleep"])

    def signal(self, case):
        self.local.ssm("send-automation-signal", "--automation-execution-id", self.executions[case.name],
                       "--signal-type", case.signal)

    def changes_of(self, case, account):
        """How often the step has changed something outside."""
        if case.name == "executeAutomation":
            return self.local.query("SELECT count(*) FROM executions WHERE parent_id = ?", self.executions[case.name])[0][0]
        if case.name == "invokeWebhook":
            return len(self.server.requests)
        if case.name == "loop":
            rounds = [event for event in self.local.history(self.executions["loop"]) if event[0] == "IterationBegan"]
            return 1 if versions("/loop")(account) == len(rounds) else -1
        return case.count(account)

    def check_changes(self, only=lambda case: True):
        account = json.loads(self.local.run("account", "show").stdout)
        for case in filter(only, self.cases):
            with self.subTest(case.name):
                changes = self.changes_of(case, account)
                if case.repeats:
                    self.assertIn(changes, range(1, 2 + self.struck[case.name]))
                else:
                    self.assertEqual(changes, 1)

    def check_history(self, case, status):
        """The step has begun once and ended once, with this status."""
        self.assertEqual(self.statuses()[case.name], (status, status))
        history = collections.Counter(self.local.history(self.executions[case.name]))
        self.assertEqual(history[("StepStarted", "it")], 1, history)
        self.assertEqual(sum(history[(event, "it")] for event in ("StepSucceeded", "StepFailed", "StepCancelled")), 1, history)
        self.assertEqual(history[("ExecutionEnded", "")], 1, history)

    def test_at_any_moment(self):
        # Killed after whatever comes to be seen of any of them, wherever that falls in the others.
        most_kills, seen = 25, 0
        self.begin(0.7, awaited="b")
        sent = set()

        def all_ended():
            nonlocal seen
            now_there = self.local.query("SELECT count(*) FROM events")[0][0]
            if now_there > seen and self.kills < most_kills:
                seen = now_there
                self.kill()
            statuses = self.statuses()
            for case in self.cases:
                if case.signal and case.name not in sent and statuses[case.name][0] == "Waiting":
                    sent.add(case.name)
                    self.signal(case)
                    self.kill()
            self.revive()
            return all(status == "Success" for _, status in statuses.values()) or \
                [name for name, (_, status) in statuses.items() if status in ("Failed", "TimedOut", "Cancelled")]

        ended = self.local.await_("the end of all", all_ended)
        self.assertIs(ended, True)
        self.assertGreater(self.kills, 3)
        for case in self.cases:
            with self.subTest(case.name):
                self.check_history(case, "Success")
        self.check_changes()

    def test_in_the_midst_and_while_it_is_cancelled(self):
        # What has begun takes longer than the test. What takes no time is through by then.
        self.begin(3600, awaited="a")
        takes_time = [case for case in self.cases if case.takes_time]

        def all_begun():
            self.revive()
            statuses = self.statuses()
            return all(statuses[case.name][0] in ("InProgress", "Waiting") for case in takes_time) and \
                versions("/executeScript")(json.loads(self.local.run("account", "show").stdout))

        self.local.await_("the midst of all", all_begun)
        for _ in range(2):
            self.kill()
            self.revive()
            self.local.await_("an engine", lambda: self.revive() or self.local.engine())
        self.check_changes()
        for case in takes_time:
            with self.subTest(case.name):
                self.assertGreater(self.struck[case.name], 0)
                self.local.ssm("stop-automation-execution", "--automation-execution-id", self.executions[case.name])
        self.kill()

        def all_cancelled():
            self.revive()
            statuses = self.statuses()
            return all(statuses[case.name][1] == "Cancelled" for case in takes_time)

        self.local.await_("the end of all", all_cancelled)
        for case in takes_time:
            with self.subTest(case.name):
                self.check_history(case, "Cancelled")
        self.check_changes()


class NoneIsMissing(unittest.TestCase):
    def test_actions(self):
        with Local() as local:
            schema = json.loads(local.run("schema", "runbook").stdout)
        known = set(re.findall(r'"(aws:[A-Za-z]+)"', json.dumps(schema))) - OF_OTHER_CLOUDS - OF_AWS_ALONE
        self.assertEqual(len(known), 23)
        self.assertEqual({case.action for case in cases(1)}, known)
        for file in ("every_action.test.yaml", "walk.test.yaml"):
            written = set(re.findall(r'action: "?(aws:[A-Za-z]+)', (SCENARIOS / file).read_text()))
            self.assertEqual(written, known, file)


if __name__ == "__main__":
    unittest.main()
