// SPDX-License-Identifier: Apache-2.0
// Showing, loading and resetting the simulated account.
#include <stdlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "actions/cloud/account_edit.h"
#include "tests/unit_actions/own_account.h"

namespace ssm {
namespace {

const Time kStart = *parse_time("2030-01-02T03:04:05Z");
const AccountRegion kScope{"111122223333", "eu-north-1"};
constexpr Milliseconds kSecond{1000};

Json shown(SimulatedAccount& account, Time now, const AccountRegion& scope = kScope) {
  const Result<Json> json = account.show(scope, now);
  REQUIRE(json);
  return *json;
}

tl::expected<Json, AwsError> call(SimulatedAccount& account, std::string operation, Json parameters,
                                  Time now) {
  return account.call({"ec2", std::move(operation), std::move(parameters), kScope, now})
      .map([](const CloudReply& reply) { return reply.json(); });
}

TEST_CASE("an answer is not kept while what it tells of is on its way") {
  const OwnAccount account;
  const Json image = {{"InstanceId", "i-1234567890abcdef0"}, {"Name", "gold"}};
  REQUIRE(call(*account, "CreateImage", image, kStart));
  const auto state = [&](Time now) {
    const auto answer = call(*account, "DescribeImages", {{"Owners", {"self"}}}, now);
    REQUIRE(answer);
    return answer->at("Images")[0]["State"].get<std::string>();
  };
  CHECK(state(kStart) == "pending");
  CHECK(state(kStart + kSecond) == "available");
  CHECK(state(kStart + 2 * kSecond) == "available");
  CHECK(state(kStart) == "pending");
}

TEST_CASE("one thing is added, changed and removed") {
  const OwnAccount account;
  const auto edit = [&](const SimulatedAccount::AccountEdit& change) {
    const Completed edited = account->edit(kScope, kStart, change);
    return edited ? "ok" : edited.error().message;
  };
  const auto set = [&](const char* kind, const char* id, const char* path, const char* text,
                       Json value) {
    return edit(
        [&](Json& content) { return cloud::set_in_account(content, kind, id, path, text, value); });
  };
  const auto found = [&](const char* list, std::size_t at) {
    return shown(*account, kStart)[list][at];
  };
  REQUIRE(account->load(kScope, Json::parse(R"({"instances": [{"InstanceId": "i-00000001"}]})"),
                        kStart));
  CHECK(edit([](Json& content) {
          return cloud::add_to_account(content, "volume", Json{{"VolumeId", "vol-00000001"}});
        }) == "ok");
  CHECK(found("volumes", 1)["Size"] == 8);
  CHECK(edit([](Json& content) {
          return cloud::add_to_account(content, "volumes", Json{{"VolumeId", "vol-00000001"}});
        }) == "volumes: vol-00000001 is there twice");
  CHECK(
      edit([](Json& content) { return cloud::add_to_account(content, "disks", Json::object()); }) ==
      "an account has no disks; it has: instances, topics, managedInstances, parameters, "
      "maintenanceWindows, images, snapshots, volumes, securityGroups, commands, stacks, "
      "newStacks, "
      "functions, stateMachines, stateMachineExecutions, alarms, queues, dbInstances, dbClusters, "
      "dbSnapshots, replicationGroups, cacheClusters, redshiftClusters, tables, findings, "
      "autoScalingGroups, buckets, roles, instanceProfiles, subnets, "
      "instanceRefreshes, launchConfigurations, globalClusters, streamApplications, "
      "queryExecutions, workGroups, dataSets, dataSources, fileSystems, loadBalancers, "
      "ecsServices, experiments, experimentTemplates");

  CHECK(set("instances", "i-00000001", "State", "stopped", "stopped") == "ok");
  CHECK(found("instances", 0)["State"] == "stopped");
  CHECK(set("instances", "i-00000001", "Tags.a.b", "5", 5) == "ok");
  CHECK(found("instances", 0)["Tags"] == Json{{"a.b", "5"}});
  CHECK(set("instances", "i-00000001", "timing.stop", "5", 5) == "ok");
  CHECK(found("instances", 0)["timing"]["stop"] == 5);
  CHECK(set("instances", "i-00000001", "timing.stop", "soon", "soon") ==
        "instances[0].timing.stop: must be seconds between 0 and 86400");
  CHECK(set("instances", "i-00000001", "Tags", "", nullptr) == "ok");
  CHECK(found("instances", 0)["Tags"].empty());
  CHECK(set("instances", "i-00000001", "Colour", "red", "red") ==
        "instances have no member Colour");
  CHECK(set("instances", "i-00000009", "State", "stopped", "stopped") ==
        "instances has no InstanceId i-00000009");
  CHECK(set("image", "ami-00000009", "Name", "x", "x") == "images has no ImageId ami-00000009");

  CHECK(edit([](Json& content) { return cloud::set_timing(content, "stop", 7); }) == "ok");
  CHECK(shown(*account, kStart)["timing"]["stop"] == 7);

  CHECK(set("volumes", "vol-00000001", "Attachments", "",
            Json::parse(R"([{"InstanceId": "i-00000001", "Device": "/dev/sdf"}])")) == "ok");
  CHECK(edit([](Json& content) {
          return cloud::remove_from_account(content, "instance", "i-00000001");
        }) == "ok");
  const Json left = shown(*account, kStart);
  CHECK(left["instances"].empty());
  CHECK(left["volumes"].size() == 1);
  CHECK(left["volumes"][0]["Attachments"].empty());
}

TEST_CASE("an edit forgets no client token") {
  const OwnAccount account;
  const Json launch = {
      {"ImageId", "ami-01234567"}, {"MinCount", 1}, {"MaxCount", 1}, {"ClientToken", "once"}};
  const auto first = call(*account, "RunInstances", launch, kStart);
  REQUIRE(account->edit(kScope, kStart, [](Json& content) {
    return cloud::remove_from_account(content, "topics", "AutomationApprovals");
  }));
  CHECK(shown(*account, kStart)["topics"].empty());
  const auto second = call(*account, "RunInstances", launch, kStart);
  REQUIRE(first);
  REQUIRE(second);
  CHECK((*first)["ReservationId"] == (*second)["ReservationId"]);
}

TEST_CASE("reset brings the sample back") {
  const OwnAccount account;
  const Json sample = shown(*account, kStart);
  CHECK(sample["instances"].size() == 3);
  REQUIRE(account->load(kScope, Json::object(), kStart));
  CHECK(shown(*account, kStart)["instances"].empty());
  REQUIRE(account->reset(kScope, kStart));
  CHECK(shown(*account, kStart) == sample);
}

TEST_CASE("scopes are apart") {
  const OwnAccount account;
  REQUIRE(account->load(kScope, Json::object(), kStart));
  const AccountRegion other{"111122223333", "cn-north-1"};
  const Json sample = shown(*account, kStart, other);
  CHECK(sample["instances"].size() == 3);
  CHECK(sample["topics"][0]["TopicArn"] ==
        "arn:aws-cn:sns:cn-north-1:111122223333:AutomationApprovals");
  CHECK(shown(*account, kStart)["instances"].empty());
}

TEST_CASE("the account of an older state is taken over") {
  std::ifstream file(SOURCE_DIR "/tests/unit_service/state_of_version_4.sql");
  std::ostringstream text;
  text << file.rdbuf();
  auto database = Database::open(":memory:");
  REQUIRE(database);
  REQUIRE(database->execute(text.str()));
  REQUIRE(migrate_state(*database, cloud_tables()));
  SimulatedAccount account(*database);
  const auto content = account.show({"123456789012", "eu-north-1"}, kStart);
  REQUIRE(content);
  REQUIRE((*content)["instances"].size() == 3);
  CHECK((*content)["instances"][0]["State"] == "stopped");  // by the execution that stopped it
}

TEST_CASE("the versions of parameters are shown, and load again") {
  const OwnAccount first;
  const Json file = Json::parse(R"({"parameters": [
    {"Name": "/a", "Value": "2", "Version": 5, "Labels": ["new"], "Tags": {"k": "v"},
     "earlier": [{"Version": 2, "Value": "0", "Labels": ["old"]}, {"Version": 4, "Value": "1"}]},
    {"Name": "b", "Type": "SecureString", "Value": "x"}, {"Name": "tagged"}]})");
  REQUIRE(first->load(kScope, file, kStart));
  const Json parameters = shown(*first, kStart)["parameters"];
  CHECK(parameters[0].front() == "/a");
  CHECK(parameters[0]["Value"] == "2");
  CHECK(parameters[0]["LastModifiedDate"] == "2030-01-02T03:04:05Z");
  CHECK(parameters[0]["earlier"].size() == 2);
  CHECK(parameters[0]["earlier"][0]["Labels"][0] == "old");
  CHECK(parameters[1]["Value"] == "x");
  CHECK_FALSE(parameters[2].contains("Value"));
  const OwnAccount second;
  REQUIRE(second->load(kScope, {{"parameters", parameters}}, kStart + kSecond));
  CHECK(shown(*second, kStart)["parameters"] == parameters);
  REQUIRE(second->load(kScope, Json::object(), kStart));
  CHECK_FALSE(second->call({"ssm", "GetParameter", {{"Name", "/a"}}, kScope, kStart}));
}

