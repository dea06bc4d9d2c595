// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <algorithm>

#include "cli/help.h"
#include "cli/operation_options.h"
#include "core/base/text.h"

namespace ssm {
namespace {

constexpr std::size_t kWidth = 80;
constexpr int kMaxHelpDepth = 6;

std::string_view type_name(const Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::kString:
      return "string";
    case Shape::Kind::kInteger:
      return "integer";
    case Shape::Kind::kLong:
      return "long";
    case Shape::Kind::kBoolean:
      return "boolean";
    case Shape::Kind::kTimestamp:
      return "timestamp";
    case Shape::Kind::kList:
      return "list";
    case Shape::Kind::kMap:
      return "map";
    case Shape::Kind::kStructure:
      return shape.is_union ? "tagged union structure" : "structure";
  }
  return "";
}

/// Text in lines of the page, each behind `indent` blanks.
std::string filled(std::string_view text, std::size_t indent) {
  std::string result;
  std::size_t column = 0;
  for (const std::string& word : split(text, ' ')) {
    if (column > 0 && column + 1 + word.size() > kWidth) {
      result += '\n';
      column = 0;
    }
    result += column == 0 ? std::string(indent, ' ') : " ";
    result += word;
    column += (column == 0 ? indent : 1) + word.size();
  }
  return result + "\n";
}

std::string time_help(const Shape& shape) {
  if (shape.kind != Shape::Kind::kTimestamp) return {};
  return "      Such as 2030-01-02T03:04:05Z, or seconds since 1970.\n";
}

std::string constraints(const Shape& shape) {
  std::vector<std::string> parts;
  if (shape.min >= 0) parts.push_back("min: " + std::to_string(shape.min));
  if (shape.max >= 0) parts.push_back("max: " + std::to_string(shape.max));
  if (!shape.pattern.empty()) parts.push_back("pattern: " + std::string(shape.pattern));
  return parts.empty() ? "" : "      Constraints: " + join(parts, ", ") + "\n";
}

std::string possible_values(const Shape& shape) {
  const Shape& item = shape.kind == Shape::Kind::kList ? *shape.element : shape;
  if (item.values.empty()) return "";
  std::string text = "Possible values:";
  for (std::string_view value : item.values) text += " " + std::string(value);
  return filled(text, 6);
}

/// `Key=string,Values=string,string`; `inside`: a list or structure there needs brackets.
std::string shorthand(const Shape& shape, bool inside, int depth) {
  if (depth > kMaxHelpDepth) return "...";
  switch (shape.kind) {
    case Shape::Kind::kList: {
      std::string item = shorthand(*shape.element, true, depth + 1);
      return inside ? "[" + item + "," + item + "]" : item + "," + item;
    }
    case Shape::Kind::kMap: {
      std::string pair = "NAME=" + shorthand(*shape.element, inside, depth + 1);
      return inside ? "{" + pair + "}" : pair;
    }
    case Shape::Kind::kStructure: {
      std::vector<std::string> pairs;
      for (const MemberShape& member : shape.members) {
        const Shape& value = shape_of(member);
        bool nested = inside || value.kind != Shape::Kind::kList ||
                      value.element->kind != Shape::Kind::kString;
        pairs.push_back(std::string(member.name) + "=" + shorthand(value, nested, depth + 1));
      }
      return inside ? "{" + join(pairs, ",") + "}" : join(pairs, ",");
    }
    case Shape::Kind::kString:
    case Shape::Kind::kInteger:
    case Shape::Kind::kLong:
    case Shape::Kind::kBoolean:
    case Shape::Kind::kTimestamp:
      break;
  }
  return std::string(type_name(shape));
}

bool has_members(const Shape& shape) {
  return shape.kind == Shape::Kind::kStructure || shape.kind == Shape::Kind::kMap;
}

std::string shorthand_help(const Shape& shape) {
  const bool many = shape.kind == Shape::Kind::kList;
  const Shape& item = many ? *shape.element : shape;
  std::string text;
  if (has_members(item)) {
    text = shorthand(item, false, 0);
  } else if (many) {
    text = "\"" + std::string(type_name(item)) + "\" \"" + std::string(type_name(item)) + "\"";
  }
  return text.empty() ? "" : "      Written: " + text + (many ? " ..." : "") + "\n";
}

std::string option_help(const std::string& name, std::string_view type, bool required,
                        std::string_view doc) {
  std::string line = "  " + name;
  if (!type.empty()) line += " (" + std::string(type) + ")";
  line += required ? " [required]\n" : "\n";
  return doc.empty() ? line : line + filled(doc, 6);
}

/// "--force | --no-force", or the one that there is.
std::string both_options(const MemberShape& member) {
  const bool two = shape_of(member).kind == Shape::Kind::kBoolean || is_boolean_attribute(member);
  return option_name(member) + (two ? " | " + negative_option(member) : "");
}

std::string member_help(const MemberShape& member) {
  const Shape& shape = shape_of(member);
  return option_help(both_options(member), member.shape == nullptr ? "any" : type_name(shape),
                     member.required, member.doc) +
         constraints(shape) + time_help(shape) + possible_values(shape) + shorthand_help(shape);
}

std::string common_options(const Operation& operation) {
  std::string text = option_help("--cli-input-json | --cli-input-yaml", "string", false,
                                 "The whole request, or file://PATH.");
  text += option_help("--generate-cli-skeleton", "string", false,
                      "Prints an empty request (input, yaml-input) or a sample answer (output) and "
                      "ends.");
  if (takes_mocks(operation))
    text += option_help(std::string(kMocksOption), "string", false,
                        "An option of ssm-local: a file of answers for the calls and steps of this "
                        "execution. See ssm-local mock help.");
  if (takes_outfile(operation))
    text += option_help("outfile", "string", true, "A file for the payload of the answer.");
  if (takes_count(operation))
    text += option_help(std::string(kCountOption), "string", false,
                        "How many instances: N, or the least and the most as MIN:MAX. Default: 1.");
  if (operation.paging == nullptr) return text;
  text += option_help("--max-items", "integer", false,
                      "Ends after so many items; the answer then has a NextToken.");
  text += option_help("--starting-token", "string", false, "That NextToken: goes on there.");
  if (operation.paging->limit_key.empty()) return text;
  return text +
         option_help("--page-size", "integer", false, "How many items are asked for at a time.");
}

std::string synopsis(const Operation& operation) {
  std::string text = "  " + std::string(operation.command) + "\n";
  for (const MemberShape& member : operation.input->members) {
    if (is_hidden(operation, member) || is_count(operation, member)) continue;
    std::string name = both_options(member);
    if (name == option_name(member)) name += " <value>";
    text += member.required ? "  " + name + "\n" : "  [" + name + "]\n";
  }
  text += "  [--cli-input-json | --cli-input-yaml]\n  [--generate-cli-skeleton <value>]\n";
  if (takes_mocks(operation)) text += "  [--mocks <value>]\n";
  if (takes_count(operation)) text += "  [--count <value>]\n";
  if (takes_outfile(operation)) text += "  <outfile>\n";
  if (operation.paging != nullptr)
    text += "  [--max-items <value>]\n  [--starting-token <value>]\n";
  if (operation.paging != nullptr && !operation.paging->limit_key.empty())
    text += "  [--page-size <value>]\n";
  return text + "  [global options: see help]\n";
}

std::string output_help(const Shape& shape, std::size_t indent, int depth) {
  const Shape* inner = &shape;
  while (inner->kind == Shape::Kind::kList || inner->kind == Shape::Kind::kMap)
    inner = inner->element;
  std::string text;
  if (depth > kMaxHelpDepth) return text;
  for (const MemberShape& member : inner->members) {
    text += std::string(indent, ' ') + std::string(member.name) + " -> (" +
            std::string(type_name(shape_of(member))) + ")\n";
    if (depth == 0 && !member.doc.empty()) text += filled(member.doc, indent + 4);
    text += output_help(shape_of(member), indent + 2, depth + 1);
  }
  return text;
}

std::string answer_help(const Operation& operation) {
  if (operation.of_account)
    return filled("AWS's answer, as far as the simulated account knows it.", 2);
  const bool none = operation.output == nullptr || operation.output->members.empty();
  return none ? "  None.\n" : output_help(*operation.output, 2, 0);
}

std::string errors_help(const Operation& operation) {
  std::string text;
  for (std::string_view error : operation.errors) text += "  " + std::string(error) + "\n";
  return text.empty() ? text : "\nERRORS\n" + text;
}

}  // namespace

