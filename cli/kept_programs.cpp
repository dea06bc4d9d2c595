// SPDX-License-Identifier: Apache-2.0
#include "cli/kept_programs.h"

#include "core/os/files.h"

namespace ssm {
namespace {

constexpr std::size_t kMostKept = 8;  // as many as there are versions of an interpreter
constexpr int kMostFailures = 4;

Result<ForkServer> start(const std::vector<std::string>& argv) {
  // Not by its name: there may be another program now.
  std::vector<std::string> keeper = {"/proc/self/exe", "fork-server"};
  keeper.insert(keeper.end(), argv.begin(), argv.end());
  keeper.emplace_back("serve");
  return ForkServer::start(keeper,
                           {{"PATH", environment("PATH").value_or("/usr/local/bin:/usr/bin:/bin")},
                            {"LANG", "C.UTF-8"},
                            {"TZ", "UTC"},
                            {"HOME", "/"}});
}

}  // namespace

std::shared_ptr<const ForkServer> KeptPrograms::find(const std::vector<std::string>& argv) {
  const std::lock_guard lock(mutex_);
  if (is_refused_) return nullptr;
  if (kept_.size() >= kMostKept && !kept_.contains(argv)) kept_.erase(kept_.begin());
  Kept& kept = kept_[argv];
  if (kept.server || kept.failures >= kMostFailures) return kept.server;
  Result<ForkServer> server = start(argv);
  if (server) kept.server = std::make_shared<const ForkServer>(*std::move(server));
  if (!server) ++kept.failures;
  return kept.server;
}

void KeptPrograms::drop(const std::shared_ptr<const ForkServer>& server) {
  const std::lock_guard lock(mutex_);
  for (auto& [argv, kept] : kept_) {
    if (kept.server != server) continue;
    kept.server.reset();
    ++kept.failures;
  }
}

void KeptPrograms::clear() {
  const std::lock_guard lock(mutex_);
  kept_.clear();
}

void KeptPrograms::refuse() {
  const std::lock_guard lock(mutex_);
  is_refused_ = true;
  kept_.clear();
}

}  // namespace ssm
