// SPDX-License-Identifier: Apache-2.0
#include "core/engine/log_desk.h"

#include <cstddef>

#include "core/base/text.h"

namespace ssm {
namespace {

constexpr Milliseconds kMoment(250);
constexpr std::size_t kMostWaiting = 1024 * 1024;  // bytes of a step
constexpr std::string_view kGap = "\n[... some is not kept ...]\n";

/// Takes the middle out, so that much more has room.
void shorten(std::string& text) {
  std::size_t from = kMostWaiting / 4;
  std::size_t to = text.size() - kMostWaiting / 4;
  while (from > 0 && is_continuation_byte(text[from])) --from;
  while (to < text.size() && is_continuation_byte(text[to])) ++to;
  text.replace(from, to - from, kGap);
}

}  // namespace

void LogDesk::append(const StepLogKey& step, std::string_view text) {
  if (text.empty()) return;
  bool is_first = false;
  {
    const std::lock_guard lock(mutex_);
    std::string& waiting = texts_[step];
    waiting += text;
    if (waiting.size() > kMostWaiting) shorten(waiting);
    is_first = !due_;
    if (is_first) due_ = clock_.now() + kMoment;
  }
  if (is_first && wake_) wake_();
}

std::optional<Time> LogDesk::due() {
  const std::lock_guard lock(mutex_);
  return due_;
}

Completed LogDesk::write(StepLogStore& store) {
  {
    const std::lock_guard lock(mutex_);
    written_ = std::exchange(texts_, {});
    due_.reset();
  }
  for (const auto& [step, text] : written_) TRY(store.append(step, text));
  return {};
}

void LogDesk::end_transaction(bool committed) {
  std::map<StepLogKey, std::string> written = std::exchange(written_, {});
  if (committed || written.empty()) return;
  const std::lock_guard lock(mutex_);
  for (auto& [step, text] : written) {
    text += texts_[step];
    texts_[step] = std::move(text);
  }
  if (!due_) due_ = clock_.now() + kMoment;
}

}  // namespace ssm
