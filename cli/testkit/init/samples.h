// SPDX-License-Identifier: Apache-2.0
#pragma once
// Values that stand for real ones: of parameters, and of what steps answer.

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/document/action.h"
#include "core/document/document.h"
#include "core/plan/plan.h"

namespace ssm::testkit {

/// A text for something of this name: "i-1234567890abcdef0" for InstanceId, "example" for what says
/// nothing.
std::string sample_text(std::string_view name);

/// All of these: [ending of a name in lower case, without separators and a plural's s; text], the
/// first that fits counts.
const Json& named_samples();

/// A value of the type, for something of this name; lists have one element.
Json sample_value(std::string_view name, ValueType type);

/// What the inputs that take a value ask of it.
struct ValueUse {
  InputSpec::Format format = InputSpec::Format::kNone;
  std::vector<std::string> values;  // the only ones; empty = any
  std::size_t least_items = 0;
  bool is_number = false;
};

/// By reference ("InstanceId", "look.State"): what it is used for where it makes up the whole of an
/// input. Steps for which a mock stands in ask nothing.
using ValueUses = std::map<std::string, ValueUse, std::less<>>;

/// The values that parameters can be given.
class ParameterChoices {
 public:
  /// `plan` must outlive this. Errors: code "Values" when no value was found for a parameter that
  /// must be supplied.
  static Result<ParameterChoices> of(const Plan& plan, const ValueUses& uses);

  /// All of them, typed, when only those are supplied that have no default.
  const Json& usual() const { return usual_; }
  bool has_default(std::string_view name) const;
  /// Values that a start accepts, likely ones first, without the default.
  const std::vector<Json>& values_of(std::string_view name);
  /// Whether a start accepts it.
  bool is_accepted(std::string_view name, const Json& value) const;

 private:
  ParameterChoices(const Plan& plan, const ValueUses& uses) : plan_(&plan), uses_(&uses) {}
  Completed fill_usual();
  void supply_role();

  const Plan* plan_;
  const ValueUses* uses_;
  Json usual_;
  std::set<std::string, std::less<>> supplied_;                   // although they have a default
  std::map<std::string, std::vector<Json>, std::less<>> values_;  // once they were asked for
};

/// Parameters of Parameter Store that defaults name: [{Name, Type, Value}].
Json stored_defaults(const Plan& plan);

}  // namespace ssm::testkit
