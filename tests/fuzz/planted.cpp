// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz.h"

using namespace ssm;

/// Faults on purpose, of which the driver has to tell.
FUZZ_TARGET(planted) {
  const std::string_view text = fuzz::text_of(data, size);
  fuzz::require(text != "promise", "promises are kept");
  fuzz::require(text.size() < 60, "texts are short");
  if (text == "beyond") {
    const volatile std::uint8_t* end = data + size;
    return *end == 0 ? 1 : 2;
  }
  return 0;
}
