// SPDX-License-Identifier: Apache-2.0
#include "actions/script/script_calls.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "actions/api_names.h"
#include "actions/cloud/session_token.h"
#include "actions/cloud/simulated_account.h"
#include "actions/cloud_failure.h"
#include "core/base/id.h"

namespace ssm {
namespace {

std::string not_answered(std::string_view why) {
  return to_text({{"not-answered", why}});
}

Json error_json(std::string_view service, const AwsError& error, const std::string& request_id) {
  Json told = {{"code", error.code},
               {"message", error.message},
               {"status", error.http_status},
               {"request", request_id}};
  if (std::string name = error_name(service, error.code); !name.empty())
    told["name"] = std::move(name);
  return told;
}

}  // namespace

std::optional<std::string> ScriptCalls::end(End why) {
  why_ = why;
  return std::nullopt;
}

std::optional<std::string> ScriptCalls::answer(std::string_view question) {
  const Result<Json> asked = parse_json(question);
  if (!asked) return not_answered("ssm-local cannot read what was asked");
  if (const Json* seconds = find_member(*asked, "sleep")) return sleep(*seconds);
  if (++calls_ > kMostCalls) return end(End::kTooManyCalls);
  return call(*asked);
}

std::optional<std::string> ScriptCalls::sleep(const Json& seconds) {
  const double most = std::chrono::duration<double>(longest_).count();
  const double wanted = seconds.is_number() ? seconds.get<double>() : 0;
  const auto time = std::chrono::round<Milliseconds>(
      std::chrono::duration<double>(std::clamp(wanted, 0.0, most + 1)));
  if (!programs_.sleep(std::min(time, longest_ - slept_), step_.stop)) return std::nullopt;
  slept_ += time;
  if (slept_ > longest_) return end(End::kOutOfTime);
  return to_text({{"now", to_epoch_ms(programs_.clock().now())}});
}

CloudCall ScriptCalls::cloud_call_of(const Json& question) const {
  const Json* parameters = find_member(question, "parameters");
  CloudCall call =
      cloud_call(step_, string_member(question, "service"), string_member(question, "operation"),
                 parameters && parameters->is_object() ? *parameters : Json::object());
  call.now = programs_.clock().now();
  call.scope.region = string_member(question, "region", step_.scope.region);
  call.caller = caller_of_session_token(string_member(question, "token"));
  return call;
}

std::optional<std::string> ScriptCalls::call(const Json& question) {
  const CloudCall call = cloud_call_of(question);
  // The SDK looks at them before it calls, whoever answers.
  const std::optional<AwsError> refused = refused_parameters(call);
  const CloudAnswer answer = refused ? CloudAnswer(tl::unexpected(*refused)) : cloud_.call(call);
  if (answer) {
    std::string text = to_text({{"answer", answer->json()}});
    if (text.size() <= kMostAnswer) return text;
    return not_answered(fmt::format("The answer of {} {} has more than {} bytes", call.service,
                                    call.operation, kMostAnswer));
  }
  const AwsError& error = answer.error();
  if (error.aborts_execution) return end(End::kOfExecution);
  if (error.code == kNotSimulated) return not_answered(error.message);
  const std::string seed = fmt::format("{}/{}", step_.client_token(), calls_);
  return to_text({{"error", error_json(call.service, error, derived_uuid(seed))}});
}

}  // namespace ssm
