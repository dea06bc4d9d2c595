// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>
#ifdef SSM_LOCAL_FUZZERS
/// Begins the definition of a fuzz target, a function of bytes. With Clang's library it is all of a
/// program.
#define FUZZ_TARGET(name) \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
#else
#include "tests/fuzz/replay.h"
/// Begins the definition of a fuzz target, a function of bytes, which replay.cpp finds by its name.
#define FUZZ_TARGET(name)                                                       \
  static int name##_target(const std::uint8_t* data, std::size_t size);         \
  static const ssm::fuzz::ReplayedTarget name##_replayed(#name, name##_target); \
  static int name##_target(const std::uint8_t* data, std::size_t size)
#endif

namespace ssm::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// What stands before and after the first line break.
inline std::pair<std::string_view, std::string_view> first_line_and_rest(std::string_view text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return {text, {}};
  return {text.substr(0, end), text.substr(end + 1)};
}

/// Ends the run with a report when what must hold does not.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

}  // namespace ssm::fuzz
