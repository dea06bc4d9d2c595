// SPDX-License-Identifier: Apache-2.0
#include "core/machine/approval.h"

#include <catch2/catch.hpp>

using namespace ssm;

namespace {

struct ApprovalCase {
  std::string_view entry;
  std::string_view caller;
  bool meant;
};

constexpr std::string_view kUser = "arn:aws:iam::111122223333:user/ops/ana";
constexpr std::string_view kSession = "arn:aws:sts::111122223333:assumed-role/OnCall/ana-laptop";

constexpr ApprovalCase kApprovalCases[] = {
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
  for (const ApprovalCase& one : kApprovalCases) {
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

TEST_CASE("decisions count up to the one that decides") {
  const Json inputs = {{"Approvers", Json::array({"ana", "bob"})}, {"MinRequiredApprovals", "1"}};
  const Signal yes{.type = "Approve", .payload = {}, .caller = std::string(kUser), .time = {}};
  Signal no{
      .type = "Reject", .payload = {}, .caller = "arn:aws:iam::111122223333:user/bob", .time = {}};
  const std::vector<Signal> approved_first = {yes, no};
  const Approvals approved = count_approvals(inputs, approved_first);
  CHECK(approved.are_enough);
  CHECK(approved.rejection == nullptr);
  CHECK(approved.decisions.size() == 1);

  const std::vector<Signal> rejected_first = {no, yes};
  const Approvals rejected = count_approvals(inputs, rejected_first);
  CHECK_FALSE(rejected.are_enough);
  CHECK(rejected.rejection == &rejected_first[0]);

  no.caller = "arn:aws:iam::111122223333:user/stranger";
  const std::vector<Signal> by_others = {no};
  CHECK_FALSE(count_approvals(inputs, by_others).is_decided());
}
