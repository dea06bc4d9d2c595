// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/api/service.h"
#include "tests/unit_service/case_file.h"

namespace ssm::service_cases {

/// The service on an empty database in memory, a clock that stands still, and one predefined
/// document. Carries out the directives of one case.
class ServiceWorld {
 public:
  static Result<std::unique_ptr<ServiceWorld>> open();

  /// Empty, or what is wrong.
  std::string carry_out(const Directive& directive);

 private:
  explicit ServiceWorld(Database database);
  std::string call(const std::string& argument);
  std::string answer(const std::string& argument);
  std::string members(const std::string& argument);
  std::string refused(const std::string& argument);
  std::string save(const std::string& argument);
  std::string event(const std::string& argument);
  std::string load(const std::string& argument);
  std::string repeat(const std::string& argument);
  Result<Json> get_parameters(const Json& request) const;
  Result<Json> read_value(std::string_view text) const;

  Database database_;
  std::map<std::string, Json> stored_;  // Parameter Store, by name and selector
  ParameterStore parameter_store_{
      [this](const AccountRegion&, const Json& request, Time) { return get_parameters(request); }};
  VirtualClock clock_;
  ServicePorts ports_;
  Caller caller_;
  std::map<std::string, std::string> texts_;  // "@name" in a value
  std::optional<Result<Reply>> last_;
};

}  // namespace ssm::service_cases
