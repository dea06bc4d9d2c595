// SPDX-License-Identifier: Apache-2.0
#include "core/base/arn.h"

#include <catch2/catch.hpp>

using namespace ssm;

TEST_CASE("an ARN is taken apart and put together again") {
  for (const char* text :
       {"arn:aws:iam::123456789012:user/local", "arn:aws-cn:sns:cn-north-1:123456789012:topic",
        "arn:aws:logs:eu-west-1:123456789012:log-group:a:*", "arn:::::"}) {
    const auto arn = Arn::parse(text);
    REQUIRE(arn);
    CHECK(arn->text() == text);
  }
  CHECK(Arn::parse("arn:aws:logs:eu-west-1:123456789012:log-group:a:*")->resource ==
        "log-group:a:*");
  for (const char* text : {"", "arn", "arn:aws:iam::123456789012", "urn:aws:iam::1:user/a"})
    CHECK_FALSE(Arn::parse(text));
}

TEST_CASE("an ARN is in the partition of its Region") {
  CHECK(Arn::regional({"123456789012", "eu-west-1"}, "ssm", "document/D").text() ==
        "arn:aws:ssm:eu-west-1:123456789012:document/D");
  CHECK(Arn::regional({"123456789012", "cn-north-1"}, "ssm", "document/D").text() ==
        "arn:aws-cn:ssm:cn-north-1:123456789012:document/D");
  CHECK(Arn::iam({"123456789012", "us-gov-west-1"}, "role/R").text() ==
        "arn:aws-us-gov:iam::123456789012:role/R");
}
