// SPDX-License-Identifier: Apache-2.0
#include "cli/wait.h"

#include <array>
#include <chrono>
#include <thread>

#include "cli/configuration.h"
#include "cli/http/remote_service.h"
#include "cli/local_service.h"
#include "cli/request.h"
#include "cli/usage.h"
#include "core/os/watch.h"

namespace ssm {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::string_view kTimeout = "--timeout";
constexpr std::array<std::string_view, 2> kSuccessStatuses = {"Success", "CompletedWithSuccess"};
constexpr std::array<std::string_view, 7> kFailureStatuses = {"Failed",
                                                              "TimedOut",
                                                              "Cancelled",
                                                              "Rejected",
                                                              "Exited",
                                                              "CompletedWithFailure",
                                                              "ChangeCalendarOverrideRejected"};
constexpr std::array kWaiters = {
    Waiter{.name = "AutomationExecutionComplete",
           .command = "automation-execution-complete",
           .operation = "GetAutomationExecution",
           .structure = "AutomationExecution",
           .member = "AutomationExecutionStatus",
           .success = kSuccessStatuses,
           .failure = kFailureStatuses,
           .doc = "Waits until an execution has ended."},
};

bool contains(std::span<const std::string_view> texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

tl::unexpected<Error> wait_failure(const Waiter& waiter, const std::string& reason) {
  return failure("General", "Waiter " + std::string(waiter.name) + " failed: " + reason);
}

/// Whether the wait is over. Errors: code "General" when it is over in vain.
Result<bool> is_over(const Waiter& waiter, const Result<Json>& answer) {
  if (!answer && (answer.error().code == "State" || answer.error().code == "StateDirectory"))
    return tl::unexpected(answer.error());
  if (!answer)
    return wait_failure(
        waiter, "An error occurred (" + answer.error().code + "): " + answer.error().message);
  const Json* structure = find_member(*answer, waiter.structure);
  const Json* text = structure == nullptr ? nullptr : find_member(*structure, waiter.member);
  if (text == nullptr || !text->is_string()) return false;
  const auto& value = text->get_ref<const std::string&>();
  if (!contains(waiter.failure, value)) return contains(waiter.success, value);
  return wait_failure(waiter, "Waiter encountered a terminal failure state: For expression \"" +
                                  std::string(waiter.structure) + "." + std::string(waiter.member) +
                                  "\" we matched expected path: \"" + value + "\"");
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

Completed wait_for(const Waiter& waiter, const Json& request, const Caller& caller,
                   LocalService& service, std::optional<SteadyClock::time_point> end) {
  const Operation& operation = *find_operation(waiter.operation);
  Pauses pauses(service.directory().path, end);  // before asking: nothing is missed in between
  for (;;) {
    TRY_ASSIGN(bool over, is_over(waiter, service.ask(operation, request, caller)));
    service.start_work();
    if (over) return {};
    if (pauses.is_time_up()) return wait_failure(waiter, "Max attempts exceeded");
    pauses.make_one();
  }
}

/// Of an endpoint nobody tells when something has changed: it is asked every second.
Completed wait_remotely(const Waiter& waiter, const Json& request, RemoteService& service,
                        std::optional<SteadyClock::time_point> end) {
  constexpr std::chrono::seconds kPause(1);
  for (;;) {
    Result<Json> answer = service.ask(*find_operation(waiter.operation), request);
    if (!answer && answer.error().code != "Service") return tl::unexpected(answer.error());
    if (!answer) return wait_failure(waiter, answer.error().message);
    TRY_ASSIGN(bool over, is_over(waiter, answer));
    if (over) return {};
    if (end && SteadyClock::now() >= *end) return wait_failure(waiter, "Max attempts exceeded");
    std::this_thread::sleep_for(kPause);
  }
}

Result<std::optional<SteadyClock::time_point>> end_of_wait(const ParsedWords& options) {
  constexpr std::int64_t kMost = 10L * 365 * 24 * 3600;
  std::optional<std::int64_t> seconds = options.integer(kTimeout);
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

std::span<const Waiter> waiters() {
  return kWaiters;
}

const Waiter* find_waiter(std::string_view command) {
  for (const Waiter& waiter : kWaiters)
    if (waiter.command == command) return &waiter;
  return nullptr;
}

std::vector<OptionSpec> waiter_option_specs(const Waiter& waiter) {
  std::vector<OptionSpec> specs = operation_option_specs(*find_operation(waiter.operation));
  std::erase_if(specs, [](const OptionSpec& spec) { return spec.name.starts_with("--generate"); });
  specs.push_back({.name = std::string(kTimeout), .takes = OptionSpec::Takes::kInteger});
  return specs;
}

Completed run_wait(const GlobalOptions& options, std::span<const std::string> words) {
  if (words.empty()) return tl::unexpected(too_few_arguments());
  const Waiter* waiter = find_waiter(words.front());
  std::vector<std::string> names;
  for (const Waiter& row : kWaiters) names.emplace_back(row.command);
  if (waiter == nullptr) return tl::unexpected(invalid_choice("subcommand", words.front(), names));

  TRY_ASSIGN(Configuration configuration, read_configuration(options));
  const Operation& operation = *find_operation(waiter->operation);
  TRY_ASSIGN(OperationCall call,
             parse_operation(operation, waiter_option_specs(*waiter), words.subspan(1)));
  TRY_ASSIGN(std::optional<SteadyClock::time_point> end, end_of_wait(call.options));
  TRY_ASSIGN(Json request, build_request(call));
  TRY(check_client(configuration));
  TRY(check_parameters(*operation.input, request));
  TRY_ASSIGN(std::optional<Endpoint> endpoint, find_endpoint(options, configuration));
  if (endpoint) {
    TRY_ASSIGN(RemoteService remote,
               RemoteService::open(options, configuration, std::move(*endpoint)));
    return wait_remotely(*waiter, request, remote, end);
  }
  TRY_ASSIGN(LocalService service, LocalService::open(options.state_dir));
  return wait_for(*waiter, request, configuration.caller, service, end);
}

}  // namespace ssm
