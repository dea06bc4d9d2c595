// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/test_keys.h"

#include <array>

#include "core/api/shapes.h"

namespace ssm::testkit {
namespace {

using ShapeKind = FileShape::Kind;
constexpr bool kRequired = true;

constexpr FileShape plain(ShapeKind kind) {
  FileShape shape;
  shape.kind = kind;
  return shape;
}
constexpr FileShape one_of(const ssm::Shape& enumeration) {
  FileShape shape = plain(ShapeKind::kText);
  shape.values = &enumeration;
  return shape;
}
constexpr FileShape count(std::int64_t least, std::int64_t most) {
  FileShape shape = plain(ShapeKind::kCount);
  shape.least = least;
  shape.most = most;
  return shape;
}
constexpr FileShape of(ShapeKind kind, std::span<const FileShape* const> parts) {
  FileShape shape = plain(kind);
  shape.parts = parts;
  return shape;
}
constexpr FileShape record(std::span<const FileKey> keys) {
  FileShape shape = plain(ShapeKind::kRecord);
  shape.keys = keys;
  return shape;
}

template <std::size_t A, std::size_t B>
constexpr std::array<FileKey, A + B> both(const FileKey (&first)[A], const FileKey (&second)[B]) {
  std::array<FileKey, A + B> keys;
  std::copy(first, first + A, keys.begin());
  std::copy(second, second + B, keys.begin() + A);
  return keys;
}

constexpr FileShape kText = plain(ShapeKind::kText);
constexpr FileShape kDuration = plain(ShapeKind::kDuration);
constexpr FileShape kCall = plain(ShapeKind::kCall);
constexpr FileShape kBoolean = plain(ShapeKind::kBoolean);
constexpr FileShape kNull = plain(ShapeKind::kNull);
constexpr FileShape kAnything = plain(ShapeKind::kAnything);
constexpr FileShape kMode = one_of(shapes::kExecutionMode);
constexpr FileShape kSignal = one_of(shapes::kSignalType);
constexpr FileShape kStopType = one_of(shapes::kStopType);
constexpr FileShape kCopies = count(1, 1000);
constexpr FileShape kTimes = count(0, 1000000);
constexpr FileShape kQuota = count(0, 1000000);

constexpr const FileShape* kOfAnything[] = {&kAnything};
constexpr const FileShape* kOfText[] = {&kText};
constexpr FileShape kMap = of(ShapeKind::kMapOf, kOfAnything);
constexpr FileShape kTexts = of(ShapeKind::kListOf, kOfText);
constexpr FileShape kTextMap = of(ShapeKind::kMapOf, kOfText);
constexpr const FileShape* kTextOrMapParts[] = {&kText, &kMap};
constexpr FileShape kTextOrMap = of(ShapeKind::kEither, kTextOrMapParts);
constexpr const FileShape* kOfTextOrMap[] = {&kTextOrMap};
constexpr FileShape kDocuments = of(ShapeKind::kMapOf, kOfTextOrMap);
constexpr FileShape kAnyList = of(ShapeKind::kListOf, kOfAnything);
constexpr const FileShape* kTextOrListParts[] = {&kText, &kAnyList};
constexpr FileShape kMocks = of(ShapeKind::kEither, kTextOrListParts);

// --- expect --------------------------------------------------------------------------------------

constexpr FileShape kStatusShape = one_of(shapes::kAutomationExecutionStatus);
constexpr const FileShape* kStepParts[] = {&kStatusShape, &kMap, &kNull};
constexpr FileShape kStep = of(ShapeKind::kEither, kStepParts);
constexpr const FileShape* kOfStep[] = {&kStep};
constexpr FileShape kSteps = of(ShapeKind::kMapOf, kOfStep);
constexpr const FileShape* kOfMap[] = {&kMap};
constexpr FileShape kInputs = of(ShapeKind::kMapOf, kOfMap);

constexpr FileKey kCallKeys[] = {
    {"call", &kCall, "service:Operation as IAM spells it; case does not count", kRequired},
    {"parameters", &kMap, "members that the call's parameters must have"},
    {"times", &kTimes, "exactly so often, in whatever order; without it once, in the listed order"},
    {"step", &kText, "the step that makes the call"},
};
constexpr FileShape kCallRecord = record(kCallKeys);
constexpr const FileShape* kCallParts[] = {&kCall, &kCallRecord};
constexpr FileShape kExpectedCall = of(ShapeKind::kEither, kCallParts);
constexpr const FileShape* kOfExpectedCall[] = {&kExpectedCall};
constexpr FileShape kCalls = of(ShapeKind::kListOf, kOfExpectedCall);

constexpr FileKey kExpectKeys[] = {
    {"execution", &kText,
     "the name that start gave the execution, NAME/STEP the one that a step started; else main"},
    {"status", &kStatusShape, "the status of the execution"},
    {"path", &kTexts, "the steps that started, in that order"},
    {"steps", &kSteps,
     "by step: its status, members of its StepExecution, or null: it did not start; NAME#2 is the "
     "second run of a step in a loop, NAME the last"},
    {"inputs", &kInputs, "by step, as in steps: its inputs with all references resolved"},
    {"outputs", &kMap,
     "members of the execution's Outputs, \"step.Output\": [values]; one value may be without "
     "list"},
    {"failure", &kText, "a part of the execution's FailureMessage"},
    {"members", &kMap, "members of the AutomationExecution; null = absent"},
    {"duration", &kDuration, "from start to end, in virtual time"},
    {"calls", &kCalls, "calls of AWS APIs that were made"},
    {"not-called", &kCalls, "calls of AWS APIs that were not made"},
    {"messages", &kTextMap, "by step, as in steps: a part of its FailureMessage"},
};
constexpr FileShape kExpectation = record(kExpectKeys);
constexpr const FileShape* kOfExpectation[] = {&kExpectation};
constexpr FileShape kExpectations = of(ShapeKind::kListOf, kOfExpectation);
constexpr const FileShape* kExpectParts[] = {&kExpectation, &kExpectations};
constexpr FileShape kExpect = of(ShapeKind::kEither, kExpectParts);

// --- start and meanwhile -------------------------------------------------------------------------

constexpr FileKey kRefused = {"refused", &kText, "the error code that must come; else accepted"};
constexpr FileKey kAt = {"at", &kDuration, "when: time since the beginning", kRequired};
constexpr FileKey kExecution = {"execution", &kText, "which execution, as in expect; else main"};

constexpr FileKey kStartKeys[] = {
    {"name", &kText, "what the test calls the execution (of several: NAME-1, NAME-2); else main"},
    {"count", &kCopies, "how many executions"},
    {"mode", &kMode, "Auto or Interactive; else Auto"},
    {"parameters", &kMap, "over those of the case"},
    kRefused,
    {"template", &kMap, "content of a change template: a change request is started"},
    {"request", &kMap, "further members of the change request"},
    {"scheduled", &kDuration, "the change request's ScheduledTime, from now"},
};
constexpr FileShape kStart = record(kStartKeys);

constexpr FileKey kSignalKeys[] = {
    {"signal", &kSignal, "the type of the signal", kRequired},
    kAt,
    kExecution,
    {"payload", &kMap, "\"step-id:NAME\" stands for the id of that step's execution"},
    {"caller", &kText, "the ARN of who sends it; else arn:aws:iam::123456789012:user/operator"},
    kRefused,
};
constexpr FileKey kStopKeys[] = {
    {"stop", &kStopType, "the type of StopAutomationExecution", kRequired},
    kAt,
    kExecution,
    kRefused,
};
constexpr FileKey kLaterStartKeys[] = {
    {"start", &kStart, "one more execution of the document", kRequired}, kAt};
constexpr FileKey kLaterExpectKeys[] = {
    {"expect", &kExpectation, "what must be seen at this time", kRequired}, kAt};
constexpr FileShape kSignalRecord = record(kSignalKeys);
constexpr FileShape kStopRecord = record(kStopKeys);
constexpr FileShape kLaterStart = record(kLaterStartKeys);
constexpr FileShape kLaterExpect = record(kLaterExpectKeys);
constexpr const FileShape* kMomentParts[] = {&kSignalRecord, &kStopRecord, &kLaterStart,
                                             &kLaterExpect};
constexpr FileShape kMoment = of(ShapeKind::kVariant, kMomentParts);
constexpr const FileShape* kOfMoment[] = {&kMoment};
constexpr FileShape kMeanwhile = of(ShapeKind::kListOf, kOfMoment);

// --- cases ---------------------------------------------------------------------------------------

constexpr FileKey kQuotaKeys[] = {
    {"running", &kQuota, "executions that run at once; else 25"},
    {"children", &kQuota, "child executions that run at once; else 75"},
    {"queued", &kQuota, "executions that may wait for a place; else 1000"},
};
constexpr FileShape kQuotas = record(kQuotaKeys);
constexpr FileKey kRefusalKeys[] = {
    {"code", &kText, "the error code that CreateDocument must answer", kRequired},
    {"message", &kText, "a part of its message"},
};
constexpr FileShape kRefusal = record(kRefusalKeys);

constexpr FileKey kSharedKeys[] = {
    {"document", &kTextOrMap,
     "a file beside the test, the name of a predefined runbook, or the document itself"},
    {"documents", &kDocuments,
     "further runbooks and Command documents, for steps that run them: by name a file or the "
     "document itself"},
    {"account", &kTextOrMap, "what the simulated account holds: a file or the content of one"},
    {"mocks", &kMocks, "answers in place of the account's: a file or a list"},
    {"strict", &kBoolean, "a call that no mock answers stops the run"},
    {"parameters", &kMap, "parameters of every start"},
    {"quotas", &kQuotas, "how many executions run and wait"},
};
constexpr FileKey kCaseOnlyKeys[] = {
    {"name", &kText, "what is shown, and chosen with --filter", kRequired},
    {"document-refused", &kRefusal, "creating the document must be refused"},
    {"start", &kStart, "how the execution begins"},
    {"meanwhile", &kMeanwhile, "what happens while it runs, or must be seen then"},
    {"expect", &kExpect, "what must be seen when nothing is left to do"},
};
constexpr auto kRowKeys = both(kSharedKeys, kCaseOnlyKeys);
constexpr FileShape row_shape() {
  FileShape shape = record(kRowKeys);
  shape.is_partial = true;
  return shape;
}
constexpr FileShape kRow = row_shape();
constexpr const FileShape* kOfRow[] = {&kRow};
constexpr FileShape kTable = of(ShapeKind::kListOf, kOfRow);
constexpr FileKey kTableKey[] = {
    {"table", &kTable, "one test a row: its keys are laid over those of the case"}};

template <std::size_t A, std::size_t B>
constexpr std::array<FileKey, A + B> with(const std::array<FileKey, A>& first,
                                          const FileKey (&second)[B]) {
  std::array<FileKey, A + B> keys;
  std::copy(first.begin(), first.end(), keys.begin());
  std::copy(second, second + B, keys.begin() + A);
  return keys;
}
constexpr auto kCaseKeys = with(kRowKeys, kTableKey);
constexpr FileShape kCase = record(kCaseKeys);
constexpr const FileShape* kOfCase[] = {&kCase};
constexpr FileShape kCases = of(ShapeKind::kListOf, kOfCase);
constexpr FileKey kCasesKey[] = {{"cases", &kCases, "the tests of this file", kRequired}};
constexpr auto kFileKeys = both(kSharedKeys, kCasesKey);

}  // namespace

constinit const FileShape kTestFileShape = record(kFileKeys);

}  // namespace ssm::testkit
