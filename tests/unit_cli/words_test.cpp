// SPDX-License-Identifier: Apache-2.0
#include "cli/words.h"

#include <catch2/catch.hpp>

#include "cli/command_line.h"
#include "cli/global_options.h"
#include "cli/operation_words.h"
#include "cli/python_input.h"

using namespace ssm;

namespace {

using Words = std::vector<std::string>;

const std::vector<OptionSpec> kSpecs = {
    {.name = "--name"},
    {.name = "--names", .takes = OptionSpec::Takes::kMany},
    {.name = "--force", .takes = OptionSpec::Takes::kNothing, .opposite = "--no-force"},
    {.name = "--ours", .exact = true},
};

ParsedWords parsed_words(const Words& words) {
  return parse_words(kSpecs, words).value();
}

}  // namespace

TEST_CASE("words that CLI11 would take for something else stay values") {
  CHECK(parsed_words({"--name", "[a,b]"}).value("--name") == "[a,b]");
  CHECK(parsed_words({"--name", "{}"}).value("--name") == "{}");
  CHECK(parsed_words({"--name", ""}).value("--name") == "");
  CHECK(parsed_words({"--name="}).value("--name") == "");
  CHECK(parsed_words({"--name", "/x"}).value("--name") == "/x");
  CHECK(parsed_words({"--name", "++"}).value("--name") == "++");
  CHECK(parsed_words({"--names", "[a,b]", "", "++", "-1", "- x"}).words("--names") ==
        Words{"[a,b]", "", "++", "-1", "- x"});
  CHECK(parsed_words({"--names", "a", "--", "-x", "--name"}).words("--names") == Words{"a"});
  CHECK(parsed_words({"--names", "a", "--", "-x", "--name"}).rest == Words{"-x", "--name"});
  CHECK(parse_words(kSpecs, Words{"--name", "--", "x"}).error().message ==
        "argument --name: expected one argument");
}

TEST_CASE("the last occurrence wins, also of lists and flags") {
  CHECK(parsed_words({"--names", "a", "b", "--names", "c"}).words("--names") == Words{"c"});
  CHECK(parsed_words({"--names", "a", "--names"}).words("--names").empty());
  CHECK(parsed_words({"--force", "--no-force"}).flag("--force") == false);
  CHECK(parsed_words({"--no-force", "--force"}).flag("--force") == true);
  CHECK_FALSE(parsed_words({}).flag("--force").has_value());
}

TEST_CASE("what nobody knows is left in order, as typed") {
  CHECK(parsed_words({"a", "--x=1", "--name", "n", "-y", "b", "--names", "c", "--z"}).rest ==
        Words{"a", "--x=1", "-y", "b", "--z"});
  CHECK(parsed_words({"--names=a", "b", "--force", "c"}).rest == Words{"b", "c"});
}

TEST_CASE("an exact name beats a prefix, and some options have no prefixes") {
  CHECK(parsed_words({"--name", "n"}).value("--name") == "n");
  CHECK(parsed_words({"--fo"}).flag("--force") == true);
  CHECK(parsed_words({"--our", "x"}).rest == Words{"--our", "x"});
  CHECK(parse_words(kSpecs, Words{"--na=x"}).error().message ==
        "ambiguous option: --na=x could match --name, --names");
}

TEST_CASE("global options may stand anywhere") {
  Words words = {"--region",       "eu-west-1", "ssm",         "--outp", "json",
                 "list-documents", "--no-pag",  "--max-items", "2"};
  GlobalOptions options = parse_global_options(words).value();
  CHECK(options.region == "eu-west-1");
  CHECK(options.output == "json");
  CHECK(options.no_paginate);
  CHECK(options.rest == Words{"ssm", "list-documents", "--max-items", "2"});
}

TEST_CASE("global options are matched first") {
  CHECK(parse_global_options(Words{"ssm", "get-document", "--vers"})->version);
  CHECK(parse_global_options(Words{"--cli", "x"}).error().message ==
        "ambiguous option: --cli could match --cli-read-timeout, --cli-connect-timeout, "
        "--cli-binary-format, "
        "--cli-auto-prompt, --cli-error-format");
}

TEST_CASE("integers as Python reads them") {
  CHECK(to_integer(" +7 ") == 7);
  CHECK(to_integer("-7") == -7);
  CHECK_FALSE(to_integer("7.0").has_value());
  CHECK_FALSE(to_integer("").has_value());
  CHECK_FALSE(to_integer("+-7").has_value());
}

TEST_CASE("JSON problems in Python's words") {
  CHECK(json_problem("{\"a\": [1, 2.5e3, true, null, \"\\u00e9\"]}") == "");
  CHECK(json_problem("") == "Expecting value: line 1 column 1 (char 0)");
  CHECK(json_problem("{\"a\" 1}") == "Expecting ':' delimiter: line 1 column 6 (char 5)");
  CHECK(json_problem("{a: 1}") ==
        "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)");
  CHECK(json_problem("{\"a\":\n[1 2]}") == "Expecting ',' delimiter: line 2 column 4 (char 9)");
  CHECK(json_problem("[\"a]") == "Unterminated string starting at: line 1 column 2 (char 1)");
  CHECK(json_problem("[\"\\x\"]") == "Invalid \\escape: line 1 column 3 (char 2)");
  CHECK(json_problem("{} {}") == "Extra data: line 1 column 4 (char 3)");
  CHECK(json_problem("[\"a\nb\"]") == "Invalid control character at: line 1 column 4 (char 3)");
  CHECK(json_problem(std::string(100000, '[')).starts_with("Nested too deeply"));
}

TEST_CASE("what an operation of the account does is said from its name") {
  const auto said = [](std::string_view operation) {
    const std::string doc = account_operation_doc(operation);
    return doc.substr(0, doc.rfind(" in the simulated account."));
  };
  CHECK(said("DescribeDBInstances") == "Describes DB instances");
  CHECK(said("CopyImage") == "Copies an image");
  CHECK(said("GetBucketAcl") == "Gets the bucket ACL");
  CHECK(said("DescribeInstanceStatus") == "Describes the instance status");
  CHECK(said("EnterStandby") == "Enters standby");
  CHECK(said("HeadBucket") == "Looks for a bucket");
  CHECK(said("AddRoleToInstanceProfile") == "Adds a role to an instance profile");
  CHECK(said("BatchUpdateFindings") == "Updates findings");
  CHECK(said("Publish") == "Publishes");
}
