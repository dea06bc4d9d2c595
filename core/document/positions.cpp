// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/document/readers.h"

namespace ssm {
TextPositions::TextPositions(std::string_view text) : line_starts_{0} {
  std::uint32_t continuations = 0;
  std::vector<std::uint32_t> before;
  before.reserve(text.size() + 1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    before.push_back(continuations);
    if (is_continuation_byte(text[i])) ++continuations;
    if (text[i] == '\n') line_starts_.push_back(i + 1);
  }
  before.push_back(continuations);
  if (continuations > 0) continuation_bytes_before_ = std::move(before);
}

Location TextPositions::at(std::size_t offset) const {
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const std::size_t line_start = *(next - 1);
  std::size_t column = offset - line_start;
  if (!continuation_bytes_before_.empty()) {
    const auto clamp = [this](std::size_t at) {
      return std::min(at, continuation_bytes_before_.size() - 1);
    };
    column -=
        continuation_bytes_before_[clamp(offset)] - continuation_bytes_before_[clamp(line_start)];
  }
  return {.line = static_cast<int>(next - line_starts_.begin()),
          .column = static_cast<int>(column) + 1};
}

}  // namespace ssm
