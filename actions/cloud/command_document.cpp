// SPDX-License-Identifier: Apache-2.0
// Command documents as the agent on a node reads them. Source: the User Guide of Systems Manager,
// "Command document plugin reference", and the public sources of amazon-ssm-agent.
#include "actions/cloud/command_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <utility>

#include "actions/cloud/parameter_versions.h"
#include "core/base/text.h"
#include "core/document/bind.h"
#include "core/document/structure_reader.h"
#include "core/document/texts.h"
#include "core/expression/reference.h"
#include "core/launch/find_document.h"

namespace ssm::cloud {
namespace {

constexpr std::string_view kShellPlugin = "aws:runShellScript";
constexpr std::string_view kPowerShellPlugin = "aws:runPowerShellScript";
constexpr std::int64_t kDefaultExecutionSeconds = 3600;
constexpr std::int64_t kLeastExecutionSeconds = 5;
constexpr std::int64_t kMostExecutionSeconds = 172'800;
constexpr std::size_t kMostShownTime = 40;  // bytes of a value that is none
constexpr std::size_t kMostNodeSteps = 100;

/// What the agent can do, and where.
struct Plugin {
  std::string_view name;
  bool on_linux = true;
  bool on_windows = true;
};
constexpr std::array<Plugin, 15> kPlugins = {{{kShellPlugin, true, false},
                                              {kPowerShellPlugin},
                                              {"aws:applications", false, true},
                                              {"aws:cloudWatch", false, true},
                                              {"aws:configureDocker"},
                                              {"aws:configurePackage"},
                                              {"aws:domainJoin"},
                                              {"aws:downloadContent"},
                                              {"aws:psModule", false, true},
                                              {"aws:refreshAssociation"},
                                              {"aws:runDocument"},
                                              {"aws:runDockerAction"},
                                              {"aws:softwareInventory"},
                                              {"aws:updateAgent", false, true},
                                              {"aws:updateSsmAgent"}}};

/// The plugins of documents that AWS owns, as far as their names tell.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kPluginsOfAws = {
    {{"AWS-ConfigureAWSPackage", "aws:configurePackage"},
     {"AWS-ConfigureDocker", "aws:configureDocker"},
     {"AWS-InstallApplication", "aws:applications"},
     {"AWS-JoinDirectoryServiceDomain", "aws:domainJoin"},
     {"AWS-RefreshAssociation", "aws:refreshAssociation"},
     {"AWS-RunDockerAction", "aws:runDockerAction"},
     {"AWS-RunDocument", "aws:runDocument"},
     {"AWS-UpdateSSMAgent", "aws:updateSsmAgent"}}};

/// The two documents that run commands as they are given.
struct ScriptDocument {
  std::string_view name, plugin;
};
constexpr std::array<ScriptDocument, 2> kScriptDocuments = {
    {{"AWS-RunPowerShellScript", kPowerShellPlugin}, {"AWS-RunShellScript", kShellPlugin}}};

constexpr std::string_view kScriptDocument = R"yaml(
schemaVersion: '1.2'
parameters:
  commands: {{type: StringList, minItems: 1}}
  workingDirectory: {{type: String, default: '', maxChars: 4096}}
  executionTimeout:
    type: String
    default: '3600'
    allowedPattern: '([1-9][0-9]{{0,4}})|(1[0-6][0-9]{{4}})|(17[0-1][0-9]{{3}})|(172[0-7][0-9]{{2}})|(172800)'
runtimeConfig:
  {0}:
    properties:
    - id: 0.{0}
      runCommand: '{{{{ commands }}}}'
      workingDirectory: '{{{{ workingDirectory }}}}'
      timeoutSeconds: '{{{{ executionTimeout }}}}'
)yaml";

tl::unexpected<Error> invalid_document(std::string message) {
  return failure("InvalidDocument", std::move(message));
}

// --- Finding and reading -------------------------------------------------------------------------

