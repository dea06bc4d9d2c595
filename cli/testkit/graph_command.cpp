// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/graph_command.h"

#include <fmt/format.h>

#include "cli/command_line.h"
#include "cli/configuration.h"
#include "cli/output/print.h"
#include "cli/testkit/graph_dot.h"
#include "cli/testkit/graph_mermaid.h"
#include "cli/testkit/graph_source.h"
#include "cli/testkit/graph_text.h"
#include "core/os/files.h"
#include "core/os/terminal.h"

namespace ssm {
namespace {

constexpr std::string_view kGraphUsage =
    "usage: ssm-local graph [--format text|mermaid|dot|svg] [--output FILE]\n"
    "                       [--direction down|right|up|left] [--document-version VERSION]\n"
    "                       [--color on|off|auto] [--state-dir DIR] [--region REGION]\n"
    "                       DOCUMENT|EXECUTION-ID\n"
    "DOCUMENT is a file, - (standard input), or the name of a document in the state directory.\n";

/// By its name, else by the ending of the file that is written.
std::string format_of(const ParsedWords& parsed) {
  if (const auto format = parsed.value("--format")) return *format;
  const std::string file = parsed.value("--output").value_or("");
  constexpr std::pair<std::string_view, std::string_view> kEndings[] = {{".svg", "svg"},
                                                                        {".dot", "dot"},
                                                                        {".gv", "dot"},
                                                                        {".mmd", "mermaid"},
                                                                        {".mermaid", "mermaid"}};
  for (const auto& [ending, format] : kEndings)
    if (file.ends_with(ending)) return std::string(format);
  return "text";
}

Direction direction_of(const ParsedWords& parsed) {
  const std::string name = parsed.value("--direction").value_or("down");
  if (name == "right") return Direction::kRight;
  if (name == "up") return Direction::kUp;
  return name == "left" ? Direction::kLeft : Direction::kDown;
}

GraphTextStyle text_style(const ParsedWords& parsed) {
  const bool to_file = parsed.has("--output");
  const std::string colour = parsed.value("--color").value_or("auto");
  const bool may =
      !to_file && is_terminal(kStandardOutput) && environment("NO_COLOR").value_or("").empty();
  GraphTextStyle style{.legend = true};
  style.width = to_file ? style.width : terminal_width(kStandardOutput).value_or(style.width);
  style.colour = colour == "on" || (colour == "auto" && may);
  return style;
}

Result<std::string> drawn(const FlowGraph& graph, const ParsedWords& parsed) {
  const std::string format = format_of(parsed);
  const Direction direction = direction_of(parsed);
  if (format == "mermaid") return to_mermaid(graph, direction);
  if (format == "dot") return to_dot(graph, direction);
  if (format == "svg") return to_svg(graph, direction);
  return to_graph_text(graph, text_style(parsed));
}

Completed check_words(const ParsedWords& parsed) {
  if (parsed.rest.size() != 1) return failure("Usage", std::string(kGraphUsage));
  const std::string& what = parsed.rest[0];
  if (what.size() > 1 && what.starts_with('-'))
    return failure("Usage", fmt::format("unknown option {}\n{}", what, kGraphUsage));
  if (parsed.has("--direction") && format_of(parsed) == "text")
    return failure("Usage", "--direction is for the formats mermaid, dot and svg");
  const std::string file = parsed.value("--output").value_or("");
  const std::string ending = file.substr(std::min(file.rfind('.'), file.size()));
  if (!file.empty() && !parsed.has("--format") && format_of(parsed) == "text" && ending != ".txt")
    return failure("Usage", fmt::format("--output {}: the ending names no format (.svg, .dot, .gv, "
                                        ".mmd, .mermaid, .txt); say it with --format",
                                        file));
  return {};
}

}  // namespace

Result<int> run_graph_command(const GlobalOptions& globals, std::span<const std::string> words) {
  const std::vector<OptionSpec> specs = {
      {.name = "--format", .choices = {"text", "mermaid", "dot", "svg"}},
      {.name = "--direction", .choices = {"down", "right", "up", "left"}},
      {.name = "--output"},
      {.name = "--color", .choices = {"on", "off", "auto"}},
      {.name = "--document-version"},
      {.name = "--state-dir", .takes = OptionSpec::Takes::kPath},
      {.name = "--region"}};
  TRY_ASSIGN(const ParsedWords parsed, parse_words(specs, words));
  if (parsed.rest == std::vector<std::string>{"help"}) return print_answer(kGraphUsage);
  TRY(check_words(parsed));
  TRY_ASSIGN(const GraphReading reading,
             read_graph(document_request(parsed.rest[0], parsed, globals)));
  for (const Problem& problem : reading.problems)
    print_diagnostic(to_text(problem, reading.file) + "\n");
  TRY_ASSIGN(const std::string text, drawn(reading.graph, parsed));
  const auto file = parsed.value("--output");
  if (!file) return print_answer(text);
  TRY(write_file(*file, text));
  return 0;
}

}  // namespace ssm
