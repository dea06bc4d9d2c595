// SPDX-License-Identifier: Apache-2.0
#include "core/base/base64.h"

#include <catch2/catch.hpp>

using namespace ssm;

TEST_CASE("Base64 as RFC 4648 has it") {
  const std::vector<std::pair<std::string, std::string>> pairs = {{"", ""},
                                                                  {"f", "Zg=="},
                                                                  {"fo", "Zm8="},
                                                                  {"foo", "Zm9v"},
                                                                  {"foob", "Zm9vYg=="},
                                                                  {"fooba", "Zm9vYmE="},
                                                                  {"foobar", "Zm9vYmFy"},
                                                                  {"\xff\xfe\xfd", "//79"}};
  for (const auto& [bytes, text] : pairs) {
    CHECK(to_base64(bytes) == text);
    CHECK(from_base64(text) == bytes);
  }
  for (const char* bad : {"Zg", "Zg=", "Z===", "Zm9v!AAA", "Zg==Zg=="}) {
    INFO(bad);
    CHECK_FALSE(from_base64(bad));
  }
}