std::vector<std::string> platforms_of_plugin(std::string_view name) {
  const auto* plugin = std::ranges::find(kPlugins, name, &Plugin::name);
  if (plugin == kPlugins.end() || (plugin->on_linux && plugin->on_windows)) return {};
  if (plugin->on_windows) return {"Windows"};
  return {"Linux", "MacOS"};
}

/// Documents of schema 1.2 name their plugins alone, so the service knows where they run.
std::vector<std::string> platforms_of(const Node& root) {
  const Node* plugins = root.find("runtimeConfig");
  if (plugins == nullptr || plugins->members.size() != 1) return {};
  return platforms_of_plugin(plugins->members.front().name);
}

/// What is wrong with the declarations was wrong when the document was created.
std::vector<Parameter> declared_parameters(const Node& root) {
  const Node* parameters = root.find("parameters");
  if (parameters == nullptr) return {};
  StructureReader reader;
  return read_parameters(reader, {*parameters, parameters->at, "parameters"});
}

Result<CommandDocument> read_command_document(std::string name, std::string_view content,
                                              DocumentFormat format) {
  auto root = read_nodes(content, format);
  if (!root || root->kind != Node::Kind::kMap)
    return invalid_document(fmt::format("Document {} cannot be read.", name));
  std::ignore = keep_written_texts(*root);
  CommandDocument document;
  document.name = std::move(name);
  document.parameters = declared_parameters(*root);
  document.platforms = platforms_of(*root);
  document.root = *std::move(root);
  return document;
}

/// "AWS-Name", "AWSFleetManager-Name", "AmazonCloudWatch-Name".
bool may_be_of_aws(std::string_view name) {
  const std::size_t dash = name.find('-');
  return dash != std::string_view::npos && dash + 1 < name.size() &&
         (name.starts_with("AWS") || name.starts_with("Amazon"));
}

CommandDocument unknown_document(std::string name) {
  CommandDocument document;
  document.name = std::move(name);
  document.is_known = false;
  return document;
}

bool names_sole_version(const std::string& version) {
  return version.empty() || version == "1" || version == "$DEFAULT" || version == "$LATEST";
}

// --- Parameters ----------------------------------------------------------------------------------

/// {{ssm:name}} and {{ssm:name:version}}, as the agent looks them up. nullopt: not there.
Result<std::optional<Json>> stored_value(AccountSession& session, const std::string& name) {
  const std::size_t colon = std::min(name.find(':'), name.size());
  const std::string selector = name.substr(std::min(colon + 1, name.size()));
  TRY_ASSIGN(const auto versions, ParameterVersions(session).of(name.substr(0, colon)));
  for (auto version = versions.rbegin(); version != versions.rend(); ++version)
    if (selector.empty() || std::to_string(version->number) == selector) {
      if (version->type == "SecureString") return std::nullopt;
      return Json(version->value);
    }
  return std::nullopt;
}

/// Replaces references to Parameter Store, and to `values`; others stay as they are. Errors:
/// InvalidParameters, and those of the store.
class Filling {
 public:
  Filling(AccountSession& session, const Json& values) : session_(session), values_(values) {}

  Result<Json> fill(const Json& written) {
    Result<Json> filled = expand(
        written, [this](const Reference& reference) { return value_of(reference); },
        WhenMissing::kKeep);
    if (problem_) return tl::unexpected(*problem_);
    if (!filled) return failure("InvalidParameters", filled.error().message);
    return filled;
  }

  std::optional<Json> value_of(const Reference& reference) {
    if (reference.kind == Reference::Kind::kParameter) {
      const Json* value = find_member(values_, reference.name);
      return value == nullptr ? std::nullopt : std::optional(*value);
    }
    if (reference.kind != Reference::Kind::kParameterStore) return std::nullopt;
    Result<std::optional<Json>> value = stored_value(session_, reference.name);
    if (value && *value) return **std::move(value);
    if (!problem_)
      problem_ = value ? Error{"InvalidParameters",
                               fmt::format("Parameter Store has no parameter {} of type String or "
                                           "StringList.",
                                           reference.name)}
                       : value.error();
    return std::nullopt;
  }

