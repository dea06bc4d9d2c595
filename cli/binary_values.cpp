// SPDX-License-Identifier: Apache-2.0
#include "cli/binary_values.h"

#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/os/files.h"

namespace ssm {
namespace {

constexpr const char* kPayload = "Payload";
constexpr const char* kUserData = "UserData";

/// A file that was named as one of bytes is taken as it is.
bool is_given_as_bytes(const OperationCall& call) {
  const std::vector<std::string>& words = call.options.words("--payload");
  return !words.empty() && words.back().starts_with("fileb://");
}

bool takes_texts_as_they_are(const GlobalOptions& options, const Configuration& configuration) {
  return options.parsed.value("--cli-binary-format")
             .value_or(setting(configuration.settings, "cli_binary_format")) == "raw-in-base64-out";
}

}  // namespace

Completed read_bytes(const OperationCall& call, const GlobalOptions& options,
                     const Configuration& configuration, Json& request) {
  const bool launches = takes_count(*call.operation);
  if (const auto data = request.find(kUserData);
      launches && data != request.end() && data->is_string())
    *data = to_base64(data->get_ref<const std::string&>());
  if (!takes_outfile(*call.operation)) return {};
  const auto payload = request.find(kPayload);
  if (payload == request.end() || !payload->is_string()) return {};
  if (is_given_as_bytes(call) || takes_texts_as_they_are(options, configuration)) return {};
  const std::string text = payload->get<std::string>();
  const auto bytes = from_base64(text);
  if (!bytes || !is_valid_utf8(*bytes))
    return failure("General", "Invalid base64: \"" + text + "\"");
  *payload = *bytes;
  return {};
}

Completed write_payload(const OperationCall& call, Json& answer) {
  if (!takes_outfile(*call.operation) || !answer.is_object()) return {};
  const std::string payload = string_member(answer, kPayload);
  answer.erase(kPayload);
  const Completed written = write_file(call.outfile, payload);
  if (!written) return failure("General", written.error().message);
  return {};
}

}  // namespace ssm
