# SPDX-License-Identifier: Apache-2.0
"""What runbook authors wait for: tests and lint, each as a whole process.

Beside our figures stand those of @cdklabs/cdk-ssm-documents, which simulates the same document and
checks its last output, and of cfn-lint where it is installed. Published elsewhere, not measured
here: 3.76 s for cfn-lint and 0.5 s for the language service of AWS's editor toolkit, for one
document."""

import json

CASES = 1000

PEER_SCRIPT = """
    const cdk = require('aws-cdk-lib');
    const ssm = require('@cdklabs/cdk-ssm-documents');
    const [file, last] = process.argv.slice(2);
    console.log = () => {};
    const stack = new cdk.Stack(new cdk.App(), 'S');
    const document = ssm.StringDocument.fromFile(stack, 'D', file);
    const result = ssm.Simulation.ofAutomation(document, {
      sleepHook: new ssm.MockSleep(),
      awsInvoker: {invoke: () => ({Reservations: [{Instances: [{InstanceId: 'i-1'}]}]})},
    }).simulate({});
    if (result.outputs[last + '.Id'] !== 'i-1') throw new Error(JSON.stringify(result));
"""


CALL = {"Service": "ec2", "Api": "DescribeInstances", "InstanceIds": ["i-1"]}
OUTPUTS = [{"Name": "Id", "Selector": "$.Reservations[0].Instances[0].InstanceId", "Type": "String"}]
HEAD = {"schemaVersion": "0.3", "description": "Calls.",
        "parameters": {"AutomationAssumeRole": {"type": "String", "default": ""}},
        "assumeRole": "{{ AutomationAssumeRole }}"}
NAP = {"name": "nap", "action": "aws:sleep", "inputs": {"Duration": "PT3S"}}


def names(steps):
    return ["nap", *(f"s{number:03}" for number in range(1, steps))]


def runbook(steps):
    """A sleep, then calls of an API."""
    calls = [{"name": name, "action": "aws:executeAwsApi", "inputs": CALL, "outputs": OUTPUTS}
             for name in names(steps)[1:]]
    return {**HEAD, "mainSteps": [NAP, *calls]}


def short_runbook(steps):
    """The same with aliases: a document has at most 64 KiB."""
    lines = [f"{key}: {json.dumps(value)}" for key, value in HEAD.items()]
    lines += ["mainSteps:", f"- {json.dumps(NAP)}",
              f"- {{name: s001, action: &a aws:executeAwsApi, inputs: &i {json.dumps(CALL)}, "
              f"outputs: &o {json.dumps(OUTPUTS)}}}"]
    lines += [f"- {{name: {name}, action: *a, inputs: *i, outputs: *o}}" for name in names(steps)[2:]]
    return "\n".join(lines) + "\n"


def test_file(document, steps, cases):
    """Each case says what must come of every step."""
    last = names(steps)[-1]
    case = {"expect": {"status": "Success", "path": names(steps),
                       "steps": {last: {"Outputs": {"Id": ["i-1"]}}}, "duration": "PT3S",
                       "calls": [{"call": "ec2:DescribeInstances", "times": steps - 1}]}}
    answer = {"Reservations": [{"Instances": [{"InstanceId": "i-1"}]}]}
    return {"document": document,
            "mocks": [{"call": "ec2:DescribeInstances", "Return": answer}],
            "cases": [{"name": f"case {number}", **case} for number in range(cases)]}


class AuthorRows:
    """`folder`: where the files go; `peer_folder`: where the peer is installed, or None;
    `find_tool`: name and an option to a path, or None."""

    def __init__(self, binary, folder, peer_folder, find_tool):
        self.binary, self.folder, self.peer_folder = str(binary), folder / "authors", peer_folder
        self.find_tool = find_tool
        self.folder.mkdir()

    def write(self, name, content):
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    def pair(self, name, steps):
        """Our command and theirs, on the same runbook."""
        self.write(f"{name}.yaml", short_runbook(steps))
        tests = self.write(f"{name}.test.json", test_file(f"{name}.yaml", steps, 1))
        ours = [self.binary, "test", tests]
        if not self.peer_folder:
            return ours, None
        script = self.peer_folder / "simulate.js"
        script.write_text(PEER_SCRIPT)
        theirs = self.write(f"{name}.json", runbook(steps))
        return ours, ["node", str(script), theirs, names(steps)[-1]]

    def commands(self):
        """By what is measured: our command, theirs or None, and whose that is."""
        simulator = "cdk-ssm-documents"
        yield "test of 3 steps", *self.pair("three", 3), simulator
        yield "test of 1,000 steps", *self.pair("thousand", 1000), simulator
        many = self.write("many.test.json", test_file("three.yaml", 3, CASES))
        yield f"{CASES:,} tests of 3 steps in one file", [self.binary, "test", many], None, ""
        document = str(self.folder / "three.yaml")
        template = self.write("template.json", {"Resources": {"Runbook": {
            "Type": "AWS::SSM::Document",
            "Properties": {"DocumentType": "Automation", "Content": runbook(3)}}}})
        other = self.find_tool("cfn-lint", "--version")
        yield ("lint of one document", [self.binary, "lint", document],
               [other, template] if other else None, "cfn-lint, the document in a template")

    def rows(self, in_turns, environment, rounds):
        for what, ours, theirs, whose in self.commands():
            both = {"ours": ours, **({"theirs": theirs} if theirs else {})}
            medians = in_turns(both, environment, rounds)
            yield what, medians["ours"], medians.get("theirs"), whose
