// SPDX-License-Identifier: Apache-2.0
#include "core/engine/cloud_desk.h"

#include <utility>

namespace ssm {

CloudAnswer CloudDesk::call(const CloudCall& call) {
  Question question{call, {}, {}};
  {
    const std::lock_guard lock(mutex_);
    if (!closed_) questions_.push_back(&question);
  }
  if (wake_) wake_();
  {
    std::unique_lock lock(mutex_);
    answered_.wait(lock, [&] { return closed_ || question.answer; });
    questions_.remove(&question);
  }
  if (!question.answer)
    return tl::unexpected(AwsError{"RequestExpired", "The engine of ssm-local ended.", 400});
  if (!*question.answer) return tl::unexpected(question.answer->error());
  if (auto* answer = std::get_if<CloudReply>(&**question.answer)) return std::move(*answer);
  return cloud_.call(call);
}

bool CloudDesk::has_questions() {
  const std::lock_guard lock(mutex_);
  return !questions_.empty();
}

void CloudDesk::answer_questions() {
  std::list<Question*> open;
  {
    const std::lock_guard lock(mutex_);
    open = questions_;
  }
  // The workers wait: what their questions point to stays.
  for (Question* question : open)
    if (!question->taken) question->taken = cloud_.route(question->call);
}

void CloudDesk::end_transaction(bool committed) {
  {
    const std::lock_guard lock(mutex_);
    for (Question* question : questions_) {
      if (!question->taken) continue;
      if (committed) question->answer = std::exchange(question->taken, std::nullopt);
      question->taken.reset();
    }
    std::erase_if(questions_,
                  [](const Question* question) { return question->answer.has_value(); });
  }
  answered_.notify_all();
}

void CloudDesk::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  answered_.notify_all();
}

}  // namespace ssm
