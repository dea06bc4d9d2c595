// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "cli/testkit/coverage.h"
#include "core/machine/event.h"
#include "core/machine/state.h"

namespace ssm::testkit {

/// Counts what one execution of the runbook made happen. In mode Interactive a failure leads
/// nowhere by itself, nor does a stopped step: these paths are not counted then.
void count_history(DocumentCoverage& coverage, Mode mode, std::span<const Event> history);

}  // namespace ssm::testkit
