#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Jayway JsonPath, as npm's wiremock 3.13.2 ships it (a jar): `$.l.last()` is an error on a list of one element and
# right from two elements on; `$.l[-1]` is right for both.
#
# Why it surprises: the function is documented as "the last item of an array", and a list of one is where a
# selector is usually tried. Automation's selectors are Jayway's: a runbook that takes the last snapshot of an
# instance fails on the day there is one only.
# Source: https://github.com/json-path/JsonPath, "Functions", and its function Last.
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
    try {
      System.out.println(JsonPath.read(arguments[0], arguments[1]).toString());
    } catch (RuntimeException refused) {
      System.out.println("error: " + refused.getMessage());
    }
  }
}
JAVA
jar=package/build/wiremock-standalone-3.13.2.jar
javac -cp "$jar" Look.java

# expect DOCUMENT SELECTOR RESULT; "error" stands for any error
expect() {
  local seen
  seen=$(java -cp "$jar:." Look "$1" "$2" 2>/dev/null)
  printf '%-11s on %-12s gives %s\n' "$2" "$1" "$seen"
  [ "${seen%%:*}" = "$3" ] || { echo "expected $3: the behaviour has changed" >&2; exit 1; }
}
expect '{"l":[7,8]}' '$.l.last()' 8
expect '{"l":[7]}' '$.l.last()' error
expect '{"l":[7]}' '$.l[-1]' 7
expect '{"l":[7,8]}' '$.l[-1]' 8
