// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actions/cloud/operation.h"

namespace ssm::cloud {

// Source: "Working with parameter versions" and "labels" in the User Guide of Systems Manager.
inline constexpr std::size_t kMostParameterVersions = 100;
inline constexpr std::size_t kMostEarlierVersions = kMostParameterVersions - 1;
inline constexpr std::size_t kMostParameterLabels = 10;

/// One version of a Parameter Store parameter.
struct ParameterVersion {
  std::int64_t number = 1;
  std::string type = "String";  // or "StringList", "SecureString"
  std::string value;            // of a StringList: its texts with commas between
  std::string description;
  std::string allowed_pattern;
  std::string data_type;  // empty: "text"
  std::string tier;       // empty: "Standard"
  std::vector<std::string> labels;
  std::string modified;  // ISO 8601

  /// The members as the account file and the store have them: "Version", "Type", "Value" ...
  Json written() const;
};

/// Reads what written() gave. Errors: kMalformed.
Result<ParameterVersion> read_parameter_version(const Json& json);

/// The versions of the account's parameters, in a table beside its resources: a parameter is one of
/// those, too, which holds its tags. One that has no versions can be tagged and not read.
class ParameterVersions {
 public:
  explicit ParameterVersions(AccountSession& session)
      : store_(session.store), scope_(session.scope) {}

  /// Oldest first. Errors: kMalformed.
  Result<std::vector<ParameterVersion>> of(std::string_view name);
  Completed put(std::string_view name, const ParameterVersion& version);
  Completed remove(std::string_view name, std::int64_t number);
  Completed remove_all(std::string_view name);

 private:
  AccountStore& store_;
  const AccountRegion& scope_;
};

/// Characters, length and levels of a parameter's name. Errors: as PutParameter has them.
Completed check_parameter_name(std::string_view name);

tl::unexpected<Error> parameter_not_found(std::string_view name);

/// The version that "NAME", "NAME:VERSION" or "NAME:LABEL" stands for; nullopt: there is none.
Result<std::optional<ParameterVersion>> parameter_version_named(AccountSession& session,
                                                                std::string_view text);

/// The Names of a request, one to ten. Errors: ValidationException.
Result<std::vector<std::string>> parameter_names(const Json& request);

/// A parameter of the account file: what show_account() prints, and what it is loaded from. In the
/// file the newest version's members stand beside "Name" and "Tags", the others in "earlier".
Result<Json> shown_parameter(AccountSession& session, Json resource);
Completed load_parameter(AccountSession& session, const Json& parameter);

}  // namespace ssm::cloud