TEST_CASE("a parameter has a hundred versions, the oldest gives way unless it has a label") {
  const OwnAccount account;
  REQUIRE(account->load(kScope, Json::object(), kStart));
  const auto ask = [&](const char* operation, Json parameters) {
    return account->call({"ssm", operation, std::move(parameters), kScope, kStart});
  };
  const Json put{{"Name", "p"}, {"Value", "v"}, {"Type", "String"}, {"Overwrite", true}};
  for (int i = 0; i < 101; ++i) REQUIRE(ask("PutParameter", put));
  CHECK_FALSE(ask("GetParameter", {{"Name", "p:1"}}));
  REQUIRE(
      ask("LabelParameterVersion", {{"Name", "p"}, {"ParameterVersion", 2}, {"Labels", {"keep"}}}));
  const auto refused = ask("PutParameter", put);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "ParameterMaxVersionLimitExceeded");
  CHECK(ask("GetParameter", {{"Name", "p:keep"}})->json()["Parameter"]["Version"] == 2);
}

TEST_CASE("values are as long as their tier allows") {
  const OwnAccount account;
  const auto put = [&](const char* tier, std::size_t size) {
    const auto answer = account->call({"ssm",
                                       "PutParameter",
                                       {{"Name", std::string(tier) + std::to_string(size)},
                                        {"Value", std::string(size, 'x')},
                                        {"Type", "String"},
                                        {"Tier", tier}},
                                       kScope,
                                       kStart});
    return answer ? string_member(*answer, "Tier") : answer.error().code;
  };
  CHECK(put("Standard", 4096) == "Standard");
  CHECK(put("Standard", 4097) == "ValidationException");
  CHECK(put("Intelligent-Tiering", 4097) == "Advanced");
  CHECK(put("Advanced", 8192) == "Advanced");
  CHECK(put("Intelligent-Tiering", 8193) == "ValidationException");
}

