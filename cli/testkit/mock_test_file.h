// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <string>

#include "cli/testkit/mock_check.h"

namespace ssm::testkit {

/// Whether a file of this name or text is one of tests, or is to be one.
bool is_test_file(const std::string& name, const std::string& text);

/// Checks the mocks of a test file and of its cases, each against the document of its case; what
/// else is wrong with the file, too. Appends a check for it and for each mock file that it names.
void check_mocks_of_test_file(const std::string& name, const std::string& text,
                              std::deque<MockCheck>& checks);

}  // namespace ssm::testkit
