// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace ssm {

/// What the service's model, and so the SDK, calls an error whose code is named otherwise; empty:
/// both have one name, but for an ending. For services that once were spoken to in forms, which
/// still tell the code of then.
std::string error_name(std::string_view service, std::string_view code);

/// All services of AWS as the SDK for Python names them, sorted.
std::span<const std::string_view> aws_service_names();

// Of names as runbooks write them: why AWS has none of that name, in sentences; empty: nothing
// speaks against it.
std::string fault_of_service(std::string_view service);
/// An operation that the simulated account does not have may exist, unless one that it has is
/// spelled nearly so.
std::string fault_of_api(std::string_view service, std::string_view api);

}  // namespace ssm
