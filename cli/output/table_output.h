// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/base/result.h"

namespace ssm {

struct TableStyle {
  std::size_t terminal_width = 80;  // a wider table is turned: headers beside their values
  bool colour = false;
  bool resets = false;  // behind every piece, as the AWS CLI does except to a pager
};

/// A value as the AWS CLI prints it with `--output table`; `title` is the operation's name. Nothing
/// for what is empty, null, zero or false. Errors: code "General" when the rows of a section differ
/// in length. Source: spec/aws-cli 8.5.
Result<std::string> to_table_output(std::string_view title, const Json& value,
                                    const TableStyle& style);

}  // namespace ssm
