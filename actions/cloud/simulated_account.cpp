// SPDX-License-Identifier: Apache-2.0
#include "actions/cloud/simulated_account.h"

#include <fmt/format.h>
#include <array>
#include <set>

#include "actions/cloud/account_file.h"
#include "actions/cloud/answer_cache.h"
#include "actions/cloud/ec2_resource.h"
#include "actions/cloud/metadata.h"
#include "actions/cloud/operation.h"
#include "actions/cloud/stack_resources.h"
#include "core/base/id.h"
#include "core/base/text.h"
#include "core/model/client_checks.h"

namespace ssm {

namespace cloud {

std::vector<std::string> strings_of(const Json& parameters, std::string_view name) {
  std::vector<std::string> texts;
  const Json* list = find_member(parameters, name);
  if (list == nullptr) return texts;
  for (const Json& item : *list) texts.push_back(item.get<std::string>());
  return texts;
}

bool is_set(const Json& parameters, std::string_view name) {
  const Json* value = find_member(parameters, name);
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

void add_metadata(Json& answer, std::string_view service) {
  const std::string id = new_uuid();
  const std::string_view type = service == "ssm"             ? "application/x-amz-json-1.1"
                                : service == "stepfunctions" ? "application/x-amz-json-1.0"
                                : service == "lambda"        ? "application/json"
                                                             : "text/xml;charset=UTF-8";
  // Put together member by member: lists in braces are copied several times over.
  Json headers = Json::object();
  headers["x-amzn-requestid"] = id;
  headers["content-type"] = type;
  Json metadata = Json::object();
  metadata["RequestId"] = id;
  metadata["HTTPStatusCode"] = 200;
  metadata["HTTPHeaders"] = std::move(headers);
  metadata["RetryAttempts"] = 0;
  answer["ResponseMetadata"] = std::move(metadata);
}

}  // namespace cloud

namespace {

using cloud::AccountOperation;
using cloud::AccountSession;
using cloud::SharedJson;

constexpr int kDryRunStatus = 412;
constexpr int kNotFoundStatus = 404;
constexpr int kConflictStatus = 409;
constexpr int kForbiddenStatus = 403;
constexpr int kInternalStatus = 500;
constexpr int kRefusedStatus = 400;

auto all_operations() {
  return std::to_array<std::span<const AccountOperation>>({
      cloud::ec2_instance_operations(),
      cloud::ec2_attribute_operations(),
      cloud::ec2_launch_operations(),
      cloud::ec2_tag_operations(),
      cloud::ec2_image_operations(),
      cloud::ec2_snapshot_operations(),
      cloud::ec2_volume_operations(),
      cloud::ec2_security_group_operations(),
      cloud::ec2_network_operations(),
      cloud::other_operations(),
      cloud::parameter_operations(),
      cloud::parameter_change_operations(),
      cloud::stack_operations(),
      cloud::stack_change_operations(),
      cloud::lambda_operations(),
      cloud::state_machine_operations(),
      cloud::alarm_operations(),
      cloud::queue_operations(),
      cloud::db_operations(),
      cloud::db_snapshot_operations(),
      cloud::cache_operations(),
      cloud::warehouse_operations(),
      cloud::table_operations(),
      cloud::sts_operations(),
      cloud::finding_operations(),
      cloud::group_operations(),
      cloud::bucket_operations(),
      cloud::role_operations(),
      cloud::topic_operations(),
      cloud::node_operations(),
      cloud::command_operations(),
      cloud::command_view_operations(),
      cloud::command_work_operations(),
      cloud::ec2_subnet_operations(),
      cloud::refresh_operations(),
      cloud::global_cluster_operations(),
      cloud::stream_application_operations(),
      cloud::query_operations(),
      cloud::quicksight_operations(),
      cloud::file_system_operations(),
      cloud::balancer_operations(),
      cloud::ecs_operations(),
      cloud::cache_tag_operations(),
      cloud::experiment_operations(),
  });
}

/// Case does not count: the SDK's own spelling cannot always be told from how a runbook writes it.
const AccountOperation* find_operation(const CloudCall& call) {
  for (const auto operations : all_operations()) {
    for (const AccountOperation& operation : operations) {
      if (operation.service == call.service && equals_ignore_case(operation.name, call.operation)) {
        return &operation;
      }
    }
  }
  return nullptr;
}

Completed check_parameters(const AccountOperation& operation, const CloudCall& call) {
  const std::vector<std::string> problems = client_side_problems(*operation.input, call.parameters);
  if (problems.empty()) return {};
  return failure("ParamValidation", "Parameter validation failed:\n" + join(problems, "\n"));
}

AwsError not_simulated(const CloudCall& call) {
  std::vector<std::string> services;
  std::vector<std::string> names;
  for (const auto operations : all_operations()) {
    for (const AccountOperation& operation : operations) {
      const std::string service(operation.service);
      if (service == kOwnService) continue;
      if (std::ranges::find(services, service) == services.end()) services.push_back(service);
      if (service == call.service) names.emplace_back(operation.name);
    }
  }
  std::string message = fmt::format(
      "The simulated account does not have {0} {1}. {2}A mock can answer: - {{call: {0}:{1}, "
      "Return: {{}}}}. ",
      call.service, call.operation, misspelt_operation(call.operation, names));
  message += names.empty() ? fmt::format("It has operations of: {}", join(services, ", "))
                           : fmt::format("Of {} it has: {}", call.service, join(names, ", "));
  return {std::string(kNotSimulated), std::move(message), kRefusedStatus};
}

/// An error whose HTTP status is not 400.
struct StatusOfError {
  std::string_view code;
  int status;
};
constexpr std::array kStatusesOfErrors = {
    StatusOfError{"DryRunOperation", kDryRunStatus},
    StatusOfError{"NotFound", kNotFoundStatus},
    StatusOfError{"ResourceNotFoundException", kNotFoundStatus},
    StatusOfError{"TooManyRequestsException", 429},
    StatusOfError{"RequestTooLargeException", 413},
    StatusOfError{"ServiceException", kInternalStatus},
    StatusOfError{"ResourceNotFound", kNotFoundStatus},
    StatusOfError{"DBInstanceNotFound", kNotFoundStatus},
    StatusOfError{"DBClusterNotFoundFault", kNotFoundStatus},
    StatusOfError{"GlobalClusterNotFoundFault", kNotFoundStatus},
    StatusOfError{"FileSystemNotFound", kNotFoundStatus},
    StatusOfError{"IncorrectFileSystemLifeCycleState", kConflictStatus},
    StatusOfError{"ResourceExistsException", kConflictStatus},
    StatusOfError{"DBSnapshotNotFound", kNotFoundStatus},
    StatusOfError{"ReplicationGroupNotFoundFault", kNotFoundStatus},
    StatusOfError{"CacheClusterNotFound", kNotFoundStatus},
    StatusOfError{"ClusterNotFound", kNotFoundStatus},
    StatusOfError{"404", kNotFoundStatus},
    StatusOfError{"403", kForbiddenStatus},
    StatusOfError{"AccessDenied", kForbiddenStatus},
    StatusOfError{"NoSuchBucket", kNotFoundStatus},
    StatusOfError{"NoSuchBucketPolicy", kNotFoundStatus},
    StatusOfError{"NoSuchTagSet", kNotFoundStatus},
    StatusOfError{"NoSuchLifecycleConfiguration", kNotFoundStatus},
    StatusOfError{"NoSuchPublicAccessBlockConfiguration", kNotFoundStatus},
    StatusOfError{"OwnershipControlsNotFoundError", kNotFoundStatus},
    StatusOfError{"BucketAlreadyOwnedByYou", kConflictStatus},
    StatusOfError{"NoSuchEntity", kNotFoundStatus},
    StatusOfError{"EntityAlreadyExists", kConflictStatus},
    StatusOfError{"DeleteConflict", kConflictStatus},
};

/// The store's own troubles are the service's internal errors.
AwsError to_aws_error(const Error& error) {
  if (error.kind != ErrorKind::kRefused) return {"InternalError", error.message, kInternalStatus};
  const auto* found = std::ranges::find(kStatusesOfErrors, error.code, &StatusOfError::code);
  return {error.code, error.message,
          found == kStatusesOfErrors.end() ? kRefusedStatus : found->status};
}

}  // namespace

std::string misspelt_operation(std::string_view name, const std::vector<std::string>& operations) {
  constexpr double kMisspelt = 0.9;  // CreateSnapshot and CreateSnapshots; not DescribeHosts
  const std::vector<std::string> likely = closest(name, operations, 1, kMisspelt);
  // DescribeFpgaImageAttribute is not DescribeImageAttribute misspelt.
  if (likely.empty() ||
      std::max(likely.front().size(), name.size()) - std::min(likely.front().size(), name.size()) >
          1)
    return {};
  return fmt::format("Did you mean {}? ", likely.front());
}

std::vector<const AccountOperation*> cloud::account_operations() {
  std::vector<const AccountOperation*> found;
  for (const auto operations : all_operations())
    for (const AccountOperation& operation : operations)
      if (operation.service != kOwnService) found.push_back(&operation);
  return found;
}

std::optional<AwsError> refused_parameters(const CloudCall& call) {
  const AccountOperation* operation = find_operation(call);
  if (operation == nullptr) return std::nullopt;
  const Completed checked = check_parameters(*operation, call);
  if (checked) return std::nullopt;
  return to_aws_error(checked.error());
}

int http_status_of(const Error& error) {
  return to_aws_error(error).http_status;
}

struct SimulatedAccount::Impl {
  explicit Impl(Database& a_database) : database(a_database), store(database) {}

