// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/launch/predefined_document.h"

namespace ssm {

/// The runbooks every account has, by name.
std::span<const PredefinedDocument> predefined_documents();

}  // namespace ssm
