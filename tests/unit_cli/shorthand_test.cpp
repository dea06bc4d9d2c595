// SPDX-License-Identifier: Apache-2.0
#include "cli/shorthand.h"

#include <catch2/catch.hpp>

using namespace ssm;

namespace {

Result<std::string> no_file(const std::string& word) {
  return failure("Parameter", "no file " + word);
}

std::string read_shorthand(std::string_view text) {
  Result<Json> value = parse_shorthand(text, no_file);
  return value ? value->dump() : "! " + value.error().message;
}

}  // namespace

TEST_CASE("shorthand: white space and escapes") {
  CHECK(read_shorthand("A=x\n") == R"({"A":"x"})");
  CHECK(read_shorthand("A=[x] ") == "! Expected: ',', received: 'EOF' for input:\nA=[x] \n      ^");
  CHECK(read_shorthand("A=[ x ,\ty ] , B = { c = d }") == R"({"A":["x","y"],"B":{"c":"d"}})");
  CHECK(read_shorthand("A='a\\'b\\\\c'") == R"({"A":"a'b\\c"})");
  CHECK(read_shorthand("A=\"x\\\\\"") == R"({"A":"x\\"})");
  CHECK(read_shorthand("A=\\,x,\\,y") == R"({"A":[",x",",y"]})");
  CHECK(read_shorthand("A=") == R"({"A":""})");
  CHECK(read_shorthand("A=[x,]") == R"({"A":["x"]})");
}

TEST_CASE("shorthand: what looks like a pair ends a list of words") {
  CHECK(read_shorthand("A=x,y,B=z") == R"({"A":["x","y"],"B":"z"})");
  CHECK(read_shorthand("A=x,'q',B=z") == R"({"A":["x","q"],"B":"z"})");
  CHECK(read_shorthand("A=x,b\\,c=d") ==
        R"({"A":"x","c":"d"})");  // goes back to the comma nearest to "="
}

TEST_CASE("shorthand: hashes") {
  CHECK(read_shorthand("A={}") == R"({"A":{}})");
  CHECK(read_shorthand("A={b=[{c=d},{c=e}]}") == R"({"A":{"b":[{"c":"d"},{"c":"e"}]}})");
  CHECK(read_shorthand("A={b=1,b=2}") == R"({"A":{"b":"2"}})");
  CHECK(read_shorthand("A={b=x=y}") == R"({"A":{"b":"x=y"}})");
}

TEST_CASE("shorthand: an error in a later line shows that line") {
  CHECK(read_shorthand("A=x,\nB=[y") ==
        "! Expected: ',', received: 'EOF' for input:\nA=x,\nB=[y\n    ^");
  CHECK(read_shorthand("A=[\"k\n\"!],\nB=z") ==
        "! Expected: ',', received: '!' for input:\nA=[\"k\n\"!],\n ^");
}

TEST_CASE("shorthand: characters above U+FFFF end a word") {
  CHECK(read_shorthand("A='\U0001F600'") == "{\"A\":\"\U0001F600\"}");
  CHECK(read_shorthand("A=x\U0001F600").starts_with("! Expected: ',', received: '\U0001F600'"));
}

TEST_CASE("shorthand: files only behind @=") {
  CHECK(read_shorthand("A=file://x") == R"({"A":"file://x"})");
  CHECK(read_shorthand("A@=file://x") == "! no file file://x");
  CHECK(read_shorthand("A@='file://x'") == "! no file file://x");
  CHECK(read_shorthand("A@=x,B=file://y") == R"({"A":"x","B":"file://y"})");
  CHECK(read_shorthand("A={b@=c,d=file://e}") == R"({"A":{"b":"c","d":"file://e"}})");
  CHECK(read_shorthand("A@=x,file://y") == "! no file file://y");
}

TEST_CASE("shorthand: limits") {
  CHECK(read_shorthand("A=" + std::string(100000, '[')) == "! nested more than 100 levels deep");
  std::string braces;
  for (int i = 0; i < 100000; ++i) braces += "{a=";
  CHECK(read_shorthand("A=" + braces) == "! nested more than 100 levels deep");
  CHECK(read_shorthand("A=" + std::string(2'000'000, 'x')) == "! longer than 1 MiB");
  CHECK(read_shorthand("A=\xff") == "! not valid UTF-8");
  CHECK(parse_shorthand("A=" + std::string(99, '[') + std::string(99, ']'), no_file).has_value());
}