  const std::optional<Error>& problem() const { return problem_; }

 private:
  AccountSession& session_;
  const Json& values_;
  std::optional<Error> problem_;
};

// --- Steps ---------------------------------------------------------------------------------------

/// As a document has it, inputs still to be filled in.
struct WrittenStep {
  std::string name;
  std::string action;
  Json inputs = Json::object();
  Json precondition;
};

std::vector<WrittenStep> steps_of_main(const Node& list) {
  std::vector<WrittenStep> steps;
  for (const Node& item : list.items) {
    const Json step = to_json(item);
    steps.push_back({string_member(step, "name"), string_member(step, "action"),
                     step.value("inputs", Json::object()), step.value("precondition", Json())});
  }
  return steps;
}

/// Several properties of one plugin are one report to the agent; here each is a step of that name.
std::vector<WrittenStep> steps_of_runtime(const Node& plugins) {
  std::vector<WrittenStep> steps;
  for (const Node::Member& plugin : plugins.members) {
    const Json properties = to_json(plugin.value).value("properties", Json::object());
    for (const Json& one : properties.is_array() ? properties : Json::array({properties}))
      steps.push_back({plugin.name, plugin.name, one, {}});
  }
  return steps;
}

std::vector<WrittenStep> written_steps(const CommandDocument& document, std::string_view platform) {
  if (!document.is_known) {
    const auto* found = std::ranges::find(kPluginsOfAws, document.name,
                                          &std::pair<std::string_view, std::string_view>::first);
    const std::string plugin(found != kPluginsOfAws.end() ? found->second
                             : platform == "Windows"      ? kPowerShellPlugin
                                                          : kShellPlugin);
    return {{plugin, plugin, Json::object(), {}}};
  }
  if (const Node* steps = document.root.find("mainSteps")) return steps_of_main(*steps);
  if (const Node* plugins = document.root.find("runtimeConfig")) return steps_of_runtime(*plugins);
  return {};
}

/// A text, or texts of a list at any depth, one a line.
void add_lines(const Json& commands, std::string& script) {
  if (commands.is_array())
    for (const Json& one : commands) add_lines(one, script);
  else if (!commands.is_null())
    script.append(to_embedded_text(commands)).append(1, '\n');
}

/// Of what is no such number the agent makes the default, without a word to whoever sent it.
void read_execution_time(const Json& given, NodeStep& step) {
  std::optional<std::int64_t> seconds;
  if (given.is_number_integer()) seconds = given.get<std::int64_t>();
  if (given.is_string()) seconds = parse_integer(trim(given.get_ref<const std::string&>()));
  const bool good =
      seconds && *seconds >= kLeastExecutionSeconds && *seconds <= kMostExecutionSeconds;
  step.timeout_seconds = good ? *seconds : kDefaultExecutionSeconds;
  if (!good)
    step.time_note = fmt::format(
        "step {} of a command may run for {} seconds: its timeoutSeconds, {}, is no number from {} "
        "to {}, and the agent takes its default then",
        step.name, step.timeout_seconds, to_embedded_text(given).substr(0, kMostShownTime),
        kLeastExecutionSeconds, kMostExecutionSeconds);
}

/// What the preconditions of a step say for a platform.
struct Verdict {
  bool allows = true;
  std::vector<std::string> unmet;  // or not understood
};

