// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cli/testkit/init/case_draft.h"
#include "core/plan/plan.h"

namespace ssm::testkit {

/// A draft that was tried, and which steps of it started.
struct TriedCase {
  CaseDraft draft;
  std::vector<std::size_t> started;                        // places, once each
  std::map<std::size_t, Json> script_inputs = {};          // by place, of those that started
  std::map<std::size_t, std::set<int>> script_lines = {};  // by place: those that ran
};

struct TestTextHead {
  std::string named;           // the runbook
  std::string condition = {};  // under which the cases pass, a clause; empty: none
};

/// The test file, as people read it: what cases have in common stands once at its head.
/// `notes`: lines of comment at its end.
std::string test_text(const DraftSetup& setup, const TestTextHead& head,
                      const std::vector<TriedCase>& cases, const std::vector<std::string>& notes);

}  // namespace ssm::testkit
