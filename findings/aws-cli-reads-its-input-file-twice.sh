#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# AWS CLI 2.9.19 (Debian 12): `--cli-input-json file:///dev/stdin` fails behind a pipe, "Invalid JSON received.", and
# works with `<file`; `file://<(...)` of a shell fails as the pipe does, and so does --cli-input-yaml ("expecting map,
# received NoneType"). The file is opened and read twice, and the second time a pipe is empty. Options of the
# operation itself are read once: `--value file:///dev/stdin` takes a pipe.
#
# Why it surprises: the message blames the JSON, and with the same bytes in a file the same command works. A skeleton
# that is filled in on its way (`jq ... | aws ssm start-automation-execution ...`) needs a file on disk.
# Source: https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-skeleton.html and cli-usage-parameters-file.html;
# https://github.com/aws/aws-cli/issues/7850 (open).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python=3.11.2-6+deb12u9
apt-get -qq download awscli=2.9.19-1 python3-awscrt=0.16.8+dfsg-1 python3-colorama=0.4.6-2 \
  python3-cryptography=38.0.4-3+deb12u1 python3-cffi-backend=1.15.1-5+b1 python3-dateutil=2.8.2-2 \
  python3-distro=1.8.0-1 python3-docutils=0.19+dfsg-6 python3-roman=3.3-3 python3-jmespath=1.0.1-1 \
  python3-prompt-toolkit=3.0.36-2 python3-pyasn1=0.4.8-3+deb12u3 python3-ruamel.yaml=0.17.21-1 \
  python3-ruamel.yaml.clib=0.2.7-1+b2 python3-six=1.16.0-4 python3-urllib3=1.26.12-1+deb12u4 \
  python3-wcwidth=0.2.5+dfsg1-1.1 python3.11-minimal=$python libpython3.11-minimal=$python \
  libpython3.11-stdlib=$python 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" .; done
aws() {
  env -i PATH="$PATH" HOME="$folder" AWS_PAGER= AWS_EC2_METADATA_DISABLED=true PYTHONHOME="$folder/usr" \
    PYTHONPATH=usr/lib/python3/dist-packages usr/bin/python3.11 -S -B usr/bin/aws "$@" 2>&1
}
aws --version | grep -F 'aws-cli/2.9.19 '

# expect WHAT STATUS SAID: of the last command, whose output is in the file "said"
expect() {
  local said
  said=$(tr -s '\n' ' ' <said)
  printf '%-28s ends with %s %s\n' "$1" "$status" "$said"
  [ "$status" = "$2" ] || { echo "expected $2: the behaviour has changed" >&2; exit 1; }
  case $said in *"$3"*) ;; *) echo "expected $3: the behaviour has changed" >&2; exit 1 ;; esac
}
stop='ssm stop-automation-execution --region eu-north-1 --generate-cli-skeleton output'  # nothing is sent
printf '{"AutomationExecutionId": "00000000-0000-0000-0000-000000000000"}' >input
for format in json yaml; do
  status=0; aws $stop "--cli-input-$format" file://input >said || status=$?
  expect "$format in a file" 0 ''
  status=0; aws $stop "--cli-input-$format" file:///dev/stdin <input >said || status=$?
  expect "$format from a file as stdin" 0 ''
  status=0; cat input | aws $stop "--cli-input-$format" file:///dev/stdin >said || status=$?
  case $format in json) why='Invalid JSON received.' ;; *) why="expecting map, received <class 'NoneType'>" ;; esac
  expect "$format from a pipe" 252 "$why"
done
status=0; aws $stop --cli-input-json "file://"<(cat input) >said || status=$?
expect 'json of a substitution' 252 'Invalid JSON received.'
create='ssm put-parameter --name n --type String --region eu-north-1 --generate-cli-skeleton output'
status=0; cat input | aws $create --value file:///dev/stdin >said || status=$?
expect 'an option from a pipe' 0 Version
