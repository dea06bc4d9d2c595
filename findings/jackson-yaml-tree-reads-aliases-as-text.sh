#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Jackson's YAML reader, as npm's wiremock 3.13.2 ships it (a jar): readTree() gives an alias as the text of its
# anchor's name. `b: *x` becomes "b": "x", whatever &x marks, and a merge key becomes a member named "<<".
#
# Why it surprises: YAML 1.2 section 7.1 has an alias stand for the marked node, every other reader of ours
# expands it, and nothing fails: a runbook whose inputs share an anchor is accepted with the anchor's name in
# their place. Only classes with object ids resolve aliases; a tree has none.
# Source: https://github.com/FasterXML/jackson-dataformats-text/issues/85 and 120 (still open).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent wiremock@3.13.2 >/dev/null
tar xzf wiremock-3.13.2.tgz
cat >Look.java <<'JAVA'
import wiremock.com.fasterxml.jackson.databind.ObjectMapper;
import wiremock.com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

public class Look {
  public static void main(String[] arguments) throws Exception {
    System.out.println(new ObjectMapper(new YAMLFactory()).readTree(arguments[0]));
  }
}
JAVA
jar=package/build/wiremock-standalone-3.13.2.jar
javac -cp "$jar" Look.java

# expect YAML JSON
expect() {
  local seen
  seen=$(java -cp "$jar:." Look "$1" 2>/dev/null)
  printf '%-42q gives %s\n' "$1" "$seen"
  [ "$seen" = "$2" ] || { echo "expected $2: the behaviour has changed" >&2; exit 1; }
}
expect $'a: &x {k: 1}\nb: *x' '{"a":{"k":1},"b":"x"}'
expect $'a: &x 5\nb: *x' '{"a":5,"b":"x"}'
expect $'a: &x {k: 1}\nb:\n  <<: *x\n  m: 2' '{"a":{"k":1},"b":{"<<":"x","m":2}}'
