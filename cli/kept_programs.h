// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/os/fork_server.h"

namespace ssm {

/// Programs that are kept between their calls, each as a server of core/os/fork_server.h. On any
/// thread.
class KeptPrograms {
 public:
  /// Of the command line `argv`, whose first word is a path; with "serve" behind it, it is a
  /// server. Started when there is none. nullptr: it cannot be started, or has failed too often.
  std::shared_ptr<const ForkServer> find(const std::vector<std::string>& argv);

  /// It has failed; another one is to be started in its place.
  void drop(const std::shared_ptr<const ForkServer>& server);

  /// None is kept: find() starts each anew.
  void clear();

  /// The system refuses what a server needs: find() starts none any more.
  void refuse();

 private:
  std::mutex mutex_;
  bool is_refused_ = false;
  struct Kept {
    std::shared_ptr<const ForkServer> server;
    int failures = 0;
  };
  std::map<std::vector<std::string>, Kept> kept_;  // by command line
};

}  // namespace ssm
