// SPDX-License-Identifier: Apache-2.0
#include "cli/http/answer_times.h"

#include <optional>
#include <string>

#include "cli/http/wire_names.h"
#include "core/base/time.h"

namespace ssm {
namespace {

/// A date with a time of day; parse_time() takes more.
std::optional<Time> whole_time(const std::string& text) {
  constexpr std::size_t kShortest = std::string_view("2024-01-02T03:04:05Z").size();
  if (text.size() < kShortest || text[4] != '-' || text[10] != 'T') return std::nullopt;
  return parse_time(text);
}

/// EC2 and S3 always tell milliseconds.
std::string with_milliseconds(Time time) {
  std::string text = to_iso8601(time);
  if (text.find('.') == std::string::npos) text.insert(text.size() - 1, ".000");
  return text;
}

class AnswerTimes {
 public:
  AnswerTimes(const AwsService& service, TimeForm form) : service_(service), form_(form) {}

  void write(Json& value, const std::string& path) const {
    if (is_document_of_answer(service_, path)) return;
    if (value.is_object())
      for (auto& [name, member] : value.items()) write(member, path + "." + name);
    if (value.is_array())
      for (Json& item : value) write(item, path);
    if (const auto time = answer_time(service_, path, value)) value = written(*time);
  }

 private:
  Json written(Time time) const {
    if (form_ == TimeForm::kCli) return to_cli_iso8601(time);
    if (service_.protocol == Protocol::kEc2 || service_.protocol == Protocol::kRestXml)
      return with_milliseconds(time);
    return service_.protocol == Protocol::kQuery ? Json(to_iso8601(time)) : to_epoch_json(time);
  }

  const AwsService& service_;
  TimeForm form_;
};

}  // namespace

std::optional<Time> answer_time(const AwsService& service, std::string_view path,
                                const Json& value) {
  if (!value.is_string()) return std::nullopt;
  const auto time = whole_time(value.get_ref<const std::string&>());
  return time && is_time_of_answer(service, path) ? time : std::nullopt;
}

void write_answer_times(const AwsService& service, std::string_view operation, Json& answer,
                        TimeForm form) {
  AnswerTimes(service, form).write(answer, std::string(operation));
}

}  // namespace ssm
