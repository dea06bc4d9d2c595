// SPDX-License-Identifier: Apache-2.0
#include "cli/mocks_option.h"

#include "actions/cloud/mock_cloud.h"
#include "cli/output/print.h"
#include "core/os/files.h"

namespace ssm {

namespace {

/// "file://mocks.yaml" is mocks.yaml, as in the values of other options.
std::string mock_path(const std::string& word) {
  constexpr std::string_view kFile = "file://";
  return word.starts_with(kFile) ? expand_path(std::string_view(word).substr(kFile.size())) : word;
}

}  // namespace

Result<Mocks> read_mock_file(const std::string& word) {
  const std::string path = mock_path(word);
  const Result<std::string> text = path == "-" ? read_standard_input() : read_file(path);
  if (!text) return failure("Mocks", text.error().message);
  auto mocks = read_mocks(*text, kMockFileLimits, path);
  if (mocks) return *std::move(mocks);
  return tl::unexpected(mocks_error(mocks.error(), path == "-" ? "(standard input)" : path));
}

Result<std::optional<ExecutionMocks>> mocks_option(const std::optional<std::string>& path) {
  if (!path) return std::nullopt;
  TRY_ASSIGN(Mocks mocks, read_mock_file(*path));
  return make_execution_mocks(std::move(mocks), *path == "-" ? "(standard input)" : *path);
}

}  // namespace ssm
