// SPDX-License-Identifier: Apache-2.0
#include "cli/completion/complete_command.h"

#include "cli/commands/context.h"
#include "cli/completion/complete.h"
#include "cli/output/print.h"
#include "cli/service.h"
#include "core/os/state_directory.h"
#include "documents/predefined.h"

namespace ssm {
namespace {

using Words = std::vector<std::string>;

/// Options on the line count, as far as they can be read.
GlobalOptions options_of(std::span<const std::string> words) {
  Words line(words.begin(), words.end());
  // A hung endpoint must not hang the shell.
  line.insert(line.end(), {"--cli-connect-timeout", "1", "--cli-read-timeout", "2"});
  Result<GlobalOptions> options = parse_global_options(line);
  return options ? std::move(*options) : GlobalOptions();
}

/// Before anything was done there is no state directory, and looking does not make one.
Json predefined_names() {
  Json items = Json::array();
  for (const PredefinedDocument& document : predefined_documents())
    items.push_back({{"Name", std::string(document.name)}, {"Owner", "Amazon"}});
  return {{"DocumentIdentifiers", std::move(items)}};
}

/// The service, opened when it is first asked.
class Answers {
 public:
  explicit Answers(GlobalOptions options) : options_(std::move(options)) {}

  Result<Json> ask(const Operation& operation, const Json& request) {
    TRY_ASSIGN(Configuration configuration, read_configuration(options_));
    TRY_ASSIGN(std::optional<Endpoint> endpoint,
               find_endpoint(options_, configuration, operation.service));
    if (!endpoint && !has_state_directory(options_.state_dir)) {
      if (operation.name == "ListDocuments") return predefined_names();
      return failure("StateDirectory", "there is none");
    }
    TRY_ASSIGN(Service service, Service::open(options_, configuration, operation.service));
    return service.ask(operation, request);
  }

 private:
  GlobalOptions options_;
};

Candidates candidates_for(std::span<const std::string> words) {
  if (words.empty()) return {};
  std::span<const std::string> before = words.first(words.size() - 1);
  Answers answers(options_of(before));
  return complete(before, words.back(), [&](const Operation& operation, const Json& request) {
    return answers.ask(operation, request);
  });
}

std::string one_line(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  return text;
}

/// What bash inserts where blanks and quotes mean something.
std::string escaped(std::string_view text) {
  std::string result;
  for (char c : text) {
    if (std::string_view(" \t\"'\\$&;|<>()`*?#!").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

/// bash replaces only what follows the last of its break characters in the word.
std::string for_bash(const Words& words, const std::string& breaks) {
  const std::string& current = words.back();
  std::size_t at = current.find_last_of(breaks);
  std::size_t there = at == std::string::npos ? 0 : at + 1;
  std::string text;
  for (const Candidate& candidate : candidates_for(words))
    text += escaped(one_line(candidate.text.substr(there))) + "\n";
  return text;
}

std::string for_others(std::span<const std::string> words) {
  std::string text;
  for (const Candidate& candidate : candidates_for(words)) {
    text += one_line(candidate.text);
    if (!candidate.doc.empty()) text += "\t" + one_line(candidate.doc);
    text += "\n";
  }
  return text;
}

}  // namespace

std::vector<std::string> split_shell_line(std::string_view line) {
  Words words(1);
  char quote = '\0';
  bool inside = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    char c = line[i];
    if (quote == '\0' && (c == ' ' || c == '\t' || c == '\n')) {
      if (inside) words.emplace_back();
      inside = false;
      continue;
    }
    inside = true;
    if (c == '\\' && quote != '\'' && i + 1 < line.size()) {
      words.back() += line[++i];
    } else if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == quote) {
      quote = '\0';
    } else {
      words.back() += c;
    }
  }
  return words;
}

namespace {

Result<int> run_complete(Context&, const Call& call) {
  const Words& words = call.operands;
  if (words.size() < 3 || words[0] != "--shell")
    return failure("Usage",
                   "usage: ssm-local complete --shell zsh|fish -- WORD ...\n"
                   "       ssm-local complete --shell bash LINE [BREAKS]");
  if (words[1] != "bash") return print_answer(for_others(std::span(words).subspan(3)));
  Words line = split_shell_line(words[2]);
  line.erase(line.begin());
  const std::string breaks = words.size() > 3 ? words[3] : "";
  return print_answer(line.empty() ? "" : for_bash(line, breaks));
}

}  // namespace

constinit const Command kCompleteCommand{.name = "complete",
                                         .doc = "What the completions of shells ask.",
                                         .forms = {},
                                         .options = {},
                                         .run = run_complete,
                                         .hands_on = true,
                                         .is_hidden = true};

}  // namespace ssm
