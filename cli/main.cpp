// SPDX-License-Identifier: Apache-2.0
#include <malloc.h>
#include <cstddef>
#include <cstdio>
#include <exception>

#include "cli/run.h"

int main(int argc, char** argv) {
  // Most commands live for milliseconds: to ask the kernel for memory bit by bit, and to give it
  // back, is a tenth of that.
  constexpr int kMegabyte = 1024 * 1024;
  mallopt(M_TOP_PAD, kMegabyte);
  mallopt(M_TRIM_THRESHOLD, 16 * kMegabyte);
  try {
    return ssm::run({argv, static_cast<std::size_t>(argc)});
  } catch (const std::exception& exception) {  // out of memory, or of threads
    std::fprintf(stderr, "ssm-local: cannot go on: %s\n", exception.what());
    return 255;
  }
}
