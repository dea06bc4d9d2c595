// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/check.h"

namespace ssm::test {

/// A file's bytes; empty when it cannot be read.
std::string read_file(const std::filesystem::path& path);

/// JSON for *.json, else YAML.
DocumentFormat format_of(const std::filesystem::path& path);

/// Each problem as "file:line:column: path: message".
std::vector<std::string> texts_of(const std::vector<Problem>& problems, std::string_view file);

/// A document that must load; the test fails otherwise.
Document load(std::string_view yaml);

}  // namespace ssm::test