TEST_CASE("an account keeps 500 commands, the oldest that has ended gives way") {
  const OwnAccount account;
  const auto send = [&](const char* node, Time now) {
    const auto sent = account->call({"ssm",
                                     "SendCommand",
                                     {{"DocumentName", "AWS-UpdateSSMAgent"},
                                      {"InstanceIds", {node}},
                                      {"TimeoutSeconds", 2592000}},
                                     kScope,
                                     now});
    REQUIRE(sent);
    return sent->json()["Command"]["CommandId"];
  };
  const Json waits = send("i-0abcdef1234567890", kStart);
  const Json ended = send("i-1234567890abcdef0", kStart);
  for (int i = 0; i < 499; ++i) send("i-1234567890abcdef0", kStart + 10 * kSecond);
  const Json commands = shown(*account, kStart + 10 * kSecond)["commands"];
  CHECK(commands.size() == 500);
  CHECK(commands[0]["CommandId"] == waits);
  CHECK(commands[1]["CommandId"] != ended);
}

TEST_CASE("pages go on where the last one ended") {
  const OwnAccount account;
  Json file = {{"instances", Json::array()}};
  for (int i = 1; i <= 9; ++i) {
    file["instances"].push_back({{"InstanceId", "i-0000000" + std::to_string(i)}});
  }
  REQUIRE(account->load(kScope, file, kStart));
  const auto first = call(*account, "DescribeInstanceStatus", {{"MaxResults", 5}}, kStart);
  REQUIRE(first);
  CHECK((*first)["InstanceStatuses"].size() == 5);
  const auto second = call(*account, "DescribeInstanceStatus",
                           {{"MaxResults", 5}, {"NextToken", (*first)["NextToken"]}}, kStart);
  REQUIRE(second);
  CHECK((*second)["InstanceStatuses"][0]["InstanceId"] == "i-00000006");
  CHECK((*second)["InstanceStatuses"].size() == 4);
  CHECK_FALSE(second->contains("NextToken"));
}

TEST_CASE("a client token launches once") {
  const OwnAccount account;
  REQUIRE(account->load(kScope, Json::object(), kStart));
  const Json launch = {
      {"ImageId", "ami-01234567"}, {"MinCount", 1}, {"MaxCount", 1}, {"ClientToken", "once"}};
  const auto first = call(*account, "RunInstances", launch, kStart);
  const auto second = call(*account, "RunInstances", launch, kStart);
  REQUIRE(first);
  REQUIRE(second);
  CHECK((*first)["Instances"] == (*second)["Instances"]);
  CHECK(shown(*account, kStart)["instances"].size() == 1);
}

