# SPDX-License-Identifier: Apache-2.0
"""Runs every Linux command of the documentation pages as it stands there, and compares what comes
out with what the page shows: same members, same nesting, same values but for ids, times, caller."""

import json
import re
import subprocess
import sys
import textwrap
import unittest

from local import BINARY, INSTANCE, SHARED_DIR, Local, skip_program

LINUX_TAB = re.compile(r"^#### \[ Linux[^\n]*\n(.*?)^------", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^ *```\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
PLACEHOLDERS = {
    "DocumentName": "AWS-RestartEC2Instance",
    "RunbookName": "AWS-RestartEC2Instance",
    "ParametersRequiredByDocument": f"InstanceId={INSTANCE}",
    "ParametersRequiredByRunbook": f"InstanceId={INSTANCE}",
}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Members whose values differ from run to run: what they must look like instead.
VARYING = {
    "AutomationExecutionId": lambda v: UUID.fullmatch(v),
    "StepExecutionId": lambda v: UUID.fullmatch(v),
    "ExecutionStartTime": lambda v: isinstance(v, float) and round(v, 3) == v,
    "ExecutionEndTime": lambda v: isinstance(v, float) and round(v, 3) == v,
    "ExecutedBy": lambda v: v.startswith("arn:aws:"),
}


def linux_blocks(page):
    text = (SHARED_DIR / "seeds" / page).read_text()
    return [textwrap.dedent(block) for tab in LINUX_TAB.findall(text)
            for block in FENCE.findall(tab)]


def masked(value, name=""):
    """`value` with what varies replaced by whether it looks right."""
    if name in VARYING:
        looks_right = VARYING[name](value) or (name.endswith("Time") and isinstance(value, int))
        return f"<{name}>" if looks_right else f"<{name} is wrong: {value!r}>"
    if isinstance(value, dict):
        return {k: masked(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [masked(v) for v in value]
    return value


class Page:
    """Works through the blocks of one page as its reader would."""

    def __init__(self, test, local, page):
        self.test, self.local = test, local
        self.blocks = linux_blocks(page)
        self.commands = [b for b in self.blocks if b.startswith("aws ")]
        self.execution = None

    def run(self, block):
        """A command block, unchanged but for placeholders and the id of the page's example."""
        for placeholder, value in PLACEHOLDERS.items():
            block = re.sub(rf"\b{placeholder}\b", value, block)
        if self.execution:
            block = UUID.sub(self.execution, block)
        script = self.local.folder / "script.sh"
        script.write_text(block)
        done = subprocess.run([BINARY, "exec", "--", "sh", str(script)],
                              env=self.local.environment, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, check=False)
        self.test.assertEqual((done.returncode, done.stderr), (0, ""), block)
        return done.stdout

    def run_json(self, block):
        out = self.run(block)
        value = json.loads(out)
        self.test.assertEqual(out, json.dumps(value, indent=4) + "\n")
        return value

    def find(self, words):
        return next(b for b in self.commands if words in b)

    def shown(self, member):
        return next(json.loads(b) for b in self.blocks if b.startswith("{") and f'"{member}"' in b)

    def start_example(self):
        answer = self.run_json(self.find(INSTANCE))
        self.test.assertEqual(masked(answer), masked(self.shown("AutomationExecutionId")))
        self.execution = answer["AutomationExecutionId"]


class SeedsTest(unittest.TestCase):
    maxDiff = None

    def test_step_by_step(self):
        with Local() as local:
            page = Page(self, local, "001_8621a4ed983dce86.txt")
            self.assertEqual(len(page.commands), 5)
            generic = page.run_json(page.find("DocumentName"))["AutomationExecutionId"]
            local.await_status(generic, "Waiting")
            page.start_example()
            local.await_status(page.execution, "Waiting")
            signal = page.find("send-automation-signal")
            self.assertEqual(page.run(signal), "")
            local.await_step(page.execution, "stopInstances", "Success")
            # "you must run the following command for each step"
            self.assertEqual(page.run(signal.replace("stopInstances", "startInstances")), "")
            local.await_step(page.execution, "startInstances", "Success")
            steps = page.run_json(page.find("describe-automation-step-executions"))
            self.assertEqual(masked(steps), masked(page.shown("StepExecutions")))
            local.await_status(page.execution, "Waiting")
            self.assertEqual(page.run(page.find("stop-automation-execution")), "")
            local.await_status(page.execution, "Success")

    def test_with_a_service_role(self):
        with Local() as local:
            page = Page(self, local, "002_0c846952e29fe8f7.txt")
            self.assertEqual(len(page.commands), 3)
            generic = page.run_json(page.find("RunbookName"))["AutomationExecutionId"]
            local.await_status(generic, "Success")
            page.start_example()
            describe = page.find("--filter ")

            def first_step_runs():
                answer = page.run_json(describe)
                entry = answer["AutomationExecutionMetadataList"][0]
                self.assertEqual(entry["AutomationExecutionStatus"], "InProgress")
                return answer if entry.get("CurrentStepName") == "stopInstances" else None

            answer = local.await_("stopInstances as current step", first_step_runs)
            self.assertEqual(masked(answer),
                             masked(page.shown("AutomationExecutionMetadataList")))
            local.await_status(page.execution, "Success")

    def test_the_other_pages_show_no_commands(self):
        for page in ("000_c93ce9c44a09e70c.txt", "003_925148042f185461.txt"):
            self.assertEqual(linux_blocks(page), [])


if __name__ == "__main__":
    if not (SHARED_DIR / "seeds").is_dir():
        skip_program("3 cases need the documentation pages in the shared folder beside the checkout")
    sys.exit(unittest.main())
