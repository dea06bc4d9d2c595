// SPDX-License-Identifier: Apache-2.0
// Lambda functions: what they answer stands in the account file. Source: the API reference of
// Lambda; texts of errors as the service gives them where they are known.
#include <fmt/format.h>

#include <array>

#include "actions/cloud/account_values.h"
#include "actions/cloud/ec2_filters.h"
#include "actions/cloud/resource.h"
#include "core/base/arn.h"
#include "core/base/base64.h"
#include "core/base/id.h"
#include "core/base/text.h"

namespace ssm::cloud {
namespace {

constexpr std::size_t kKeptInvocations = 20;
constexpr std::size_t kMostPayload = 6 * 1024 * 1024;   // bytes, of a request that is answered
constexpr std::size_t kMostEventPayload = 1024 * 1024;  // bytes, of one that is not
constexpr std::size_t kMostKeptPayload = 64 * 1024;     // bytes, for people to look at
constexpr std::size_t kMostLog = 4096;                  // bytes
constexpr std::string_view kLatest = "$LATEST";

// --- The file -----------------------------------------------------------------------------------

// What an invocation gives. A function has these members itself when it always answers the same.
constexpr AccountMember kAnswerMembers[] = {{"Payload", kJsonValue},
                                            {"StatusCode", kWholeNumberValue},
                                            {"FunctionError", kNamedValue},
                                            {"LogResult", kTextValue},
                                            {"log", kTextValue}};
constexpr AccountMember kFunctionMembers[] = {{"FunctionName", kNamedValue, true},
                                              {"FunctionArn", kNamedValue},
                                              {"Runtime", kTextValue},
                                              {"Role", kTextValue},
                                              {"Handler", kTextValue},
                                              {"Description", kTextValue},
                                              {"Timeout", kWholeNumberValue},
                                              {"MemorySize", kWholeNumberValue},
                                              {"LastModified", kTimeValue},
                                              {"Environment", kMapValue},
                                              {"State", kNamedValue},
                                              {"ReservedConcurrentExecutions", kWholeNumberValue},
                                              {"Aliases", kTextMapValue},
                                              {"Tags", kTagsValue},
                                              {"Payload", kJsonValue},
                                              {"StatusCode", kWholeNumberValue},
                                              {"FunctionError", kNamedValue},
                                              {"LogResult", kTextValue},
                                              {"log", kTextValue},
                                              {"answers", kMapsValue},
                                              {"invoked", kWholeNumberValue},
                                              {"invocations", kMapsValue},
                                              {"behaviour", kMapValue}};
constexpr AccountMember kFunctionBehaviour[] = {{"invoke", kRefusalValue}};
constexpr AccountPart kFunctionParts[] = {{"answers", kAnswerMembers, kMostInList},
                                          {"behaviour", kFunctionBehaviour}};

std::string function_arn(const AccountSession& session, const std::string& name) {
  return Arn::regional(session.scope, "lambda", "function:" + name).text();
}

Json stored_function(const AccountSession& session, Json function) {
  add_default(function, "FunctionArn",
              function_arn(session, string_member(function, "FunctionName")));
  add_default(function, "Runtime", "python3.12");
  add_default(function, "Role", Arn::iam(session.scope, "role/lambda").text());
  add_default(function, "Handler", "index.handler");
  add_default(function, "Description", "");
  add_default(function, "Timeout", 3);
  add_default(function, "MemorySize", 128);
  add_default(function, "LastModified", to_iso8601(session.now));
  add_default(function, "State", "Active");
  function["Tags"] = tags_as_map(function.value("Tags", Json::object()));
  return function;
}

std::string name_of_function(const Json& function) {
  return string_member(function, "FunctionName");
}

}  // namespace

extern constinit const ResourceList kFunctionList{{"functions", kFunctionMembers, kFunctionParts},
                                                  "lambda:function",
                                                  stored_function,
                                                  name_of_function};

namespace {

// --- Which function -----------------------------------------------------------------------------

/// A name, an ARN or a part of one, with or without a qualifier behind it.
struct FunctionReference {
  std::string name;
  std::string qualifier;
};

FunctionReference function_reference(const Json& parameters) {
  const std::string whole = string_member(parameters, "FunctionName");
  std::string_view text = whole;
  constexpr std::string_view kBefore = "function:";
  if (const std::size_t at = text.find(kBefore); at != std::string_view::npos)
    text.remove_prefix(at + kBefore.size());
  const std::size_t colon = std::min(text.find(':'), text.size());
  FunctionReference reference{std::string(text.substr(0, colon)), ""};
  if (colon < text.size()) reference.qualifier = text.substr(colon + 1);
  const std::string given = string_member(parameters, "Qualifier");
  if (!given.empty()) reference.qualifier = given;
  return reference;
}

bool is_pattern(std::string_view name) {
  return name.find_first_of("*?") != std::string_view::npos;
}

/// A function as the store has it, and the name by which it was asked for: that of an entry of the
/// file may be a pattern, for functions whose names are not known before.
struct FoundFunction {
  Json function;
  std::string name;
  std::string version;

