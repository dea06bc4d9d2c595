// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/testkit/file_shape.h"

namespace ssm::testkit {

/// A test file: what `ssm-local test` reads. The one list of its keys.
extern const FileShape kTestFileShape;

}  // namespace ssm::testkit
