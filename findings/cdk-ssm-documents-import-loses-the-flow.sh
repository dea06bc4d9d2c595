#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# @cdklabs/cdk-ssm-documents 0.0.74 (npm): StringDocument reads a runbook and drops `nextStep`, `onFailure`, `onCancel`
# and `isCritical` of its steps. The simulation then runs the steps in the order in which they are written, one that
# the flow goes round included, and reports success; where a failing step names its way out, the run ends there
# instead. What it prints, and so what the CDK deploys, lacks them as well.
#
# Why it surprises: the import is documented for running an existing document locally, and its steps as taken verbatim.
# Keys that it does not know about raise nothing, while an action it does not know does. A test of the runbook passes
# on a flow that AWS never takes. `isEnd`, `maxAttempts` and `timeoutSeconds` are kept.
# Source: https://github.com/cdklabs/cdk-ssm-documents, README "Import Existing Document" and string-step.ts;
# https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html (nextStep, onFailure).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @cdklabs/cdk-ssm-documents@0.0.74 aws-cdk-lib@2.189.1 constructs@10.5.1
cat >round.yaml <<'YAML'
schemaVersion: "0.3"
parameters: {Any: {type: String, default: any}}
mainSteps:
  - {name: first, action: "aws:sleep", nextStep: last, onCancel: "step:last", inputs: {Duration: PT1S}}
  - {name: never, action: "aws:sleep", inputs: {Duration: PT2S}}
  - {name: last, action: "aws:sleep", isEnd: true, inputs: {Duration: PT3S}}
YAML
cat >rescue.yaml <<'YAML'
schemaVersion: "0.3"
parameters: {Any: {type: String, default: any}}
mainSteps:
  - name: first
    action: aws:executeAwsApi
    onFailure: step:rescue
    isCritical: false
    isEnd: true
    maxAttempts: 2
    timeoutSeconds: 30
    inputs: {Service: s3, Api: ListBuckets}
    outputs: [{Name: owner, Selector: $.Owner.ID, Type: String}]
  - {name: rescue, action: "aws:sleep", isEnd: true, inputs: {Duration: PT3S}}
YAML
cat >look.js <<'JS'
const {App, Stack} = require('aws-cdk-lib');
const ssm = require('@cdklabs/cdk-ssm-documents');
const say = console.log;
console.log = () => {};  // the simulation tells what it does
const document = ssm.StringDocument.fromFile(new Stack(new App(), 'Stack'), 'Document', process.argv[3]);
const failing = {invoke() { throw new Error('refused'); }};
if (process.argv[2] === 'keys') {
  const [first] = require('js-yaml').load(document.print()).mainSteps;
  say(Object.keys(first).sort().join(' '));
} else {
  const hooks = {sleepHook: new ssm.MockSleep(), awsInvoker: failing};
  const result = ssm.Simulation.ofAutomation(document, hooks).simulate({});
  say(ssm.ResponseCode[result.responseCode], (result.executedSteps || []).join(' '));
}
JS

# expect WHAT FILE SEEN
expect() {
  local seen
  seen=$(NODE_PATH=node_modules/@cdklabs/cdk-ssm-documents/node_modules node look.js "$1" "$2")
  printf '%-4s of %-12s gives %s\n' "$1" "$2" "$seen"
  [ "$seen" = "$3" ] || { echo "expected $3: the behaviour has changed" >&2; exit 1; }
}
expect run round.yaml 'SUCCESS first never last'
expect keys round.yaml 'action inputs name'
expect run rescue.yaml 'FAILED first'
expect keys rescue.yaml 'action inputs isEnd maxAttempts name outputs timeoutSeconds'
