// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "cli/http/cbor.h"

using namespace ssm;

// The numbers are those of RFC 8949, appendix A.
TEST_CASE("floating-point numbers of two bytes are read") {
  const auto half = [](char high, char low) {
    return read_cbor(std::string{'\xF9', high, low}).value().get<double>();
  };
  CHECK(half('\x3C', '\x00') == 1.0);
  CHECK(half('\x7B', '\xFF') == 65504.0);
  CHECK(half('\x00', '\x01') == 5.960464477539063e-8);
  CHECK(half('\xC4', '\x00') == -4.0);
  CHECK(half('\x7C', '\x00') == std::numeric_limits<double>::infinity());
  CHECK(half('\xFC', '\x00') == -std::numeric_limits<double>::infinity());
  CHECK(std::isnan(half('\x7E', '\x00')));
}
