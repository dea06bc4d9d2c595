// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/store/database.h"

namespace ssm {

/// Whose log it is.
struct StepLogKey {
  std::string execution_id;
  std::string step_execution_id;
  std::string step;  // its name
  std::int64_t attempt = 1;

  auto operator<=>(const StepLogKey&) const = default;
};

/// What steps have printed. Of each step the beginning is kept, and the end; between them it may
/// have a gap. Callers hold a Transaction round every change.
class StepLogStore {
 public:
  static constexpr std::size_t kPortion = 16 * 1024;  // bytes
  static constexpr std::int64_t kFirst = 8;           // portions that are kept of the beginning
  static constexpr std::int64_t kLast = 24;           // and of the end

  explicit StepLogStore(Database& database) : database_(database) {}

  /// `text`: UTF-8.
  Completed append(const StepLogKey& key, std::string_view text);

  struct Portion {
    std::int64_t id;  // grows from portion to portion
    std::string step_execution_id;
    std::string step;
    std::int64_t attempt;
    std::int64_t number;  // of the step's, from 0; one that is missing was not kept
    std::string text;
  };
  /// Of an execution, from portion `first` on, in the order in which they began. The last one of a
  /// step may grow.
  Result<std::vector<Portion>> read(std::string_view execution_id, std::int64_t first = 0);

 private:
  struct Last {
    std::int64_t number = -1;
    std::int64_t attempt = 0;
    std::size_t bytes = 0;
  };
  Result<Last> last(const StepLogKey& key);

  Database& database_;
};

/// The line that stands for what is missing between two portions of a step, `before` the number of
/// the first of them (-1: none); empty: nothing is missing.
std::string gap_text(std::int64_t before, const StepLogStore::Portion& portion);

}  // namespace ssm
