// SPDX-License-Identifier: Apache-2.0
#pragma once
// Precompiled for every room: the standard headers in daily use, fmt and the JSON type.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>