std::string operation_help_text(const Operation& operation) {
  const std::string name(operation.command);
  std::string text = "NAME\n  " + name + "\n\nDESCRIPTION\n" + filled(operation.doc, 2);
  if (operation.paging != nullptr)
    text +=
        filled("Answers in pages, which are put together" +
                   (operation.paging->result_key.empty()
                        ? std::string(".")
                        : ": all items are in " + std::string(operation.paging->result_key) + "."),
               2);
  text += "\nSYNOPSIS\n" + synopsis(operation) + "\nOPTIONS\n";
  for (const MemberShape& member : operation.input->members)
    if (!is_hidden(operation, member) && !is_count(operation, member)) text += member_help(member);
  text += common_options(operation);
  text += "\nOUTPUT\n" + answer_help(operation);
  return text + errors_help(operation);
}

std::string waiter_help_text(const Waiter& waiter) {
  std::string text =
      "NAME\n  wait " + std::string(waiter.command) + "\n\nDESCRIPTION\n" + filled(waiter.doc, 2) +
      filled("Exit code 0: it ended well. 255: it failed, or --timeout was over.", 2) +
      "\nOPTIONS\n";
  for (const MemberShape& member : operation_of(waiter).input->members) text += member_help(member);
  return text + option_help("--timeout", "integer", false,
                            waiter.longest.count() == 0
                                ? "How many seconds it may take. Default: as long as it takes."
                                : fmt::format("How many seconds it may take. Default: {}.",
                                              waiter.longest.count()));
}

std::string wait_help_text(std::string_view service) {
  std::string text =
      "NAME\n  wait\n\nDESCRIPTION\n  Waits until something has happened.\n\n"
      "AVAILABLE COMMANDS\n";
  for (const Waiter* waiter : waiters_of(service))
    text += option_help(std::string(waiter->command), "", false, waiter->doc);
  return text;
}

}  // namespace ssm
