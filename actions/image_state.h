// SPDX-License-Identifier: Apache-2.0
#pragma once
// What actions that make an image have in common: they wait until it is available.

#include <string>
#include <string_view>

#include "core/engine/action.h"

namespace ssm {

/// The phase of failures and timeouts while the image is not there yet.
inline constexpr std::string_view kVerifyingImage = "verifying the image is available";

/// The step has an image from now on: its id is an output, and in the memo.
Outcome wait_for_image(const StepCall& step, const std::string& image_id);

/// The id that wait_for_image() noted; empty: there is no image yet.
std::string noted_image(const StepCall& step);

/// Looks at the image, and waits on.
Outcome look_at_image(const StepCall& step, Ports& ports, const std::string& image_id);

}  // namespace ssm
