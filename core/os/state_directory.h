// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/result.h"

namespace ssm {

/// Where everything is kept. The path is absolute.
struct StateDirectory {
  std::string path;
  std::string state_database() const { return path + "/state.db"; }
  std::string engine_lock() const { return path + "/engine.lock"; }
  std::string engine_socket() const { return path + "/engine.sock"; }
  std::string engine_log() const { return path + "/engine.log"; }
  std::string engine_deaths() const { return path + "/engine.deaths"; }
};

/// `option` (--state-dir) if not empty, else $SSM_LOCAL_STATE_DIR, else $XDG_STATE_HOME/ssm-local,
/// else ~/.local/state/ssm-local. Created when missing. Gets mode 0700 when created or found empty;
/// one with files in it keeps the mode its owner gave it, unless others may write there.
/// Errors: code "StateDirectory", the message names the path, the reason and the way out.
Result<StateDirectory> open_state_directory(const std::string& option);

/// The path of that directory, absolute, whether it is there or not; empty: there is nothing to go
/// by.
std::string state_directory_path(const std::string& option);

/// Whether there is one, and something in it. Makes nothing.
bool has_state_directory(const std::string& option);

}  // namespace ssm