  /// Writes the sample when nobody has used this scope yet.
  Completed initialize(const AccountRegion& scope, Time now) {
    const auto key = std::make_pair(scope.account, scope.region);
    if (initialized.contains(key)) return {};
    TRY_ASSIGN(const bool done, store.is_initialized(scope));
    if (!done) {
      TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
      // Another process may have been faster.
      TRY_ASSIGN(const bool done_meanwhile, store.is_initialized(scope));
      AccountSession session{store, scope, now};
      if (!done_meanwhile) TRY(load_account(session, cloud::sample_account()));
      TRY(transaction.commit());
    }
    // What the present transaction has written may be rolled back.
    TRY_ASSIGN(const std::optional<AccountStore::Version> version, store.version());
    if (version) initialized.insert(key);
    return {};
  }

  /// Without ResponseMetadata.
  Result<SharedJson> answer(const AccountOperation& operation, const CloudCall& call) {
    TRY(check_parameters(operation, call));
    if (operation.service == "ec2" && cloud::is_set(call.parameters, "DryRun")) {
      return failure("DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    }
    TRY(initialize(call.scope, call.now));
    AccountSession session{
        .store = store, .scope = call.scope, .now = call.now, .caller = call.caller};
    TRY(cloud::apply_stack_changes(session));
    if (!operation.changes) return look(operation, call, session);
    TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
    TRY_ASSIGN(Json result, operation.answer(session, call.parameters));
    TRY(transaction.commit());
    return std::make_shared<const Json>(std::move(result));
  }

  /// Answers a question that changes nothing.
  Result<SharedJson> look(const AccountOperation& operation, const CloudCall& call,
                          AccountSession& session) {
    TRY_ASSIGN(const std::optional<AccountStore::Version> version, store.version());
    if (version)
      if (SharedJson known = known_answers.find(call, *version)) return known;
    TRY_ASSIGN(Json found, operation.answer(session, call.parameters));
    auto answer = std::make_shared<const Json>(std::move(found));
    TRY_ASSIGN(const bool settled, cloud::are_settled(session));
    if (version && settled && !session.answer_changes) known_answers.keep(call, *version, answer);
    return answer;
  }

  Completed replace(const AccountRegion& scope, const Json& account, Time now) {
    TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
    AccountSession session{store, scope, now};
    TRY(store.clear_tokens(scope));
    TRY(load_account(session, account));
    return transaction.commit();
  }

  Completed edit(const AccountRegion& scope, Time now, const AccountEdit& edit) {
    TRY(initialize(scope, now));
    TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
    AccountSession session{store, scope, now};
    TRY(cloud::apply_stack_changes(session));
    TRY_ASSIGN(Json account, show_account(session));
    TRY(edit(account));
    const std::vector<std::string> problems = cloud::account_file_problems(account);
    if (!problems.empty()) return failure("AccountFile", join(problems, "\n"));
    TRY(load_account(session, account));
    return transaction.commit();
  }

  Database& database;
  AccountStore store;
  std::set<std::pair<std::string, std::string>> initialized;
  cloud::AnswerCache known_answers;
};

void read_json_texts(std::string_view service, std::string_view operation, Json& answer) {
  if (service != "cloudformation" || operation != "GetTemplate") return;
  Result<Json> body = parse_json(string_member(answer, "TemplateBody"));
  if (body) answer["TemplateBody"] = *std::move(body);
}

SimulatedAccount::SimulatedAccount(Database& database) : impl_(std::make_unique<Impl>(database)) {}
SimulatedAccount::~SimulatedAccount() = default;

CloudAnswer SimulatedAccount::call(const CloudCall& call) {
  const AccountOperation* operation = find_operation(call);
  if (operation == nullptr) return tl::unexpected(not_simulated(call));
  Result<SharedJson> answer = impl_->answer(*operation, call);
  if (!answer) return tl::unexpected(to_aws_error(answer.error()));
  return CloudReply([body = *std::move(answer), service = call.service, name = operation->name] {
    Json whole = *body;
    read_json_texts(service, name, whole);
    cloud::add_metadata(whole, service);
    return whole;
  });
}

Result<Json> SimulatedAccount::answer(const CloudCall& call) {
  const AccountOperation* operation = find_operation(call);
  if (operation == nullptr) {
    const AwsError error = not_simulated(call);
    return failure(error.code, error.message);
  }
  TRY_ASSIGN(const SharedJson answer, impl_->answer(*operation, call));
  return *answer;
}

Result<Json> SimulatedAccount::show(const AccountRegion& scope, Time now) {
  TRY(impl_->initialize(scope, now));
  AccountSession session{impl_->store, scope, now};
  TRY(cloud::apply_stack_changes(session));
  return show_account(session);
}

Completed SimulatedAccount::load(const AccountRegion& scope, const Json& account, Time now) {
  const std::vector<std::string> problems = cloud::account_file_problems(account);
  if (!problems.empty()) return failure("AccountFile", join(problems, "\n"));
  return impl_->replace(scope, account, now);
}

Completed SimulatedAccount::reset(const AccountRegion& scope, Time now) {
  return impl_->replace(scope, cloud::sample_account(), now);
}

Completed SimulatedAccount::edit(const AccountRegion& scope, Time now, const AccountEdit& edit) {
  return impl_->edit(scope, now, edit);
}

ParameterStore parameter_store_in(Database& database) {
  return {[&database](const AccountRegion& scope, const Json& request, Time now) {
    return SimulatedAccount(database).answer({"ssm", "GetParameters", request, scope, now});
  }};
}

}  // namespace ssm
