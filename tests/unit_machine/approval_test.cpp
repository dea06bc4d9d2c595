// SPDX-License-Identifier: Apache-2.0
#include "core/machine/approval.h"

#include <catch2/catch.hpp>

using namespace ssm;

namespace {

struct Case {
  std::string_view entry;
  std::string_view caller;
  bool meant;
};

constexpr std::string_view kUser = "arn:aws:iam::111122223333:user/ops/ana";
constexpr std::string_view kSession = "arn:aws:sts::111122223333:assumed-role/OnCall/ana-laptop";

constexpr Case kCases[] = {
    {kUser, kUser, true},
    {"ana", kUser, true},
    {"ops", kUser, false},
    {"Ana", kUser, false},
    {"ana", kSession, false},
    {kSession, kSession, true},
    {"arn:aws:iam::111122223333:role/OnCall", kSession, true},
    {"arn:aws:iam::111122223333:role/paths/OnCall", kSession, true},
    {"arn:aws:iam::111122223333:role/OnCall", kUser, false},
    {"arn:aws:iam::999922223333:role/OnCall", kSession, false},
    {"arn:aws:iam::111122223333:role/OnCal", kSession, false},
    {"arn:aws:iam::111122223333:user/OnCall", kSession, false},
    {"", kUser, false},
    {"", "", true},  // the same text
    {"ana", "not an arn", false},
};

}  // namespace

TEST_CASE("an approver entry means a caller") {
  for (const Case& one : kCases) {
    INFO(one.entry << " / " << one.caller);
    CHECK(is_approver(one.entry, one.caller) == one.meant);
  }
}

TEST_CASE("the entry that means the caller is found in a list or a single text") {
  CHECK(find_approver(Json::array({"bob", "ana"}), kUser) == "ana");
  CHECK(find_approver(Json::array({"bob", 7}), kUser).empty());
  CHECK(find_approver(Json("ana"), kUser) == "ana");
  CHECK(find_approver(Json(), kUser).empty());
}
