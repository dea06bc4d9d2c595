# SPDX-License-Identifier: Apache-2.0
"""Two servers on one state: both answer, one engine runs, and the other's takes over when it dies."""

import json
import unittest

from served import Served

NAPS = {"schemaVersion": "0.3", "mainSteps": [
    {"name": name, "action": "aws:sleep", "inputs": {"Duration": "PT0.2S"}} for name in ("one", "two")]}


def ask(server, operation, **request):
    status, _, answer = server.post(operation, json.dumps(request).encode())
    if status != 200:
        raise AssertionError(f"{operation}: {status} {answer}")
    return answer


def await_step(server, execution, step):
    def ended():
        found = ask(server, "DescribeAutomationStepExecutions", AutomationExecutionId=execution)
        return {s["StepName"]: s["StepStatus"] for s in found["StepExecutions"]}[step] == "Success"
    server.await_(f"{step} ended", ended)


class Takeover(unittest.TestCase):
    def test_the_other_engine_goes_on(self):
        with Served() as first, Served(state=first.state) as second:
            servers = {first.server.pid: first, second.server.pid: second}
            ask(first, "CreateDocument", Name="Naps", DocumentType="Automation",
                Content=json.dumps(NAPS))
            execution = ask(second, "StartAutomationExecution", DocumentName="Naps",
                            Mode="Interactive")["AutomationExecutionId"]

            def signal(server, step):
                ask(server, "SendAutomationSignal", AutomationExecutionId=execution,
                    SignalType="StartStep", Payload={"StepName": [step]})
            signal(first, "one")
            await_step(second, execution, "one")
            running = servers.pop(first.engine())
            (other,) = servers.values()
            running.server.kill()
            running.server.wait()
            signal(other, "two")
            await_step(other, execution, "two")
            self.assertEqual(other.engine(), other.server.pid)
            history = other.query("SELECT json_extract(body, '$.event'), count(*) FROM events"
                                  " WHERE execution_id = ? GROUP BY 1", execution)
            self.assertEqual(dict(history)["StepStarted"], 2)
            self.assertEqual(dict(history)["StepSucceeded"], 2)


if __name__ == "__main__":
    unittest.main()
