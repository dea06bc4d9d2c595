// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "cli/testkit/coverage.h"
#include "core/machine/event.h"
#include "core/machine/state.h"

namespace ssm::testkit {

/// Counts what one execution of the runbook made happen. In mode Interactive a failure leads
/// nowhere by itself, nor does a stopped step: these paths are not counted then. `mocked`: by step,
/// attempts that mocks stood in for.
void count_history(DocumentCoverage& coverage, Mode mode, std::span<const Event> history,
                   const std::map<std::string, std::int64_t>& mocked = {});

}  // namespace ssm::testkit
