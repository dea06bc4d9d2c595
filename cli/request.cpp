// SPDX-License-Identifier: Apache-2.0
#include "cli/request.h"

#include <fmt/format.h>

#include <cmath>

#include "cli/loose_time.h"
#include "cli/output/print.h"
#include "cli/paramfile.h"
#include "cli/python_input.h"
#include "cli/shorthand.h"
#include "core/api/validate.h"
#include "core/base/text.h"
#include "core/document/node.h"
#include "core/model/client_checks.h"
#include "core/os/clock.h"

namespace ssm {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_complex(const Shape& shape) {
  return shape.kind == Shape::Kind::kStructure || shape.kind == Shape::Kind::kMap;
}

char first_character(std::string_view text) {
  std::string_view trimmed = trim(text);
  return trimmed.empty() ? '\0' : trimmed.front();
}

Result<Json> read_json(const std::string& text) {
  Result<Json> value = parse_json(text);
  if (value) return value;
  std::string problem = json_problem(text);
  return failure("Parameter",
                 "Invalid JSON: " + (problem.empty() ? value.error().message : problem) +
                     "\nJSON received: " + text);
}

/// EC2's way to write an attribute; its one value needs no name.
bool is_text_attribute(const Shape& shape) {
  return shape.kind == Shape::Kind::kStructure && shape.members.size() == 1 &&
         shape.members.front().name == "Value" &&
         shape_of(shape.members.front()).kind == Shape::Kind::kString;
}

Result<Json> read_shorthand(const Shape& shape, const std::string& word) {
  if (is_text_attribute(shape) && word.find('=') == std::string::npos) return Json{{"Value", word}};
  TRY_ASSIGN(Json value, parse_shorthand(word, load_parameter_file));
  return to_model_types(shape, std::move(value));
}

/// One word of a structure or map; `shorthand`: when it is no JSON by its looks.
Result<Json> read_complex(const Shape& shape, const std::string& word, bool shorthand) {
  if (shorthand) return read_shorthand(shape, word);
  if (first_character(word) == '{') return read_json(word);
  return failure("Parameter", "Invalid JSON:\n" + word);
}

Result<Json> read_scalar(const Shape& shape, const std::string& word) {
  if (shape.kind == Shape::Kind::kInteger || shape.kind == Shape::Kind::kLong) {
    TRY_ASSIGN(std::int64_t number, integer_value(word));
    return Json(number);
  }
  return Json(word);
}

Result<Json> read_list(const Shape& shape, std::span<const std::string> words) {
  char first = words.empty() ? '\0' : first_character(words.front());
  if (words.size() == 1 && first == '[') return read_json(words.front());
  bool shorthand = first != '[' && first != '{';  // the first word decides for all
  Json items = Json::array();
  for (const std::string& word : words) {
    TRY_ASSIGN(Json item, is_complex(*shape.element) ? read_complex(*shape.element, word, shorthand)
                                                     : read_scalar(*shape.element, word));
    items.push_back(std::move(item));
  }
  return items;
}

/// One word of a value of which nothing is known: JSON, shorthand or text by its looks.
Result<Json> read_any_word(const std::string& word) {
  const char first = first_character(word);
  if (first == '{' || first == '[') return read_json(word);
  if (word.find('=') != std::string::npos) return parse_shorthand(word, load_parameter_file);
  return Json(word);
}

Result<Json> read_anything(std::span<const std::string> words) {
  Json items = Json::array();
  for (const std::string& word : words) {
    TRY_ASSIGN(Json item, read_any_word(word));
    items.push_back(std::move(item));
  }
  return items.size() == 1 ? std::move(items.front()) : items;
}

tl::unexpected<Error> parsing_error(const std::string& option, const Error& error) {
  if (error.code != "Parameter" && error.code != "Shorthand") return tl::unexpected(error);
  return failure("ParamValidation", "Error parsing parameter '" + option + "': " + error.message);
}

/// The type's name in Python.
std::string_view type_name(const Json& value) {
  if (value.is_array()) return "list";
  if (value.is_string()) return "str";
  if (value.is_boolean()) return "bool";
  if (value.is_number_integer()) return "int";
  return value.is_number() ? "float" : "NoneType";
}

/// JSON or YAML; nullopt: it is not that.
std::optional<Json> read_document(const std::string& text, bool yaml) {
  if (!yaml) {
    if (text.starts_with(kByteOrderMark)) return std::nullopt;
    Result<Json> document = parse_json(text);
    return document ? std::optional(std::move(*document)) : std::nullopt;
  }
  auto nodes = read_nodes(text, DocumentFormat::kYaml);
  return nodes ? std::optional(to_json(*nodes)) : std::nullopt;
}

/// `kind`: "json" or "yaml".
Result<Json> read_cli_input(const std::string& kind, const std::string& word) {
  std::string option = "cli-input-" + kind;
  Result<std::string> text = load_parameter_file(word);
  if (!text) return parsing_error("--" + option, text.error());
  std::optional<Json> document = read_document(*text, kind == "yaml");
  if (!document)
    return failure("ParamValidation", "Error parsing parameter '" + option + "': Invalid " +
                                          (kind == "yaml" ? "YAML" : "JSON") + " received.");
  if (!document->is_object())
    return failure("ParamValidation", "Error parsing parameter '--" + option +
                                          "': Invalid type: expecting map, received <class '" +
                                          std::string(type_name(*document)) + "'>");
  return std::move(*document);
}

/// The document given besides the options, or an empty one.
Result<Json> given_document(const OperationCall& call) {
  std::optional<std::string> json = call.options.value("--cli-input-json");
  std::optional<std::string> yaml = call.options.value("--cli-input-yaml");
  if (json && yaml)
    return failure("ParamValidation", "Only one --cli-input- parameter may be specified.");
  if (json) return read_cli_input("json", *json);
  if (yaml) return read_cli_input("yaml", *yaml);
  return Json::object();
}

void read_time(Json& value, Time now) {
  if (value.is_number_float()) {
    const double seconds = std::floor(value.get<double>());
    constexpr double kExact = 9007199254740992.0;  // 2^53
    if (std::abs(seconds) <= kExact) value = static_cast<std::int64_t>(seconds);
  }
  if (!value.is_string()) return;
  const auto time = read_loose_time(value.get_ref<const std::string&>(), now);
  if (!time) return;
  if (!time->unknown_zone.empty())
    print_diagnostic(
        fmt::format("warning: {}: the time zone {} is not known; the time is taken as UTC\n",
                    value.get<std::string>(), time->unknown_zone));
  value = to_epoch_json(time->time);
}

/// Timestamps become whole epoch seconds, as the AWS CLI sends them. What is no time stays: the
/// check of the request tells of it.
void read_times(const Shape& shape, Json& value, Time now) {
  if (shape.kind == Shape::Kind::kTimestamp) return read_time(value, now);
  if (shape.kind == Shape::Kind::kStructure && value.is_object())
    for (const MemberShape& member : shape.members)
      if (const auto found = value.find(member.name); found != value.end())
        read_times(shape_of(member), *found, now);
  if (shape.element != nullptr && value.is_structured())
    for (Json& element : value) read_times(*shape.element, element, now);
}

/// What the two options of an attribute say, when they say it without a value.
Result<std::optional<bool>> given_attribute(const OperationCall& call, const MemberShape& member) {
  const std::string yes = option_name(member);
  const std::string no = negative_option(member);
  if (call.options.has(yes) && call.options.has(no))
    return failure("ParamValidation",
                   "Cannot specify both the \"" + yes + "\" option and the \"" + no + "\" option.");
  if (call.options.has(no)) return false;
  if (call.options.has(yes) && call.options.words(yes).empty()) return true;
  return std::nullopt;
}

/// --count N or MIN:MAX.
Completed read_count(const OperationCall& call, Json& request) {
  const std::string text = call.options.value(kCountOption).value_or("1");
  const std::size_t colon = std::min(text.find(':'), text.size());
  const auto least = to_integer(text.substr(0, colon));
  const auto most = colon == text.size() ? least : to_integer(text.substr(colon + 1));
  if (!least || !most)
    return failure("ParamValidation",
                   "count parameter should be of form min[:max] (e.g. 1 or 1:10)");
  const bool is_given = call.options.has(kCountOption);
  if (is_given || !request.contains("MinCount")) request["MinCount"] = *least;
  if (is_given || !request.contains("MaxCount")) request["MaxCount"] = *most;
  return {};
}

Result<std::optional<Json>> member_value(const OperationCall& call, const MemberShape& member) {
  std::string option = option_name(member);
  if (is_boolean_attribute(member)) {
    TRY_ASSIGN(const std::optional<bool> attribute, given_attribute(call, member));
    if (attribute) return Json{{"Value", *attribute}};
  }
  if (!call.options.has(option)) return std::nullopt;
  if (shape_of(member).kind == Shape::Kind::kBoolean)
    return Json(call.options.flag(option).value_or(false));
  Result<Json> value = read_value(member.shape, call.options.words(option));
  if (!value) return parsing_error(option, value.error());
  return std::move(*value);
}

}  // namespace

