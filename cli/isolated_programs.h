// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <utility>

#include "cli/global_options.h"
#include "core/base/result.h"
#include "core/engine/programs.h"

namespace ssm {

/// Programs as core/os/isolation.h keeps them, each below a process of `ssm-local isolate`.
class IsolatedPrograms final : public Programs {
 public:
  /// `warn`: hears once, on any thread, what the system does not keep programs from.
  explicit IsolatedPrograms(std::function<void(const std::string&)> warn)
      : warn_(std::move(warn)) {}

  Result<ProgramEnd> run(const ProgramCall& call, std::stop_token stop) override;
  Result<ProgramEnd> run_as_user(const ProgramCall& call, std::stop_token stop) override;

 private:
  std::function<void(const std::string&)> warn_;
  std::once_flag warned_;
};

/// `ssm-local isolate PARENT-PID joined|apart DIRECTORY PROGRAM...`: not for people. "apart": its
/// standard error is not joined with its output. The report goes to descriptor 4.
Result<int> run_isolate_command(const GlobalOptions& options, std::span<const std::string> words);

}  // namespace ssm
