// SPDX-License-Identifier: Apache-2.0
#include "cli/output/output.h"

#include "cli/output/json_output.h"
#include "cli/output/table_output.h"
#include "cli/output/text_output.h"
#include "cli/output/yaml_output.h"
#include "core/os/files.h"
#include "core/os/terminal.h"

namespace ssm {
namespace {

constexpr std::string_view kFormats[] = {"json", "text", "table", "yaml", "yaml-stream", "off"};

bool is_empty_answer(const Json& value) {
  return value.is_object() && value.empty();
}

Result<Json> queried(const Json& value, const OutputSettings& settings) {
  if (!settings.query) return value;
  return settings.query->search(value);
}

Json object_of(std::string_view name, Json value) {
  Json object = Json::object();
  object[std::string(name)] = std::move(value);
  return object;
}

/// What the text format shows one after the other: of a page only the listing.
std::vector<Json> parts_of(Answer answer) {
  if (Json* whole = std::get_if<Json>(&answer)) return {std::move(*whole)};
  std::vector<Json> parts;
  Pages& pages = std::get<Pages>(answer);
  if (pages.list.empty()) return {merge_pages(std::move(pages))};
  for (Json& page : pages.pages)
    parts.push_back(object_of(pages.list, std::move(page[pages.list])));
  if (!pages.next_token.empty())
    parts.push_back(object_of("NextToken", object_of("NextToken", pages.next_token)));
  return parts;
}

Result<std::string> as_text(Answer answer, const OutputSettings& settings) {
  std::string text;
  for (const Json& part : parts_of(std::move(answer))) {
    TRY_ASSIGN(const Json value, queried(part, settings));
    text += to_text_output(value);
  }
  return text;
}

Result<std::string> as_yaml_stream(const Answer& answer, const OutputSettings& settings) {
  if (const Json* whole = std::get_if<Json>(&answer)) {
    TRY_ASSIGN(Json value, queried(*whole, settings));
    if (is_empty_answer(value)) return std::string();
    return to_yaml_output(Json::array({std::move(value)}));
  }
  std::string text;
  for (const Json& page : std::get<Pages>(answer).pages) {
    TRY_ASSIGN(Json value, queried(page, settings));
    text += to_yaml_output(Json::array({std::move(value)}));
  }
  return text;
}

void write_times(const Shape& shape, Answer& answer) {
  if (Json* whole = std::get_if<Json>(&answer)) return write_times_as_iso8601(shape, *whole);
  for (Json& page : std::get<Pages>(answer).pages) write_times_as_iso8601(shape, page);
}

TableStyle table_style(const OutputSettings& settings) {
  const bool on_terminal = is_terminal(kStandardOutput);
  const bool may = on_terminal && environment("NO_COLOR").value_or("").empty();
  TableStyle style;
  style.terminal_width = terminal_width(kStandardOutput).value_or(style.terminal_width);
  style.colour = settings.colour == OutputSettings::Colour::kOn ||
                 (settings.colour == OutputSettings::Colour::kAuto && may);
  // The AWS CLI resets the colour after all that it writes, but not to a pager.
  style.resets = style.colour && !(on_terminal && !settings.pager.empty());
  return style;
}

}  // namespace

Completed check_output_format(const OutputSettings& settings) {
  for (const std::string_view format : kFormats)
    if (format == settings.format) return {};
  return failure("General", "Unknown output type: " + settings.format);
}

Result<std::string> to_output(const Operation& operation, Answer answer,
                              const OutputSettings& settings) {
  TRY(check_output_format(settings));
  if (settings.format == "off") return std::string();
  if (settings.iso8601_times && operation.output != nullptr) write_times(*operation.output, answer);
  if (settings.format == "text") return as_text(std::move(answer), settings);
  if (settings.format == "yaml-stream") return as_yaml_stream(answer, settings);

  Pages* pages = std::get_if<Pages>(&answer);
  const Json whole =
      pages == nullptr ? std::move(std::get<Json>(answer)) : merge_pages(std::move(*pages));
  TRY_ASSIGN(const Json value, queried(whole, settings));
  if (settings.format == "table")
    return to_table_output(operation.name, value, table_style(settings));
  if (settings.format == "json") return to_json_output(value);
  return is_empty_answer(value) ? std::string() : to_yaml_output(value);
}

}  // namespace ssm
