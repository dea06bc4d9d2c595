// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a case says what it shows, and what it expects.

#include <string>

#include "cli/testkit/init/case_draft.h"
#include "core/document/document.h"
#include "core/plan/plan.h"

namespace ssm::testkit {

/// `seen`: its execution, at the end.
std::string case_name(const Document& document, const Plan& plan, const CaseDraft& draft,
                      const ExecutionResult& seen);

/// `expect` of the test file, by what happened. `is_first`: the way through has the outputs and
/// every step; of long ways others have the steps that they are about.
Json expectation_of(const Plan& plan, const PathGoal& goal, const ExecutionResult& seen,
                    bool is_first);

}  // namespace ssm::testkit