  Json configuration(const AccountSession& session) const;
};

Result<FoundFunction> function_of(AccountSession& session, const Json& parameters) {
  const FunctionReference asked = function_reference(parameters);
  TRY_ASSIGN(std::vector<Json> functions, all_resources(session, kFunctionList));
  const auto matches = [&](const Json& function) {
    const std::string name = name_of_function(function);
    return name == asked.name || (is_pattern(name) && matches_wildcard(name, asked.name));
  };
  auto found = std::ranges::find(functions, asked.name, name_of_function);
  if (found == functions.end()) found = std::ranges::find_if(functions, matches);
  std::string version(kLatest);
  bool is_there = found != functions.end();
  if (is_there && !asked.qualifier.empty() && asked.qualifier != kLatest) {
    const Json* aliases = find_member(*found, "Aliases");
    version = aliases ? string_member(*aliases, asked.qualifier) : "";
    is_there = !version.empty();
  }
  if (is_there) return FoundFunction{std::move(*found), asked.name, version};
  return failure("ResourceNotFoundException",
                 fmt::format("Function not found: {}{}{}", function_arn(session, asked.name),
                             asked.qualifier.empty() ? "" : ":", asked.qualifier));
}

Json FoundFunction::configuration(const AccountSession& session) const {
  Json answer{{"FunctionName", name}, {"FunctionArn", function_arn(session, name)}};
  for (const std::string_view member : {"Runtime", "Role", "Handler"})
    copy_given(answer, function, member);
  answer["CodeSize"] = 1024;
  for (const std::string_view member : {"Description", "Timeout", "MemorySize"})
    copy_given(answer, function, member);
  std::string modified = string_member(function, "LastModified");
  if (modified.ends_with('Z')) modified.replace(modified.size() - 1, 1, "+0000");
  answer["LastModified"] = modified;
  answer["CodeSha256"] = to_base64(hmac_sha256("code", name));
  answer["Version"] = version;
  copy_given(answer, function, "Environment");
  answer["TracingConfig"] = {{"Mode", "PassThrough"}};
  answer["RevisionId"] = derived_uuid(name + modified);
  copy_given(answer, function, "State");
  answer["LastUpdateStatus"] = "Successful";
  answer["PackageType"] = "Zip";
  answer["Architectures"] = Json::array({"x86_64"});
  return answer;
}

// --- Invoking -----------------------------------------------------------------------------------

constexpr MemberShape kInvokeShapes[] = {{"FunctionName", &kNonEmpty, true},
                                         {"InvocationType", &kString},
                                         {"LogType", &kString},
                                         {"ClientContext", &kString},
                                         {"DurableExecutionName", &kString},
                                         {"Payload", &kString},
                                         {"Qualifier", &kString},
                                         {"TenantId", &kString}};
constexpr Shape kInvokeInput = structure(kInvokeShapes);

Completed check_invocation(const std::string& type, const std::string& payload) {
  if (type != "RequestResponse" && type != "Event" && type != "DryRun")
    return constraint_error("ValidationException", type, "invocationType",
                            "satisfy enum value set: [Event, RequestResponse, DryRun]");
  const std::size_t most = type == "Event" ? kMostEventPayload : kMostPayload;
  if (payload.size() > most)
    return failure("RequestTooLargeException",
                   fmt::format("{} byte payload is too large for the {} invocation type (limit {} "
                               "bytes)",
                               payload.size(), type, most));
  if (payload.empty()) return {};
  const Result<Json> json = parse_json(payload, {.max_bytes = kMostPayload});
  if (json) return {};
  return failure("InvalidRequestContentException",
                 "Could not parse request body into json: " + json.error().message);
}

/// The answer that the file has for this invocation: one after the other, the last one again and
/// again.
const Json& answer_for(const Json& function, std::int64_t invoked) {
  const Json* answers = find_member(function, "answers");
  if (answers == nullptr || answers->empty()) return function;
  return (*answers)[std::min<std::size_t>(static_cast<std::size_t>(invoked), answers->size() - 1)];
}

/// JSON as text. A text that is no JSON stands for itself.
std::string payload_text(const Json& answer) {
  const Json* payload = find_member(answer, "Payload");
  if (payload == nullptr) {
    const std::string error = string_member(answer, "FunctionError");
    if (error.empty()) return "null";
    return to_text(
        {{"errorMessage", "The account file asks for this error"}, {"errorType", error}});
  }
  if (payload->is_string() && parse_json(payload->get_ref<const std::string&>()))
    return payload->get<std::string>();
  return to_text(*payload);
}

/// The end of the log, as Base64.
std::string log_of(const Json& answer) {
  const std::string given = string_member(answer, "LogResult");
  if (!given.empty()) return given;
  const std::string id = new_uuid();
  std::string written = string_member(answer, "log");
  if (!written.empty() && !written.ends_with('\n')) written += '\n';
  std::string log = fmt::format("START RequestId: {0} Version: {1}\n{2}END RequestId: {0}\n", id,
                                kLatest, written);
  if (log.size() > kMostLog) log.erase(0, log.size() - kMostLog);
  return to_base64(log);
}

/// An invocation stays with its function for people and tests to look at: the last ones only.
Completed note_invocation(AccountSession& session, FoundFunction& found, const std::string& type,
                          const std::string& payload) {
  Json& function = found.function;
  Json invocations = function.value("invocations", Json::array());
  Json invocation{{"Time", to_iso8601(session.now)}, {"InvocationType", type}};
  if (is_pattern(name_of_function(function))) invocation["FunctionName"] = found.name;
  if (!payload.empty() && payload.size() <= kMostKeptPayload)
    invocation["Payload"] = parse_json(payload).value_or(Json(payload));
  invocations.push_back(std::move(invocation));
  keep_last(invocations, kKeptInvocations);
  function["invoked"] = function.value("invoked", std::int64_t{0}) + 1;
  function["invocations"] = std::move(invocations);
  return save_resource(session, kFunctionList, function);
}

Result<Json> invoke(AccountSession& session, const Json& parameters) {
  const std::string type = string_member(parameters, "InvocationType", "RequestResponse");
  const std::string payload = string_member(parameters, "Payload");
  TRY_ASSIGN(FoundFunction found, function_of(session, parameters));
  TRY(check_invocation(type, payload));
  TRY(refuse_as_planned(found.function, "invoke", "function " + found.name));
  if (type == "DryRun") return Json{{"StatusCode", 204}, {"Payload", ""}};
  const Json answer = answer_for(found.function, found.function.value("invoked", std::int64_t{0}));
  TRY(note_invocation(session, found, type, payload));
  if (type == "Event") return Json{{"StatusCode", 202}, {"Payload", ""}};
  Json given{{"StatusCode", answer.value("StatusCode", Json(200))}};
  copy_given(given, answer, "FunctionError");
  if (string_member(parameters, "LogType") == "Tail") given["LogResult"] = log_of(answer);
  given["Payload"] = payload_text(answer);
  given["ExecutedVersion"] = found.version;
  return given;
}

// --- Configuration ------------------------------------------------------------------------------

constexpr MemberShape kFunctionShapes[] = {{"FunctionName", &kNonEmpty, true},
                                           {"Qualifier", &kString}};
constexpr MemberShape kOneFunctionShapes[] = {{"FunctionName", &kNonEmpty, true}};
constexpr MemberShape kListFunctionsShapes[] = {{"MasterRegion", &kString},
                                                {"FunctionVersion", &kString},
                                                {"Marker", &kString},
                                                {"MaxItems", &kInteger}};
constexpr MemberShape kUpdateFunctionShapes[] = {{"FunctionName", &kNonEmpty, true},
                                                 {"Role", &kString},
                                                 {"Handler", &kString},
                                                 {"Description", &kString},
                                                 {"Timeout", &kInteger},
                                                 {"MemorySize", &kInteger},
                                                 {"VpcConfig", kAnything},
                                                 {"Environment", kAnything},
                                                 {"Runtime", &kString},
                                                 {"DeadLetterConfig", kAnything},
                                                 {"KMSKeyArn", &kString},
                                                 {"TracingConfig", kAnything},
                                                 {"RevisionId", &kString},
                                                 {"Layers", &kStrings},
                                                 {"FileSystemConfigs", kAnything},
                                                 {"ImageConfig", kAnything},
                                                 {"EphemeralStorage", kAnything},
                                                 {"SnapStart", kAnything},
                                                 {"LoggingConfig", kAnything},
                                                 {"CapacityProviderConfig", kAnything},
                                                 {"DurableConfig", kAnything}};
constexpr MemberShape kPutConcurrencyShapes[] = {{"FunctionName", &kNonEmpty, true},
                                                 {"ReservedConcurrentExecutions", &kInteger, true}};
constexpr Shape kFunctionInput = structure(kFunctionShapes);
constexpr Shape kOneFunctionInput = structure(kOneFunctionShapes);
constexpr Shape kListFunctionsInput = structure(kListFunctionsShapes);
constexpr Shape kUpdateFunctionInput = structure(kUpdateFunctionShapes);
constexpr Shape kPutConcurrencyInput = structure(kPutConcurrencyShapes);

constexpr std::string_view kConcurrency = "ReservedConcurrentExecutions";

Json reserved_concurrency(const Json& function) {
  Json answer = Json::object();
  copy_given(answer, function, kConcurrency);
  return answer;
}

Result<Json> get_function_configuration(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const FoundFunction found, function_of(session, parameters));
  return found.configuration(session);
}

Result<Json> get_function(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const FoundFunction found, function_of(session, parameters));
  Json answer{
      {"Configuration", found.configuration(session)},
      {"Code",
       {{"RepositoryType", "S3"},
        {"Location", fmt::format("https://awslambda-{}-tasks.s3.{}.amazonaws.com/{}",
                                 session.scope.region, session.scope.region, found.name)}}}};
  if (const Json tags = found.function.value("Tags", Json::object()); !tags.empty())
    answer["Tags"] = tags;
  if (Json concurrency = reserved_concurrency(found.function); !concurrency.empty())
    answer["Concurrency"] = std::move(concurrency);
  return answer;
}