/// `before`, `after`: the operands as they are written and filled in.
void look_at_equality(const std::vector<std::string>& before, const std::vector<std::string>& after,
                      std::string_view platform, Verdict& verdict) {
  constexpr std::string_view kPlatform = "platformType";
  const auto say = [&](std::string text) { verdict.unmet.push_back(std::move(text)); };
  if (before.size() != 2) return say("\"StringEquals\": operator accepts exactly 2 arguments");
  const std::string pair = fmt::format("\"StringEquals\": [{}, {}]", before[0], before[1]);
  if (before[0] == before[1])
    return say("\"StringEquals\": operator's arguments can't be identical");
  const bool of_platform = before[0] == kPlatform || before[1] == kPlatform;
  if (!of_platform && before == after)
    return say(
        "\"StringEquals\": at least one of operator's arguments must contain a valid document "
        "parameter");
  const bool holds =
      of_platform ? equals_ignore_case(before[0] == kPlatform ? before[1] : before[0], platform)
                  : after[0] == after[1];
  if (holds) return;
  verdict.allows = false;
  say(pair);
}

std::vector<std::string> texts_in(const Json& list) {
  std::vector<std::string> texts;
  if (list.is_array())
    for (const Json& one : list) texts.push_back(to_embedded_text(one));
  return texts;
}

Result<Verdict> verdict_of(const WrittenStep& step, Filling& filling, std::string_view platform) {
  Verdict verdict;
  if (!step.precondition.is_object()) return verdict;
  for (const auto& [name, operands] : step.precondition.items()) {
    if (name != "StringEquals") {
      verdict.unmet.push_back(fmt::format("unrecognized operator: \"{}\"", name));
      continue;
    }
    TRY_ASSIGN(const Json filled, filling.fill(operands));
    look_at_equality(texts_in(operands), texts_in(filled), platform, verdict);
  }
  return verdict;
}

/// Sets why a step is not run, if it is not.
void look_at_plugin(const WrittenStep& written, const Verdict& verdict, std::string_view platform,
                    NodeStep& step) {
  const auto* plugin = std::ranges::find(kPlugins, written.action, &Plugin::name);
  const bool is_known = plugin != kPlugins.end();
  const bool is_supported =
      is_known && (platform == "Windows" ? plugin->on_windows : plugin->on_linux);
  if (!is_known && verdict.allows)
    step.refused = fmt::format(
        "Plugin with name {} is not supported by this version of ssm agent, please update to "
        "latest version. Step name: {}",
        written.action, written.name);
  else if (!is_supported)
    step.skipped =
        fmt::format("Step execution skipped due to unsupported plugin: {}. Step name: {}",
                    written.action, written.name);
  else if (!verdict.allows)
    step.skipped =
        fmt::format("Step execution skipped due to unsatisfied preconditions: '{}'. Step name: {}",
                    join(verdict.unmet, ", "), written.name);
  else if (!verdict.unmet.empty())
    step.refused = fmt::format(
        "Unrecognized precondition(s): '{}', please update agent to latest version. Step name: {}",
        join(verdict.unmet, ", "), written.name);
}

/// Of a node where commands run, and are not simulated: what this program cannot do there.
void look_at_transport(const CommandDocument& document, NodeStep& step) {
  if (!step.refused.empty() || !step.skipped.empty()) return;
  if (!document.is_known)
    step.refused = fmt::format(
        "ssm-local does not have the content of document {}: its transport must be simulated",
        document.name);
  else if (step.action != kShellPlugin)
    step.refused =
        fmt::format("ssm-local runs {} on no node: its transport must be simulated. Step name: {}",
                    step.action, step.name);
  else if (step.directory.find_first_of(std::string_view("\n\0", 2)) != std::string::npos)
    step.refused = "The working directory has a line end in it";
  else if (step.script.size() > NodeStep::kMostScript)
    step.refused = fmt::format("The commands have more than {} bytes", NodeStep::kMostScript);
}

std::string text_of_input(const Json& inputs, std::string_view name) {
  const Json* value = find_member(inputs, name);
  return value == nullptr || value->is_null() ? std::string() : to_embedded_text(*value);
}

