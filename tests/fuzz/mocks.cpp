// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/mock_file.h"
#include "tests/fuzz/fuzz.h"

using namespace ssm;

/// Any text: what is read as mocks is stored in a form that reads the same; what is not, says why.
FUZZ_TARGET(mocks) {
  const auto mocks = read_mocks(fuzz::text_of(data, size));
  if (!mocks) {
    fuzz::require(!mocks.error().empty(), "a refused file has a problem");
    return 0;
  }
  const std::string stored = to_text(to_json(*mocks));
  const auto again = read_mocks(stored);
  fuzz::require(again && to_text(to_json(*again)) == stored, "the stored form reads the same");
  for (const Mock& mock : mocks->mocks)
    for (const auto& [uses, answer] : mock.answers)
      fuzz::require(mock.answer_to(uses.first) == &answer, "each answer answers its first use");
  return 0;
}
