// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace ssm {

struct ActionSpec;
enum class ActionKind;

/// Stands for an action that does not exist: no inputs or outputs are known of it.
const ActionSpec& unknown_action();

/// The actions there are. Whoever reads documents or plans is handed it, so that none of them knows
/// an action by its name.
class ActionCatalog {
 public:
  /// `specs` by name, ascending; they live as long as the program.
  constexpr explicit ActionCatalog(std::span<const ActionSpec* const> specs) : specs_(specs) {}

  /// unknown_action(): there is none of that name.
  const ActionSpec& find(std::string_view name) const;
  /// The first action of this kind. There is one of each but ActionKind::kCall and kPerson.
  const ActionSpec& of_kind(ActionKind kind) const;
  std::span<const ActionSpec* const> all() const { return specs_; }

 private:
  std::span<const ActionSpec* const> specs_;
};

/// Without any action.
inline constexpr ActionCatalog kNoActions{{}};

}  // namespace ssm