Result<Json> list_functions(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(std::vector<Json> functions, all_resources(session, kFunctionList));
  Json listed = Json::array();
  for (Json& function : functions) {
    const std::string name = name_of_function(function);
    if (is_pattern(name)) continue;
    listed.push_back(
        FoundFunction{std::move(function), name, std::string(kLatest)}.configuration(session));
  }
  return page_answer(std::move(listed), parameters,
                     {.most = "MaxItems",
                      .token = "Marker",
                      .next = "NextMarker",
                      .items = "Functions",
                      .code = "InvalidParameterValueException",
                      .usual = 50});
}

Result<Json> update_function_configuration(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(FoundFunction found, function_of(session, parameters));
  for (const std::string_view member :
       {"Role", "Handler", "Description", "Timeout", "MemorySize", "Environment", "Runtime"})
    copy_given(found.function, parameters, member);
  found.function["LastModified"] = to_iso8601(session.now);
  TRY(save_resource(session, kFunctionList, found.function));
  return found.configuration(session);
}

Result<Json> put_function_concurrency(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(FoundFunction found, function_of(session, parameters));
  copy_given(found.function, parameters, kConcurrency);
  TRY(save_resource(session, kFunctionList, found.function));
  return reserved_concurrency(found.function);
}

Result<Json> get_function_concurrency(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(const FoundFunction found, function_of(session, parameters));
  return reserved_concurrency(found.function);
}

