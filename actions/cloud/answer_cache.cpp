// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/answer_cache.h"

#include <utility>

namespace ssm::cloud {
namespace {

constexpr std::size_t kMostAnswers = 64;

std::string question_of(const CloudCall& call) {
  std::string question = call.scope.account;
  for (const std::string_view part :
       {std::string_view(call.scope.region), std::string_view(call.service),
        std::string_view(call.operation)})
    question.append(1, '\n').append(part);
  return question.append(1, '\n').append(to_text(call.parameters));
}

}  // namespace

SharedJson AnswerCache::find(const CloudCall& call, const Version& version) {
  if (version != version_) return nullptr;
  const auto found = answers_.find(question_of(call));
  if (found == answers_.end() || call.now < found->second.since) return nullptr;
  return found->second.answer;
}

void AnswerCache::keep(const CloudCall& call, const Version& version, SharedJson answer) {
  if (version != version_ || answers_.size() >= kMostAnswers) answers_.clear();
  version_ = version;
  answers_.insert_or_assign(question_of(call), Known{std::move(answer), call.now});
}

}  // namespace ssm::cloud
