// SPDX-License-Identifier: Apache-2.0
#include "actions/command/node_lines.h"

#include <fmt/format.h>

#include <cstddef>

#include "core/base/text.h"
#include "core/document/input_value.h"

namespace ssm {
namespace {

constexpr std::size_t kLongestLine = 16 * 1024;  // bytes; a longer one is broken

bool names_one_node(const StepCall& step) {
  const Json* ids = find_input_value(step.inputs, "InstanceIds");
  return ids != nullptr && (!ids->is_array() || ids->size() == 1);
}

}  // namespace

NodeLines::NodeLines(const StepCall& step, Ports& ports, std::string_view node)
    : log_(ports.log), before_(names_one_node(step) ? "" : fmt::format("{} | ", node)) {}

NodeLines::~NodeLines() {
  begun_ += portions_.rest();
  if (!begun_.empty()) append(begun_ + '\n');
}

void NodeLines::add(std::string_view bytes) {
  begun_ += portions_.add(bytes);
  const std::size_t last = begun_.rfind('\n');
  if (last != std::string::npos) {
    append(std::string_view(begun_).substr(0, last + 1));
    begun_.erase(0, last + 1);
  }
  if (begun_.size() <= kLongestLine) return;
  append(begun_ + '\n');
  begun_.clear();
}

void NodeLines::append(std::string_view lines) {
  if (log_ == nullptr) return;
  if (before_.empty()) return log_->append(lines);
  std::string text;
  for (const std::string& line : split(lines.substr(0, lines.size() - 1), '\n'))
    text += before_ + line + '\n';
  log_->append(text);
}

}  // namespace ssm
