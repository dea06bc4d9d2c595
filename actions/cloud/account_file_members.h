// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an account file may have: the check of a file and its schema read these tables.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"

namespace ssm::cloud {

/// A kind of value: what a function lets through, or one of several texts.
struct AccountValue {
  std::string (*problem)(const Json& value) = nullptr;  // what is wrong with it, or empty
  std::string_view schema = {};                         // what a JSON Schema can say of it
  std::span<const std::string_view> values = {};        // without a function: the only texts
  bool may_refuse = false;                              // besides them "error:CODE"

  /// What is wrong with the value; empty: nothing.
  std::string problem_with(const Json& value) const;
  Json json_schema() const;
};

struct AccountMember {
  std::string_view name;
  const AccountValue& value;
  bool required = false;
};

/// A member that is a map of its own, or a list of such maps.
struct AccountPart {
  std::string_view name;
  std::span<const AccountMember> members;
  std::size_t most_in_list = 0;  // 0: a map
};

/// A list of the file. The first member of its elements tells them apart.
struct AccountList {
  std::string_view name;
  std::span<const AccountMember> members;
  std::span<const AccountPart> parts = {};
  /// What is wrong with an element beyond its members, each as ".Member: reason"; nullptr: nothing
  /// can be.
  std::vector<std::string> (*problems)(const Json& element) = nullptr;
  bool is_unique = true;  // no two elements have the same id

  std::string_view id_member() const { return members.front().name; }
};

std::span<const AccountList> account_lists();
/// By its name or the singular of it, "instances" or "instance"; nullptr: there is none.
const AccountList* find_account_list(std::string_view name);
std::span<const AccountMember> timing_members();
/// Of an earlier version of a parameter.
std::span<const AccountMember> earlier_members();

/// Elements of a list.
inline constexpr std::size_t kMostInList = 10'000;

/// Whether an instance may be in this state without being on its way to another one.
bool is_settled_state(std::string_view state);

}  // namespace ssm::cloud
