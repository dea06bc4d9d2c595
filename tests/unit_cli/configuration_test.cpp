// SPDX-License-Identifier: Apache-2.0
#include "cli/configuration.h"

#include <catch2/catch.hpp>

using namespace ssm;

TEST_CASE("profiles in a configuration file") {
  constexpr std::string_view kFile =
      "# comment\n"
      "[default]\n"
      "region = eu-west-1\n"
      "s3 =\n"
      "  region = nested\n"
      "\n"
      "[profile  \"two words\"]\r\n"
      "Region=us-west-2\r\n"
      "; region = x\n"
      "[profile p]\n"
      "cli_timestamp_format=iso8601";
  CHECK(find_profile(kFile, "default")->at("region") == "eu-west-1");
  CHECK(find_profile(kFile, "two words")->at("region") == "us-west-2");
  CHECK(find_profile(kFile, "p")->at("cli_timestamp_format") == "iso8601");
  CHECK_FALSE(find_profile(kFile, "q").has_value());
  CHECK_FALSE(find_profile("", "default").has_value());
  CHECK_FALSE(find_profile("[", "default").has_value());
  CHECK_FALSE(find_profile("[default\n=", "q").has_value());
}
