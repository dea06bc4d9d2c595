// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/graph_command.h"

#include <fmt/format.h>

#include "cli/commands/context.h"
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

/// By its name, else by the ending of the file that is written.
std::string format_of(const Call& parsed) {
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

Direction direction_of(const Call& parsed) {
  const std::string name = parsed.value("--direction").value_or("down");
  if (name == "right") return Direction::kRight;
  if (name == "up") return Direction::kUp;
  return name == "left" ? Direction::kLeft : Direction::kDown;
}

GraphTextStyle text_style(const Call& parsed) {
  const bool to_file = parsed.has("--output");
  const std::string colour = parsed.value("--color").value_or("auto");
  const bool may =
      !to_file && is_terminal(kStandardOutput) && environment("NO_COLOR").value_or("").empty();
  GraphTextStyle style{.legend = true};
  style.width = to_file ? style.width : terminal_width(kStandardOutput).value_or(style.width);
  style.colour = colour == "on" || (colour == "auto" && may);
  return style;
}

Result<std::string> drawn(const FlowGraph& graph, const Call& parsed) {
  const std::string format = format_of(parsed);
  const Direction direction = direction_of(parsed);
  if (format == "mermaid") return to_mermaid(graph, direction);
  if (format == "dot") return to_dot(graph, direction);
  if (format == "svg") return to_svg(graph, direction);
  return to_graph_text(graph, text_style(parsed));
}

Completed check_options(const Call& parsed) {
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

constexpr std::array kGraphForms = {
    CommandForm{"DOCUMENT", "draw the flow of a runbook"},
    CommandForm{"EXECUTION-ID", "draw the way an execution has taken"},
};
constexpr std::array<std::string_view, 4> kGraphFormats = {"text", "mermaid", "dot", "svg"};
constexpr std::array<std::string_view, 4> kDirections = {"down", "right", "up", "left"};
constexpr std::array<std::string_view, 3> kColours = {"on", "off", "auto"};
constexpr std::array kGraphOptions = {
    CommandOption{.name = "--format",
                  .value = "FORMAT",
                  .doc = "how it is drawn",
                  .usual = "the one that the ending of --output names, else text",
                  .choices = kGraphFormats},
    CommandOption{.name = "--output",
                  .value = "FILE",
                  .doc = "the file to write",
                  .usual = "standard output"},
    CommandOption{.name = "--direction",
                  .value = "SIDE",
                  .doc = "where the flow goes, in mermaid, dot and svg",
                  .usual = "down",
                  .choices = kDirections},
    CommandOption{.name = "--color",
                  .value = "WHEN",
                  .doc = "colours in text",
                  .usual = "auto: on a terminal, without NO_COLOR",
                  .choices = kColours},
    kDocumentVersionOption,
    kStateDirOption,
    kRegionOption};
constexpr std::string_view kGraphNotes =
    "DOCUMENT is a file, - (standard input), or the name of a document in the state\n"
    "directory or of a predefined runbook.\n";

Result<int> run_graph(Context& context, const Call& call) {
  TRY(check_options(call));
  TRY_ASSIGN(const GraphReading reading,
             read_graph(document_request(call.operands[0], call, context.options())));
  for (const Problem& problem : reading.problems)
    print_diagnostic(to_text(problem, reading.file) + "\n");
  TRY_ASSIGN(const std::string text, drawn(reading.graph, call));
  const auto file = call.value("--output");
  if (!file) return print_answer(text);
  TRY(write_file(*file, text));
  return 0;
}

}  // namespace

constinit const Command kGraphCommand{
    .name = "graph",
    .doc = "Draws the flow of a runbook, or the way that an execution has taken.",
    .forms = kGraphForms,
    .options = kGraphOptions,
    .notes = kGraphNotes,
    .run = run_graph};

}  // namespace ssm
