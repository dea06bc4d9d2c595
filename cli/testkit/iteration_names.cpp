// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/iteration_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cli/testkit/graph_words.h"
#include "core/base/text.h"

namespace ssm {
namespace {

std::string iteration_item(const StepState& step) {
  constexpr std::size_t kMostColumns = 40;
  return step.item ? fmt::format(" ({})", ssm::shortened(printable(*step.item), kMostColumns))
                   : std::string();
}

}  // namespace

std::map<std::string, std::string> iteration_names(std::span<const StepState> runs) {
  std::map<std::string, const StepState*> by_id;
  for (const StepState& run : runs) by_id[run.id] = &run;
  std::map<std::string, std::string> names;
  for (const auto& [id, run] : by_id) {
    std::vector<std::string> around;
    const StepState* inner = run;
    for (auto loop = by_id.find(run->loop_id); loop != by_id.end();
         inner = loop->second, loop = by_id.find(inner->loop_id))
      around.push_back(fmt::format("{}: iteration {}{}", loop->second->name, inner->iteration,
                                   iteration_item(*inner)));
    std::ranges::reverse(around);
    if (!around.empty()) names[id] = join(around, ", ");
  }
  return names;
}

}  // namespace ssm