TEST_CASE("published messages stay with their topic") {
  const OwnAccount account;
  const std::string arn = "arn:aws:sns:eu-north-1:111122223333:AutomationApprovals";
  for (int i = 0; i < 25; ++i) {
    REQUIRE(account->call(
        {"sns", "Publish", {{"TopicArn", arn}, {"Message", std::to_string(i)}}, kScope, kStart}));
  }
  const Json messages = shown(*account, kStart)["topics"][0]["messages"];
  CHECK(messages.size() == 20);
  CHECK(messages.back()["Message"] == "24");
}

TEST_CASE("a queue with long messages can be read") {
  const OwnAccount account;
  REQUIRE(account->load(kScope, Json::parse(R"({"queues": [{"QueueName": "q"}]})"), kStart));
  const auto ask = [&](const char* operation, Json parameters) {
    parameters["QueueUrl"] = "https://sqs.eu-north-1.amazonaws.com/111122223333/q";
    return account->call({"sqs", operation, std::move(parameters), kScope, kStart});
  };
  constexpr std::size_t kLongest = 1024 * 1024;
  for (int i = 0; i < 6; ++i)
    REQUIRE(ask("SendMessage", {{"MessageBody", std::string(kLongest, 'x')}}));
  const auto attributes = ask("GetQueueAttributes", {{"AttributeNames", {"All"}}});
  REQUIRE(attributes);
  CHECK(attributes->json()["Attributes"]["ApproximateNumberOfMessages"] == "6");
}

std::string state_of(SimulatedAccount& account, Time now) {
  const auto answer =
      call(account, "DescribeInstances", {{"InstanceIds", {"i-1234567890abcdef0"}}}, now);
  REQUIRE(answer);
  return answer->at("Reservations")[0]["Instances"][0]["State"]["Name"];
}

TEST_CASE("an account whose first use was rolled back is made again") {
  Database database = *Database::open(":memory:");
  const std::unique_ptr<SimulatedAccount> account = on(database);
  {
    const Transaction undone = std::move(*Transaction::begin(database));
    CHECK(shown(*account, kStart)["instances"].size() == 3);
    CHECK(shown(*account, kStart)["instances"].size() == 3);
  }
  CHECK(shown(*account, kStart)["instances"].size() == 3);
}

TEST_CASE("a look that was answered before shows what has changed since") {
  const std::string pattern = (std::filesystem::temp_directory_path() / "ssm-account-XXXXXX");
  std::string folder = pattern;
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  const std::string path = folder + "/state.db";
  {
    Database database = *Database::open(path);
    Database elsewhere = *Database::open(path);
    REQUIRE(migrate_state(database, cloud_tables()));
    SimulatedAccount account(database);
    SimulatedAccount other(elsewhere);
    const Json ids = {{"InstanceIds", {"i-1234567890abcdef0"}}};
    Time now = kStart;
    for (int again = 0; again < 2; ++again) CHECK(state_of(account, now) == "running");

    {  // a change that is undone
      const Transaction undone = std::move(*Transaction::begin(database));
      CHECK(state_of(account, now) == "running");
      REQUIRE(call(account, "StopInstances", ids, now));
      CHECK(state_of(account, now) == "stopping");
      CHECK(state_of(account, now + kSecond) == "stopped");
    }
    CHECK(state_of(account, now + kSecond) == "running");

    now += 10 * kSecond;  // a change of another process, seen on its way
    REQUIRE(call(other, "StopInstances", ids, now));
    CHECK(state_of(account, now) == "stopping");
    CHECK(state_of(account, now + kSecond) == "stopped");
    CHECK(state_of(account, now) == "stopping");

    now += 10 * kSecond;  // a change of its own
    REQUIRE(call(account, "StartInstances", ids, now));
    CHECK(state_of(account, now) == "pending");
    CHECK(state_of(account, now + kSecond) == "running");
    CHECK(state_of(other, now + kSecond) == "running");
  }
  std::filesystem::remove_all(folder);
}

TEST_CASE("an answer about what is on its way is not given again") {
  const OwnAccount account;
  REQUIRE(account->load(
      kScope, Json::parse(R"({"stacks": [{"StackName": "lab"}], "stateMachines": []})"), kStart));
  const auto status = [&](Time now) {
    const auto answer =
        account->call({"cloudformation", "DescribeStacks", Json::object(), kScope, now});
    REQUIRE(answer);
    const Json& stacks = answer->json()["Stacks"];
    return stacks.empty() ? std::string() : string_member(stacks[0], "StackStatus");
  };
  for (int again = 0; again < 2; ++again) CHECK(status(kStart) == "CREATE_COMPLETE");
  REQUIRE(account->call(
      {"cloudformation", "DeleteStack", {{"StackName", "lab"}}, kScope, kStart + kSecond}));
  CHECK(status(kStart + kSecond) == "DELETE_IN_PROGRESS");
  CHECK(status(kStart + 2 * kSecond).empty());
}

}  // namespace
}  // namespace ssm
