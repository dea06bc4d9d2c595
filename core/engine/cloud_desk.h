// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>

#include "core/engine/cloud.h"

namespace ssm {

/// Where workers ask the cloud. Mocks and the simulated account live in the engine's database, so
/// their answers come from the engine's thread, which takes the questions within a transaction and
/// hands the answers out after the commit. What is Outside the worker asks itself.
class CloudDesk {
 public:
  explicit CloudDesk(Cloud& cloud) : cloud_(cloud) {}

  /// Called, on the worker's thread, when there is a question for the engine.
  void on_question(std::function<void()> wake) { wake_ = std::move(wake); }

  /// On a worker's thread. Waits for the engine; after close() the answer is an error.
  CloudAnswer call(const CloudCall& call);

  // On the engine's thread:
  bool has_questions();
  /// Asks the cloud every question, within the present transaction.
  void answer_questions();
  /// The transaction was committed: the answers go out. Else the questions stay.
  void end_transaction(bool committed);
  /// The engine ends: nobody will answer.
  void close();

 private:
  using Routed = tl::expected<std::variant<CloudReply, Outside>, AwsError>;
  struct Question {
    const CloudCall& call;
    std::optional<Routed> taken;   // the engine's alone
    std::optional<Routed> answer;  // guarded by the mutex
  };

  Cloud& cloud_;
  std::function<void()> wake_;
  std::mutex mutex_;
  std::condition_variable answered_;
  std::list<Question*> questions_;
  bool closed_ = false;
};

}  // namespace ssm
