// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "core/document/document.h"
#include "core/machine/event.h"

namespace ssm {

/// Which of its choices the branch made, by number; kNoChoice: none applied; nullopt: the event
/// does not record it, and several lead to the same step.
std::optional<std::int64_t> choice_made(const Step& branch, const StepSucceeded& event);

}  // namespace ssm
