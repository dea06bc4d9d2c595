// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/choice_made.h"

#include <vector>

namespace ssm {

std::optional<std::int64_t> choice_made(const Step& branch, const StepSucceeded& event) {
  if (event.choice) return event.choice;
  if (event.next.empty()) return kNoChoice;
  std::vector<std::int64_t> candidates;
  if (const Json* choices = find_member(branch.inputs, "Choices"); choices && choices->is_array())
    for (std::size_t i = 0; i < choices->size(); ++i)
      if (string_member((*choices)[i], "NextStep") == event.next)
        candidates.push_back(static_cast<std::int64_t>(i));
  if (string_member(branch.inputs, "Default") == event.next) candidates.push_back(kNoChoice);
  return candidates.size() == 1 ? std::optional(candidates.front()) : std::nullopt;
}

}  // namespace ssm
