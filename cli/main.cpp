// SPDX-License-Identifier: Apache-2.0
#include <cstddef>

#include "cli/run.h"

int main(int argc, char** argv) {
  return ssm::run({argv, static_cast<std::size_t>(argc)});
}
