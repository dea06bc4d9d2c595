#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Four JMESPath libraries, two answers for `<` and `>` on anything but numbers. Python's jmespath 1.0.1 (Debian 12, that
# of the AWS CLI) and npm's jmespath 0.16.0 (that of the AWS SDK for JavaScript 2) put texts in order; Go's (Debian's
# jp 0.2.1) and npm's @jmespath-community/jmespath 1.3.0 give null. npm's jmespath goes on: it counts a member that is
# not there as 0, so that `t < 1` selects what has no t, and true as greater than false.
#
# Why it surprises: the specification has these operators for numbers only, null for all else. `[?Time > '2024-06']`,
# the usual way to filter what the AWS CLI answers, finds nothing in the other two, and its negation there finds
# everything, the elements that the positive form would select included; nothing is reported.
# Source: https://jmespath.org/specification.html#ordering-operators; https://github.com/jmespath/jmespath.py/pull/126
# (texts are compared for those who rely on it), https://github.com/jmespath/jmespath.js/issues/51 (open).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq download python3-jmespath=1.0.1-1 jp=0.2.1+ds1-1+b5 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" .; done
for package in jmespath@0.16.0 @jmespath-community/jmespath@1.3.0; do
  archive=$(npm pack --silent "$package")
  mkdir "${archive%.tgz}"
  tar xzf "$archive" -C "${archive%.tgz}"
done
export JS='console.log(JSON.stringify(require(process.argv[1]).search(JSON.parse(process.argv[3]), process.argv[2])))'
cat >look.py <<'PY'
import json
import sys
import jmespath

print(json.dumps(jmespath.search(sys.argv[1], json.loads(sys.argv[2])), separators=(",", ":")))
PY
python() { PYTHONPATH=usr/lib/python3/dist-packages python3 -S -B look.py "$@"; }
go() { usr/bin/jp -c "$1" <<<"$2"; }
js() { node -e "$JS" ./jmespath-0.16.0/package "$@"; }
community() { node -e "$JS" ./jmespath-community-jmespath-1.3.0/package "$@"; }

things='[{"n":1,"t":"2024-01-02"},{"n":2,"t":"2024-09-02"},{"n":3}]'
# expect EXPRESSION PYTHON GO JS COMMUNITY
expect() {
  local expression=$1 library seen
  shift
  printf '%s\n' "$expression"
  for library in python go js community; do
    seen=$("$library" "$expression" "$things")
    printf '  %-9s gives %s\n' "$library" "$seen"
    [ "$seen" = "$1" ] || { echo "expected $1: the behaviour has changed" >&2; exit 1; }
    shift
  done
}
expect "[?t > '2024-06'].n" '[2]' '[]' '[2]' '[]'
expect "[?!(t < '2024-06')].n" '[2,3]' '[1,2,3]' '[2,3]' '[1,2,3]'
expect "'a' < 'b'" true null true null
expect '[2].t < `1`' null null true null
expect '`true` > `false`' null null true null
expect '[?n < `2`].n' '[1]' '[1]' '[1]' '[1]'
