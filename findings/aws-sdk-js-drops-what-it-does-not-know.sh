#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# @aws-sdk/client-ssm 3.1169.0 (npm): a misspelt member of a request is dropped without a word. StartAutomationExecution
# with `Parameter` for `Parameters` is sent with the document's name alone, and the runbook starts with its defaults.
# 3.699.0 sends the member as it is. A null in an answer went the other way: 3.699.0 drops it, 3.1169.0 hands it out,
# from lists and maps as well.
#
# Why it surprises: version 3 of the SDK does not check parameters on the client's side, so that the service would be
# the one to refuse them, but now it cannot see them. (Version 2, and botocore, refuse such a call.) Both changes came
# within one major version, with the schemas that took the place of generated serializers. TypeScript finds a
# misspelt literal; JavaScript, and objects that come from a file, find nothing.
# Source: https://github.com/aws/aws-sdk-js-v3/blob/main/UPGRADING.md ("paramValidation");
# https://github.com/aws/aws-sdk-js-v3/issues/1606.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for version in 3.699.0 3.1169.0; do
  npm install --silent --no-audit --no-fund --prefix "$version" "@aws-sdk/client-ssm@$version"
done
cat >look.js <<'JS'
const http = require('http');
const [version, call, input, body] = process.argv.slice(2);
const ssm = require(`./${version}/node_modules/@aws-sdk/client-ssm`);
let sent = '';
const server = http.createServer((request, response) => {
  request.on('data', (bytes) => { sent += bytes; });
  request.on('end', () => response.setHeader('content-type', 'application/x-amz-json-1.1').end(body));
});
server.listen(0, '127.0.0.1', async () => {
  const client = new ssm.SSMClient({
    region: 'eu-north-1', endpoint: `http://127.0.0.1:${server.address().port}`, maxAttempts: 1,
    credentials: {accessKeyId: 'none', secretAccessKey: 'none'},
  });
  const {$metadata, ...answer} = await client.send(new ssm[`${call}Command`](JSON.parse(input)));
  console.log(sent, JSON.stringify(answer));
  process.exit();
});
JS

# expect VERSION CALL INPUT ANSWER SEEN: the request and what comes of the answer
expect() {
  local seen
  seen=$(node look.js "$1" "$2" "$3" "$4" 2>/dev/null)
  printf '%-8s %s %s\n  gives %s\n' "$1" "$2" "$3" "$seen"
  [ "$seen" = "$5" ] || { echo "expected $5: the behaviour has changed" >&2; exit 1; }
}
start='{"DocumentName":"Restart","Parameter":{"InstanceId":["i-1"]}}'
expect 3.699.0 StartAutomationExecution "$start" '{}' "$start {}"
expect 3.1169.0 StartAutomationExecution "$start" '{}' '{"DocumentName":"Restart"} {}'
get='{"AutomationExecutionId":"00000000-0000-0000-0000-000000000000"}'
answer='{"AutomationExecution":{"Outputs":{"one.Output":["a",null],"two.Output":null}}}'
expect 3.699.0 GetAutomationExecution "$get" "$answer" \
  "$get "'{"AutomationExecution":{"Outputs":{"one.Output":["a"]}}}'
expect 3.1169.0 GetAutomationExecution "$get" "$answer" "$get $answer"