Result<NodeStep> node_step(const WrittenStep& written, Filling& filling,
                           std::string_view platform) {
  TRY_ASSIGN(const Json inputs, filling.fill(written.inputs));
  TRY_ASSIGN(const Verdict verdict, verdict_of(written, filling, platform));
  NodeStep step;
  step.name = written.name;
  step.action = written.action;
  step.directory = text_of_input(inputs, "workingDirectory");
  if (const Json* commands = find_member(inputs, "runCommand")) add_lines(*commands, step.script);
  step.timeout_seconds = kDefaultExecutionSeconds;
  if (const Json* timeout = find_member(inputs, "timeoutSeconds"))
    read_execution_time(*timeout, step);
  step.on_failure = text_of_input(inputs, "onFailure");
  step.exits_on_success = text_of_input(inputs, "onSuccess") == "exit";
  step.is_finally = text_of_input(inputs, "finallyStep") == "true";
  look_at_plugin(written, verdict, platform, step);
  return step;
}

}  // namespace

bool CommandDocument::runs_on(std::string_view platform) const {
  return platforms.empty() || std::ranges::find(platforms, platform) != platforms.end();
}

Result<CommandDocument> find_command_document(AccountSession& session,
                                              const std::string& name_or_arn,
                                              const std::string& version) {
  TRY_ASSIGN(FoundDocument found, find_document(session.store.database(), session.scope, {},
                                                name_or_arn, {version, {}}));
  const auto* script =
      std::ranges::find(kScriptDocuments, std::string_view(found.name), &ScriptDocument::name);
  const bool is_script = script != kScriptDocuments.end();
  if (!found.name_known && !is_script && !may_be_of_aws(found.name))
    return invalid_document(fmt::format("Document with name {} does not exist.", found.name));
  if (!found.record && (found.name_known || !names_sole_version(found.version)))
    return failure("InvalidDocumentVersion",
                   fmt::format("Document with name {} and version {} does not exist.", found.name,
                               found.version));
  if (!found.record && is_script)
    return read_command_document(found.name, fmt::format(kScriptDocument, script->plugin),
                                 DocumentFormat::kYaml);
  if (!found.record) return unknown_document(found.name);
  const DocumentRecord& record = *found.record;
  const std::optional<DocumentFormat> format = parse_format(record.format);
  if (record.document_type != "Command" || !format)
    return invalid_document(fmt::format("Document with name {} is of type {}, not Command.",
                                        found.name, record.document_type));
  TRY_ASSIGN(CommandDocument document, read_command_document(found.name, record.content, *format));
  document.hash = record.hash;
  return document;
}

Result<Json> bind_command_parameters(AccountSession& session, const CommandDocument& document,
                                     const Json& supplied) {
  if (!document.is_known) return supplied;
  const Json none = Json::object();
  Filling stored(session, none);
  Result<Json> values =
      bind_parameters(document.parameters, supplied,
                      [&](const Reference& reference) { return stored.value_of(reference); });
  if (stored.problem()) return tl::unexpected(*stored.problem());
  if (!values) return failure("InvalidParameters", values.error().message);
  return stored.fill(*values);
}

Result<std::vector<NodeStep>> node_steps(AccountSession& session, const CommandDocument& document,
                                         const Json& values, const std::string& platform,
                                         bool is_simulated) {
  Filling filling(session, values);
  std::vector<WrittenStep> written = written_steps(document, platform);
  if (written.empty() || written.size() > kMostNodeSteps)
    return invalid_document(fmt::format("Document {} has {} steps, and 1 to {} are taken.",
                                        document.name, written.size(), kMostNodeSteps));
  std::vector<NodeStep> steps;
  for (const WrittenStep& one : written) {
    TRY_ASSIGN(NodeStep step, node_step(one, filling, platform));
    if (!is_simulated) look_at_transport(document, step);
    steps.push_back(std::move(step));
  }
  return steps;
}

}  // namespace ssm::cloud