Result<Json> delete_function_concurrency(AccountSession& session, const Json& parameters) {
  TRY_ASSIGN(FoundFunction found, function_of(session, parameters));
  found.function.erase(std::string(kConcurrency));
  TRY(save_resource(session, kFunctionList, found.function));
  return Json::object();
}

constexpr std::array kLambdaOperations = {
    AccountOperation{"lambda", "Invoke", &kInvokeInput, true, invoke},
    AccountOperation{"lambda", "GetFunction", &kFunctionInput, false, get_function},
    AccountOperation{"lambda", "GetFunctionConfiguration", &kFunctionInput, false,
                     get_function_configuration},
    AccountOperation{"lambda", "ListFunctions", &kListFunctionsInput, false, list_functions},
    AccountOperation{"lambda", "UpdateFunctionConfiguration", &kUpdateFunctionInput, true,
                     update_function_configuration},
    AccountOperation{"lambda", "PutFunctionConcurrency", &kPutConcurrencyInput, true,
                     put_function_concurrency},
    AccountOperation{"lambda", "GetFunctionConcurrency", &kOneFunctionInput, false,
                     get_function_concurrency},
    AccountOperation{"lambda", "DeleteFunctionConcurrency", &kOneFunctionInput, true,
                     delete_function_concurrency},
};

}  // namespace

std::span<const AccountOperation> lambda_operations() {
  return kLambdaOperations;
}

}  // namespace ssm::cloud
