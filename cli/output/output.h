// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "cli/paging.h"
#include "core/api/model.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/expression/jmespath.h"

namespace ssm {

/// How an answer is written.
struct OutputSettings {
  enum class Colour { kAuto, kOn, kOff };

  std::string format = "json";    // as it was configured: an unknown one is found out late
  std::optional<JmesPath> query;  // applied before anything is written
  bool iso8601_times = false;     // else the numbers of the wire
  Colour colour = Colour::kAuto;  // of tables; automatic: on a terminal, unless NO_COLOR is set
  std::string pager;              // a command; empty: none
};

/// What an operation answered: the whole, or the pages of one that pages by itself.
using Answer = std::variant<Json, Pages>;

/// Errors: code "General" for a format that does not exist ("Unknown output type: x").
Completed check_output_format(const OutputSettings& settings);

/// The answer as text. json, yaml and table show the merged answer, text and yaml-stream one page
/// after the other, each queried by itself; nothing for `{}`. Errors: code "General", and those of
/// JmesPath::search. Source: spec/aws-cli 8, 9.
Result<std::string> to_output(const Operation& operation, Answer answer,
                              const OutputSettings& settings);

}  // namespace ssm
