// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <stop_token>
#include <string_view>

#include "core/os/descriptor.h"
#include "core/os/program.h"

namespace ssm {

/// Something that runs, and is talked to until it has ended.
class Counterpart {
 public:
  virtual ~Counterpart() = default;
  /// Readable once it may have ended, for poll(); -1: nothing tells.
  virtual int descriptor() const = 0;
  /// Asked again and again. What it leaves behind is not to write any more once this is true.
  virtual bool has_ended() = 0;
};

/// Our ends of what it reads and writes. They do not block; one that is none is left alone.
struct Streams {
  Descriptor in;
  Descriptor out;
  Descriptor errors;
};

/// Moves bytes between us and `other` until it has ended, as `program` says: its input, limits,
/// listeners and questions. nullopt: it has ended; else why it is to be given up: codes as of
/// run_program().
std::optional<Error> converse(const Program& program, Counterpart& other, Streams& streams,
                              ProgramResult& result, const std::stop_token& stop);

}  // namespace ssm
