// SPDX-License-Identifier: Apache-2.0
#include "cli/wait.h"

#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <thread>

#include "cli/configuration.h"
#include "cli/http/remote_service.h"
#include "cli/local_service.h"
#include "cli/output/print.h"
#include "cli/request.h"
#include "cli/usage.h"
#include "core/expression/jmespath.h"
#include "core/os/watch.h"

namespace ssm {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::string_view kTimeout = "--timeout";
tl::unexpected<Error> wait_failure(const Waiter& waiter, const std::string& reason) {
  return failure("General", "Waiter " + std::string(waiter.name) + " failed: " + reason);
}

/// What an answer, or the code of the error that came instead, shows.
struct Shown {
  const Json* answer = nullptr;
  std::string code = {};
};

Json found_in(const Json& answer, std::string_view path) {
  const Result<JmesPath> query = JmesPath::parse(path);
  return query ? query->search(answer).value_or(Json()) : Json();
}

bool accepts(const Acceptor& acceptor, const Shown& shown) {
  using When = Acceptor::When;
  if (acceptor.when == When::kRefused) return shown.code == acceptor.text;
  if (shown.answer == nullptr) return false;
  if (acceptor.when == When::kAnswered) return true;
  const auto is_it = [&](const Json& value) { return to_embedded_text(value) == acceptor.text; };
  const Json found = found_in(*shown.answer, acceptor.path);
  if (acceptor.when == When::kIs) return is_it(found);
  if (!found.is_array() || found.empty()) return false;
  return acceptor.when == When::kEvery ? std::ranges::all_of(found, is_it)
                                       : std::ranges::any_of(found, is_it);
}

/// In botocore's words, "excepted" among them.
std::string reason_of(const Acceptor& acceptor) {
  switch (acceptor.when) {
    case Acceptor::When::kIs:
      return fmt::format("For expression \"{}\" we matched expected path: \"{}\"", acceptor.path,
                         acceptor.text);
    case Acceptor::When::kEvery:
      return fmt::format("For expression \"{}\" all members matched excepted path: \"{}\"",
                         acceptor.path, acceptor.text);
    case Acceptor::When::kAny:
      return fmt::format("For expression \"{}\" we matched expected path: \"{}\" at least once",
                         acceptor.path, acceptor.text);
    case Acceptor::When::kRefused:
      return fmt::format("Matched expected service error code: {}", acceptor.text);
    case Acceptor::When::kAnswered:
      break;
  }
  return "Matched expected HTTP status code: 200";
}

/// Whether the wait is over. Errors: code "General" when it is over in vain.
Result<bool> is_over(const Waiter& waiter, const Result<Json>& answer) {
  if (!answer && (answer.error().code == "State" || answer.error().code == "StateDirectory"))
    return tl::unexpected(answer.error());
  const Shown shown = answer ? Shown{.answer = &*answer} : Shown{.code = answer.error().code};
  for (const Acceptor& acceptor : waiter.acceptors) {
    if (!accepts(acceptor, shown)) continue;
    if (acceptor.outcome == Acceptor::Outcome::kFailure)
      return wait_failure(waiter,
                          "Waiter encountered a terminal failure state: " + reason_of(acceptor));
    return acceptor.outcome == Acceptor::Outcome::kSuccess;
  }
  if (answer) return false;
  return wait_failure(waiter,
                      "An error occurred (" + answer.error().code + "): " + answer.error().message);
}

/// The pauses between two questions: short after something was written in the state directory,
/// since it can be read only a little later, then longer and longer.
class Pauses {
 public:
  Pauses(const std::string& directory, std::optional<SteadyClock::time_point> end)
      : watch_(directory), end_(end) {}

  bool is_time_up() const { return end_ && SteadyClock::now() >= *end_; }

  void make_one() {
    std::chrono::milliseconds length = next_;
    if (end_)
      length = std::min(length,
                        std::chrono::ceil<std::chrono::milliseconds>(*end_ - SteadyClock::now()));
    next_ = watch_.wait(length) ? kShortest : std::min(next_ * 2, kLongest);
  }

 private:
  static constexpr std::chrono::milliseconds kShortest{1};
  static constexpr std::chrono::milliseconds kLongest{1000};
  DirectoryWatch watch_;
  std::optional<SteadyClock::time_point> end_;
  std::chrono::milliseconds next_ = kShortest;
};

/// Tells once what an execution waits for: else nobody would know why it does not end.
class AwaitedTexts {
 public:
  void look(const Json& answer, const Caller& caller, LocalService& service) {
    const Json* execution = find_member(answer, "AutomationExecution");
    if (execution == nullptr) return;
    const std::string id = string_member(*execution, "AutomationExecutionId");
    const std::string awaited = service.awaited(id, caller.scope);
    if (awaited.empty() || awaited == told_) return;
    print_diagnostic(fmt::format("ssm-local: execution {}: {}\n", id, awaited));
    told_ = awaited;
  }

