// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "core/document/node.h"

namespace ssm::test {

/// Published runbooks, in the shared folder beside the checkout, which may be missing.
inline const std::filesystem::path kCorpus = SHARED_DIR "/corpus";

/// A file's bytes; empty when it cannot be read.
inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// JSON for *.json, else YAML.
inline DocumentFormat format_of(const std::filesystem::path& path) {
  return path.extension() == ".json" ? DocumentFormat::kJson : DocumentFormat::kYaml;
}

}  // namespace ssm::test
