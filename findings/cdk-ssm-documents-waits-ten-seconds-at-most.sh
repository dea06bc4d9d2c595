#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# @cdklabs/cdk-ssm-documents 0.0.74 (npm): a simulated `aws:sleep` that really sleeps (SleepImpl) ends after ten
# seconds, whether PT13S or PT3600S is asked for, and the run reports success.
#
# Why it surprises: SleepImpl is documented to sleep for the time it is given, and nothing says that it has not. The
# bridge from promises to synchronous code gives up after a timeout of its own, by default 10,000 milliseconds (its
# comment says seconds), and returns as if the promise had been kept.
# Source: https://github.com/cdklabs/cdk-ssm-documents, sleep-hook.ts and synchronous-promise.ts;
# https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-sleep.html.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @cdklabs/cdk-ssm-documents@0.0.74 aws-cdk-lib@2.189.1 constructs@10.5.1
cat >look.js <<'JS'
const {App, Stack} = require('aws-cdk-lib');
const ssm = require('@cdklabs/cdk-ssm-documents');
const say = console.log;
console.log = () => {};  // the simulation tells what it does
const document = ssm.StringDocument.fromYaml(new Stack(new App(), 'Stack'), 'Document', `
schemaVersion: "0.3"
parameters: {Any: {type: String, default: any}}
mainSteps: [{name: rest, action: "aws:sleep", isEnd: true, inputs: {Duration: PT${process.argv[2]}S}}]
`);
const begin = process.hrtime.bigint();
const result = ssm.Simulation.ofAutomation(document, {sleepHook: new ssm.SleepImpl()}).simulate({});
say(ssm.ResponseCode[result.responseCode], Math.floor(Number(process.hrtime.bigint() - begin) / 1e9), 'seconds');
process.exit();
JS

# expect SECONDS SEEN
expect() {
  local seen
  seen=$(node look.js "$1")
  printf 'a sleep of %-4s seconds gives %s\n' "$1" "$seen"
  [ "$seen" = "$2" ] || { echo "expected $2: the behaviour has changed" >&2; exit 1; }
}
expect 2 'SUCCESS 2 seconds'
expect 13 'SUCCESS 10 seconds'
expect 3600 'SUCCESS 10 seconds'
