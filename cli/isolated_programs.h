// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "cli/commands/command.h"
#include "cli/kept_programs.h"
#include "core/base/result.h"
#include "core/engine/programs.h"
#include "core/os/clock.h"

namespace ssm {

/// Variables that name files with credentials of AWS.
inline constexpr std::array<std::string_view, 3> kCredentialFiles = {
    "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE"};

/// Programs as core/os/isolation.h keeps them: each below a process of `ssm-local isolate`, or
/// forked by one that is kept, where it can be and the system has namespaces.
class IsolatedPrograms final : public Programs {
 public:
  /// `warn`: hears, on any thread, what the system does not keep programs from, and what tell() is
  /// given; each sentence once. `state_directory`: no program finds what is in it; empty: there is
  /// none.
  IsolatedPrograms(std::function<void(const std::string&)> warn, std::string state_directory)
      : warn_(std::move(warn)), state_directory_(std::move(state_directory)) {}

  Result<ProgramEnd> run(const ProgramCall& call, std::stop_token stop) override;
  Result<ProgramEnd> run_as_user(const ProgramCall& call, std::stop_token stop) override;
  void tell(const std::string& sentence) override;
  const Clock& clock() const override { return clock_; }
  /// What is kept is started anew for the next call.
  void renew() { kept_.clear(); }

 private:
  class Run;
  std::optional<Result<ProgramEnd>> run_kept(Run& run, const ProgramCall& call,
                                             const std::string& path, const std::stop_token& stop);

  WallClock clock_;
  std::function<void(const std::string&)> warn_;
  std::string state_directory_;
  std::mutex mutex_;
  std::set<std::string> told_;
  KeptPrograms kept_;
};

/// `ssm-local isolate PARENT-PID joined|apart DIRECTORY MEMORY HIDDEN PROGRAM...`: not for people.
/// "apart": its standard error is not joined with its output. MEMORY: as of ProgramCall; HIDDEN:
/// paths as of IsolatedProgram, a line each. The report goes to descriptor 4.
extern const Command kIsolateCommand;

/// `ssm-local fork-server PROGRAM...`: not for people. Is a keeper: core/os/fork_server.h.
extern const Command kForkServerCommand;

}  // namespace ssm