 private:
  std::string told_;
};

Completed wait_for(const Waiter& waiter, const Json& request, const Caller& caller,
                   LocalService& service, std::optional<SteadyClock::time_point> end) {
  const Operation& operation = operation_of(waiter);
  Pauses pauses(service.directory().path, end);  // before asking: nothing is missed in between
  AwaitedTexts awaited;
  for (;;) {
    const Result<Json> answer = service.ask(operation, request, caller);
    TRY_ASSIGN(bool over, is_over(waiter, answer));
    service.start_work();
    if (over) return {};
    if (answer) awaited.look(*answer, caller, service);
    if (pauses.is_time_up()) return wait_failure(waiter, "Max attempts exceeded");
    pauses.make_one();
  }
}

/// Of an endpoint nobody tells when something has changed: it is asked every second.
Completed wait_remotely(const Waiter& waiter, const Json& request, RemoteService& service,
                        std::optional<SteadyClock::time_point> end) {
  constexpr std::chrono::seconds kPause(1);
  for (;;) {
    Result<Json> answer = service.ask(operation_of(waiter), request);
    if (!answer && answer.error().code != "Service") return tl::unexpected(answer.error());
    if (!answer) {
      const std::string code = code_of_service_error(answer.error());
      const bool expected = std::ranges::any_of(waiter.acceptors, [&](const Acceptor& acceptor) {
        return accepts(acceptor, {.code = code});
      });
      if (!expected) return wait_failure(waiter, answer.error().message);
      answer = failure(code, answer.error().message);
    }
    TRY_ASSIGN(bool over, is_over(waiter, answer));
    if (over) return {};
    if (end && SteadyClock::now() >= *end) return wait_failure(waiter, "Max attempts exceeded");
    std::this_thread::sleep_for(kPause);
  }
}

Result<std::optional<SteadyClock::time_point>> end_of_wait(const Waiter& waiter,
                                                           const ParsedWords& options) {
  constexpr std::int64_t kMost = 10L * 365 * 24 * 3600;
  std::optional<std::int64_t> seconds = options.integer(kTimeout);
  if (!seconds && waiter.longest.count() > 0) seconds = waiter.longest.count();
  if (!seconds) return std::nullopt;
  if (*seconds < 0 || *seconds > kMost)
    return failure("ParamValidation",
                   "--timeout: not a number of seconds: " + std::to_string(*seconds));
  return SteadyClock::now() + std::chrono::seconds(*seconds);
}

Error too_few_arguments() {
  return {"WaitUsage", "too few arguments"};
}

}  // namespace

std::vector<OptionSpec> waiter_option_specs(const Waiter& waiter) {
  std::vector<OptionSpec> specs = operation_option_specs(operation_of(waiter));
  std::erase_if(specs, [](const OptionSpec& spec) { return spec.name.starts_with("--generate"); });
  specs.push_back({.name = std::string(kTimeout), .takes = OptionSpec::Takes::kInteger});
  return specs;
}

Completed run_wait(const GlobalOptions& options, std::string_view service_name,
                   std::span<const std::string> words) {
  if (words.empty()) return tl::unexpected(too_few_arguments());
  const Waiter* waiter = find_waiter(service_name, words.front());
  std::vector<std::string> names;
  for (const Waiter* row : waiters_of(service_name)) names.emplace_back(row->command);
  if (waiter == nullptr) return tl::unexpected(invalid_choice("subcommand", words.front(), names));

  TRY_ASSIGN(Configuration configuration, read_configuration(options));
  const Operation& operation = operation_of(*waiter);
  TRY_ASSIGN(OperationCall call,
             parse_operation(operation, waiter_option_specs(*waiter), words.subspan(1)));
  TRY_ASSIGN(std::optional<SteadyClock::time_point> end, end_of_wait(*waiter, call.options));
  TRY_ASSIGN(Json request, build_request(call));
  TRY(check_client(configuration));
  TRY(check_parameters(*operation.input, request));
  TRY_ASSIGN(std::optional<Endpoint> endpoint, find_endpoint(options, configuration, service_name));
  if (endpoint) {
    TRY_ASSIGN(RemoteService remote,
               RemoteService::open(options, configuration, std::move(*endpoint)));
    return wait_remotely(*waiter, request, remote, end);
  }
  TRY_ASSIGN(LocalService service, LocalService::open(options.state_dir));
  return wait_for(*waiter, request, configuration.caller, service, end);
}

}  // namespace ssm
