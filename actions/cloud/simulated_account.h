// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "core/engine/cloud.h"

namespace ssm {

/// The embedded account: EC2 instances and tags that change state over time as the real ones do,
/// kept in `account.db`. An operation it does not have answers with code "NotSimulated" and says
/// so.
class SimulatedAccount final : public Cloud {
 public:
  /// `path`: account.db, or ":memory:" (then everything runs on one connection).
  static Result<std::unique_ptr<SimulatedAccount>> open(const std::string& path);
  ~SimulatedAccount() override;
  tl::expected<Json, AwsError> call(const CloudCall& call) override;
  bool answers_at_once() const override { return true; }

  /// What `account show` prints and `account load` reads: see actions/cloud/README.md.
  Result<Json> show(const Scope& scope, Time now);
  /// Replaces everything in the scope. Errors: code "AccountFile", path and reason; nothing
  /// changed.
  Completed load(const Scope& scope, const Json& account, Time now);
  /// Back to the sample of a fresh state directory.
  Completed reset(const Scope& scope, Time now);

 private:
  struct Impl;
  explicit SimulatedAccount(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ssm
