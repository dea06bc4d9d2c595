// SPDX-License-Identifier: Apache-2.0
#include "cli/retired_runtimes.h"

#include <cstdlib>
#include <string_view>

namespace ssm {

bool allows_retired_runtimes() {
  const char* setting = std::getenv("SSM_LOCAL_RETIRED_RUNTIMES");
  return setting != nullptr && std::string_view(setting) == "allow";
}

}  // namespace ssm
