#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Jackson 2.20.1's YAML reader, as npm's wiremock 3.13.2 ships it (a jar): a plain `.inf`, `-.inf` or `.nan`
# makes the whole document unreadable, "Malformed numeric value '.inf'", even where a text is asked for.
# Its writer has infinity as `Infinity`, which comes back as a text.
#
# Why it surprises: YAML 1.1 and 1.2 (section 10.3.2) write these three numbers so, every other YAML reader of
# ours takes them, and for all other numbers the same reader is generous (`010` is 8, `1_000` is 1000, `.5` is
# 0.5; as texts they stay as they are written). A value that went out as a number is a text after one round.
# Source: https://github.com/FasterXML/jackson-dataformats-text/issues/623 (Jackson 3.2 reads them, 2.x does
# not); YAML 1.2.2, 10.3.2 "Tag Resolution".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent wiremock@3.13.2 >/dev/null
tar xzf wiremock-3.13.2.tgz
cat >Look.java <<'JAVA'
import java.util.Map;
import wiremock.com.fasterxml.jackson.databind.JsonNode;
import wiremock.com.fasterxml.jackson.databind.ObjectMapper;
import wiremock.com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

public class Look {
  public static void main(String[] arguments) throws Exception {
    ObjectMapper mapper = new ObjectMapper(new YAMLFactory());
    switch (arguments[0]) {
      case "version" -> System.out.println(mapper.version());
      case "text" -> System.out.println(mapper.readValue(arguments[1], String.class));
      case "tree" -> System.out.println(mapper.readTree(arguments[1]));
      default -> {
        JsonNode tree = mapper.readTree(mapper.writeValueAsString(Map.of("a", Double.POSITIVE_INFINITY)));
        System.out.println(tree.get("a").getNodeType());
      }
    }
  }
}
JAVA
jar=package/build/wiremock-standalone-3.13.2.jar
javac -cp "$jar" Look.java

# expect WHAT YAML SEEN: the first line of what is printed, errors included
expect() {
  local seen
  seen=$(java -cp "$jar:." Look "$1" "$2" 2>&1 | grep -v '^SLF4J' | head -n 1) || true
  printf '%-8s %-10s gives %s\n' "$1" "$2" "$seen"
  case $seen in *"$3"*) ;; *) echo "expected $3: the behaviour has changed" >&2; exit 1 ;; esac
}
expect version - 2.20.1
for number in .inf -.inf .nan; do
  expect tree "$number" "Malformed numeric value '$number'"
  expect text "$number" "Malformed numeric value '$number'"
  expect tree "[a, $number]" "Malformed numeric value '$number'"
done
expect tree 010 8
expect text 010 010
expect tree .5 0.5
expect "round" - STRING
