// SPDX-License-Identifier: Apache-2.0
#include "core/os/program.h"

#include <fmt/format.h>
#include <cerrno>
#include <csignal>

#include "core/os/conversation.h"

namespace ssm {
namespace {

tl::unexpected<Error> pipe_failure(const std::string& program) {
  return failure("Process", fmt::format("Cannot run {}: {}.", program, system_message(errno)));
}

class ChildCounterpart final : public Counterpart {
 public:
  explicit ChildCounterpart(Child& child) : child_(child) {}
  int descriptor() const override { return child_.descriptor(); }
  bool has_ended() override {
    if (!child_.has_ended()) return false;
    child_.send(SIGKILL);  // what is left of its group must not write on and on
    return true;
  }

 private:
  Child& child_;
};

}  // namespace

Result<ProgramResult> run_program(const Program& program, const std::stop_token& stop) {
  if (program.argv.empty() || program.argv[0].empty())
    return failure("Process", "No program was named.");
  Pipe in;
  Pipe out;
  Pipe errors;
  if (!in.open() || !out.open() || !errors.open()) return pipe_failure(program.argv[0]);
  // A program that closes its input early must not end us.
  const HeldSignals held({SIGPIPE});
  Spawn start{.argv = program.argv,
              .environment = program.environment,
              .directory = program.directory,
              .files = program.files};
  start.files.emplace_back(0, in.read.get());
  start.files.emplace_back(1, out.write.get());
  start.files.emplace_back(2, errors.write.get());
  TRY_ASSIGN(Child child, spawn(start));
  for (Descriptor* each : {&in.read, &out.write, &errors.write}) each->reset();
  ProgramResult result;
  ChildCounterpart other(child);
  Streams streams{std::move(in.write), std::move(out.read), std::move(errors.read)};
  const auto trouble = converse(program, other, streams, result, stop);
  if (trouble) return tl::unexpected(*trouble);
  result.exit_code = child.wait(std::nullopt).value_or(0);
  return result;
}

}  // namespace ssm
