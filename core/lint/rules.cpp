// SPDX-License-Identifier: Apache-2.0
#include "core/lint/rules.h"

#include <algorithm>

#include "core/document/runtimes.h"

namespace ssm {
namespace {

constexpr Severity kError = Severity::kError;
constexpr Severity kWarning = Severity::kWarning;

constexpr LintRule kRules[] = {
    // The text
    {"syntax", kError, "The text is not well-formed YAML or JSON",
     "Nothing of the document can be read; creating it is refused.",
     "Correct the text at this place."},
    {"structure", kError, "A part is missing or is of another kind than the schema says",
     "Creating the document is refused.", "Write the part as the schema of runbooks has it."},
    {"unknown-property", kError, "A property that runbooks do not have",
     "Creating the document is refused; a misspelt property would otherwise be without effect.",
     "Correct the spelling, or remove it."},
    {"schema-version", kError, "Another schema version than 0.3",
     "Runbooks are of schemaVersion 0.3; others are documents of another type.",
     "Write schemaVersion: \"0.3\"."},
    {"schema-version-number", kWarning, "schemaVersion is written as a number",
     "The schema asks for a string. Some ways into the service refuse a number, and tools that "
     "write YAML anew may turn it into another one.",
     "Put it in quotes: schemaVersion: \"0.3\"."},
    {"repeated-key", kWarning, "A key is written twice in one map",
     "The last one counts, and the value of the first one is lost.", "Remove one of the two."},
    {"unquoted-text", kWarning, "YAML reads a text without quotes as something else",
     "YAML 1.1 reads NO as false, 0755 as 493 and 1.10 as 1.1, so that the service may see another "
     "text than the one that is written.",
     "Put the text in quotes."},
    {"unknown-rule", kWarning, "A comment silences a rule that does not exist",
     "The comment has no effect.", "Correct the name; ssm-local lint --rules lists them."},
    // Names
    {"unknown-action", kError, "An action that does not exist", "Creating the document is refused.",
     "Use an action that exists: ssm-local schema lists them."},
    {"service-action", kWarning, "An action that only documents of AWS have",
     "Creating a document of one's own with it is refused.", "Use another action."},
    {"duplicate-step", kError, "Two steps have the same name", "Creating the document is refused.",
     "Give each step a name of its own."},
    {"duplicate-output", kError, "Two outputs of a step have the same name",
     "Creating the document is refused.", "Give each output a name of its own."},
    {"reserved-output", kError, "An output has a name that the action itself uses",
     "Creating the document is refused.", "Rename the output."},
    {"invalid-name", kError, "A name with characters that names do not have, or a long one",
     "Creating the document is refused.", "Use letters, digits and underscores."},
    // Flow
    {"unknown-step", kError, "A step is named that does not exist",
     "Creating the document is refused: nextStep, onFailure, onCancel, a choice, a Default or an "
     "output leads nowhere.",
     "Name a step of the document."},
    {"cycle", kError, "The steps lead back to one that ran",
     "Creating the document is refused: only aws:loop repeats steps.",
     "Break the circle, or use aws:loop."},
    {"contradicting-flow", kError, "A step both ends the runbook and goes on",
     "Creating the document is refused.", "Remove isEnd or nextStep."},
    {"on-cancel", kError, "onCancel stands or leads where it cannot",
     "Creating the document is refused.",
     "Point onCancel at a step whose action is allowed during cancellation."},
    {"unreachable-step", kWarning, "No path leads to this step",
     "The step never runs. Often a nextStep, a choice or an isEnd before it is wrong.",
     "Lead a step to it, or remove it."},
    {"invalid-condition", kError, "A choice or condition that cannot be evaluated",
     "Creating the document is refused.", "Give each condition a Variable and one operator."},
    {"no-default", kWarning, "A branch without Default that may match nothing",
     "When no choice applies the flow goes on with the next step in the list, which is rarely "
     "meant; "
     "in the last step it ends the runbook.",
     "Give the branch a Default, or say with nextStep or isEnd where it goes."},
    {"invalid-loop", kError, "A loop that cannot run", "Creating the document is refused.",
     "Give the loop Steps and one of Iterators and LoopCondition."},
    {"nested-loop", kWarning, "A loop inside a loop",
     "It runs here. The console of AWS does not offer it, and its documentation does not say that "
     "the service takes it.",
     "Move the inner loop to a runbook of its own, which aws:executeAutomation runs."},
    {"loop-on-failure", kWarning, "A loop with an onFailure that rarely applies",
     "When a step in the loop fails, the loop does what onFailure of that step says, and without "
     "one the automation ends. That of the loop is for errors of the loop itself: its Iterators, "
     "its timeout.",
     "Give onFailure to the steps in the loop."},
    // Inputs
    {"missing-input", kError, "A required input is missing",
     "The step fails when it starts; for aws:runCommand creating the document is refused.",
     "Add the input."},
    {"unknown-input", kWarning, "An input that the action does not have",
     "It is without effect; often it is misspelt. For aws:runCommand creating the document is "
     "refused.",
     "Correct the spelling, or remove it."},
    {"input-type", kError, "A value cannot be what the input takes",
     "Creating the document is refused, or the step fails when it starts.",
     "Write a value of the input's type."},
    {"unknown-api", kWarning, "A service or an operation that AWS does not have",
     "The step fails when it starts. Of operations those are told that none can be called, and "
     "misspelt ones that the simulated account has.",
     "Write the service as the SDK for Python names it, and the operation as the API reference "
     "does: ec2, DescribeInstances."},
    {"reference-type", kWarning, "A reference brings a value of another type than the input takes",
     "The step fails when it starts, unless the value happens to be convertible.",
     "Refer to a value of the input's type, or declare the other type."},
    // References
    {"unknown-reference", kError, "A reference to something that does not exist",
     "Creating the document is refused.", "Declare it, or correct the name."},
    {"undeclared-role", kWarning, "The assumeRole names a parameter that is not declared",
     "The runbook runs with the rights of its caller.", "Declare the parameter, or remove it."},
    {"undeclared-output", kError, "A reference to an output that the step does not have",
     "The reference has no value: the step that uses it fails when it starts; in the InputPayload "
     "of "
     "a script the reference stays as it is written.",
     "Declare the output in the step's outputs, or correct the name."},
    {"reference-before-run", kError, "A reference to a step that cannot have run yet",
     "No path through the steps runs the one referred to before this one, so the reference has no "
     "value.",
     "Refer to an earlier step, or lead the flow through that step first."},
    {"unused-parameter", kWarning, "A parameter that nothing refers to",
     "Users are asked for a value that changes nothing; often a reference is misspelt.",
     "Refer to it, or remove it."},
    {"unused-variable", kWarning, "A variable that nothing reads", "Updating it changes nothing.",
     "Read it somewhere, or remove it."},
    // Values
    {"bad-selector", kError, "A selector that is not a JSONPath", "The step fails after its call.",
     "Write a JSONPath such as $.Reservations[0].Instances[0].InstanceId."},
    {"bad-pattern", kError, "An allowedPattern that is not a regular expression",
     "No execution can be started.", "Correct the regular expression."},
    {"bad-default", kWarning, "A default that the parameter's own rules do not allow",
     "The service does not check defaults: a run without the parameter has a value that a caller "
     "could not give.",
     "Change the default or the rule."},
    {"limit", kError, "More than the service allows",
     "Creating the document is refused, or the step fails.", "Stay within the limit."},
    // Scripts and children
    {"script-time", kWarning, "A script with more time than scripts get",
     "A script is stopped after 600 seconds, whatever timeoutSeconds says.",
     "Give it 600 seconds at most, or split its work over several steps."},
    {"retired-runtime", kWarning, "A script runtime that the service no longer runs",
     "Documents with Python 3.9 or older are neither created, updated nor started.",
     kRetiredRuntimeRemedy},
    {"undocumented-runtime", kWarning, "A script runtime that the documentation does not list",
     "The service may not have it.", "Use python3.11 or PowerShell 7.4."},
    {"unknown-runtime", kError, "A script runtime that does not exist",
     "The step fails when it starts.", "Use python3.11 or PowerShell 7.4."},
    {"script-handler", kError, "The script does not define its Handler",
     "The step fails when the script is called.",
     "Define a function of that name, or correct Handler."},
    {"script-syntax", kError, "The Python script does not compile", "The step fails when it runs.",
     "Correct the script."},
    {"unknown-child", kWarning, "A child runbook that is not there",
     "The step fails when it starts, unless the document exists in the account that runs it. Asked "
     "only when lint is given several files, which then know each other by their names without "
     "the ending (child.yaml is the document child); never of AWS documents and ARNs.",
     "A file's name without its ending is the name of the document. Give lint the child's file "
     "too, "
     "rename it, create the document, or correct the name."},
};

}  // namespace

std::span<const LintRule> lint_rules() {
  return kRules;
}

const LintRule* find_lint_rule(std::string_view id) {
  const auto found =
      std::ranges::find_if(kRules, [&](const LintRule& rule) { return rule.id == id; });
  return found == std::end(kRules) ? nullptr : found;
}

std::string_view to_text(Severity severity) {
  return severity == Severity::kError ? "error" : "warning";
}

}  // namespace ssm
