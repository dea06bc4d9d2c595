#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Jayway JsonPath, as npm's wiremock 3.13.2 ships it (a jar): `$..[*].id` finds nothing where `$..id` finds
# every id, and `$..[0].a.b` gives the b of every element, not of the first alone.
#
# Why it surprises: RFC 9535 and most libraries read `..[*]` as "every descendant", so the first should give
# what the second gives, and `[0]` selects one element of each list wherever it stands. In Jayway a deep scan
# hands a list on to the next segment as a whole and looks at an index only where it is the last segment.
# Automation's selectors are Jayway's, so a runbook that was tried with another library behaves differently.
# Source: https://github.com/json-path/JsonPath, ScanPathToken and ArrayPathToken.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent wiremock@3.13.2 >/dev/null
tar xzf wiremock-3.13.2.tgz
cat >Look.java <<'JAVA'
import wiremock.com.jayway.jsonpath.JsonPath;

public class Look {
  public static void main(String[] arguments) {
    System.out.println(JsonPath.read(arguments[0], arguments[1]).toString());
  }
}
JAVA
jar=package/build/wiremock-standalone-3.13.2.jar
javac -cp "$jar" Look.java

# expect DOCUMENT SELECTOR RESULT
expect() {
  local seen
  seen=$(java -cp "$jar:." Look "$1" "$2" 2>/dev/null)
  printf '%-14s on %-42s gives %s\n' "$2" "$1" "$seen"
  [ "$seen" = "$3" ] || { echo "expected $3: the behaviour has changed" >&2; exit 1; }
}
expect '{"r":[{"id":1},{"id":2}]}' '$..id' '[1,2]'
expect '{"r":[{"id":1},{"id":2}]}' '$..[*].id' '[]'
expect '{"r":[{"a":{"b":1}},{"a":{"b":2}}]}' '$..[0].a.b' '[1,2]'
expect '{"r":[{"a":{"b":1}},{"a":{"b":2}}]}' '$.r[0].a.b' '1'
