// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <utility>

#include "cli/configuration.h"
#include "cli/global_options.h"
#include "core/base/result.h"
#include "core/os/state_directory.h"
#include "core/store/database.h"

namespace ssm {

/// What surrounds a command of ours. Settings are read, and the state is opened, when they are
/// first asked for.
class Context {
 public:
  explicit Context(GlobalOptions options) : options_(std::move(options)) {}

  /// Those of the line, wherever they stood.
  const GlobalOptions& options() const { return options_; }

  /// Errors: those of read_configuration().
  Result<const Configuration*> configuration();
  Result<Caller> caller();

  /// Makes the directory when it is missing. Errors: code "StateDirectory".
  Result<const StateDirectory*> directory();
  /// The directory's state.db, with the tables of this version. Errors: code "State".
  Result<Database*> database();

 private:
  GlobalOptions options_;
  std::optional<Configuration> configuration_;
  std::optional<StateDirectory> directory_;
  std::optional<Database> database_;
};

}  // namespace ssm