Result<Json> read_value(const Shape* known, std::span<const std::string> given) {
  std::vector<std::string> words(given.begin(), given.end());
  if (words.size() == 1) {
    TRY_ASSIGN(words.front(), load_parameter_file(words.front()));
  }
  if (known == nullptr) return read_anything(words);
  const Shape& shape = *known;
  if (shape.kind == Shape::Kind::kList) return read_list(shape, words);
  const std::string& word = words.front();
  if (!is_complex(shape)) return read_scalar(shape, word);
  char first = first_character(word);
  return read_complex(shape, word, first != '{' && first != '[');
}

Result<Json> build_request(const OperationCall& call) {
  Json request = Json::object();
  for (const MemberShape& member : call.operation->input->members) {
    if (is_count(*call.operation, member)) continue;
    TRY_ASSIGN(std::optional<Json> value, member_value(call, member));
    if (value) request[std::string(member.name)] = std::move(*value);
  }
  TRY_ASSIGN(Json document, given_document(call));
  for (auto& [name, value] : document.items())
    if (!request.contains(name)) request[name] = std::move(value);
  if (takes_count(*call.operation)) TRY(read_count(call, request));
  read_times(*call.operation->input, request, WallClock().now());
  return request;
}

Completed check_parameters(const Shape& shape, const Json& value) {
  std::vector<std::string> problems = client_side_problems(shape, value);
  if (problems.empty()) return {};
  return failure("ParamValidation", "Parameter validation failed:\n" + join(problems, "\n"));
}

}  // namespace ssm
