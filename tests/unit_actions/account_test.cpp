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

TEST_CASE("what is shown loads again as the same account, also in the middle of a change") {
  const OwnAccount first;
  const Json ids = {{"InstanceIds", {"i-1234567890abcdef0"}}};
  REQUIRE(call(*first, "StopInstances", ids, kStart));
  for (const Milliseconds later : {Milliseconds(0), kSecond / 2, kSecond, 10 * kSecond}) {
    const Time now = kStart + later;
    const Json file = shown(*first, now);
    const OwnAccount second;
    REQUIRE(second->load(kScope, file, now));
    CHECK(shown(*second, now) == file);
    CHECK(shown(*second, now + kSecond) == shown(*first, now + kSecond));
  }
  const Json stopping = shown(*first, kStart)["instances"][0];
  CHECK(stopping["State"] == "stopping");
  CHECK(stopping["change"]["to"] == "stopped");
  const Json stopped = shown(*first, kStart + kSecond)["instances"][0];
  CHECK(stopped["State"] == "stopped");
  CHECK_FALSE(stopped.contains("change"));
}

TEST_CASE("images, snapshots and volumes are shown, and load again, while they are being made") {
  const OwnAccount first;
  REQUIRE(first->load(kScope, Json::parse(R"({
    "instances": [{"InstanceId": "i-00000001"}, {"InstanceId": "i-00000002", "State": "stopped"}],
    "volumes": [{"VolumeId": "vol-00000001"},
                {"VolumeId": "vol-00000002", "Attachments": [{"InstanceId": "i-00000002"}]}],
    "securityGroups": [{"GroupId": "sg-00000001", "IpPermissions": [
      {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 2, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]}]
  })"),
                      kStart));
  REQUIRE(call(*first, "CreateImage", {{"InstanceId", "i-00000001"}, {"Name", "gold"}}, kStart));
  REQUIRE(call(*first, "AttachVolume",
               {{"VolumeId", "vol-00000001"}, {"InstanceId", "i-00000001"}, {"Device", "/dev/sdf"}},
               kStart));
  REQUIRE(call(*first, "DetachVolume", {{"VolumeId", "vol-00000002"}}, kStart));
  REQUIRE(call(*first, "ModifyVolume", {{"VolumeId", "vol-00000001"}, {"Size", 9}}, kStart));
  for (const Milliseconds later : {Milliseconds(0), kSecond / 2, kSecond}) {
    const Time now = kStart + later;
    const Json file = shown(*first, now);
    const OwnAccount second;
    REQUIRE(second->load(kScope, file, now));
    CHECK(shown(*second, now) == file);
    CHECK(shown(*second, now + kSecond) == shown(*first, now + kSecond));
  }
  const Json begun = shown(*first, kStart);
  CHECK(begun["images"][0]["State"] == "pending");
  CHECK(begun["volumes"][1]["Attachments"][0]["State"] == "attaching");
  const Json ended = shown(*first, kStart + kSecond);
  CHECK(ended["images"][0]["State"] == "available");
  CHECK_FALSE(ended["images"][0].contains("change"));
  CHECK(ended["snapshots"][0]["State"] == "completed");
  CHECK(ended["volumes"][1]["Attachments"][0]["State"] == "attached");
  CHECK(ended["volumes"][2]["Attachments"].empty());  // no root volume is made up for it
  CHECK(ended["volumes"].size() == 3);
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
      "dbSnapshots, findings, autoScalingGroups, buckets, roles, instanceProfiles");

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

TEST_CASE("what is wrong with the parameters of an account file") {
  const OwnAccount account;
  const Json file = Json::parse(R"({"parameters": [
    {"Name": "a b", "Value": "", "Type": "Text", "Version": 0, "Labels": ["x", ""]},
    {"Name": "a/b", "Type": "String"},
    {"Name": "c", "Value": "v", "Version": 2, "Labels": ["l"],
     "earlier": [{"Version": 3, "Value": "v", "Labels": ["l"]}, {"Version": 3, "Colour": "red"}]},
    {"Name": "c", "Value": "v", "earlier": [7]}
  ]})");
  const Completed loaded = account->load(kScope, file, kStart);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().message ==
        "parameters[0].Name: A parameter name consists of letters, digits and the symbols .-_/ "
        "only.\n"
        "parameters[0].Value: must be text that is not empty\n"
        "parameters[0].Type: must be String, StringList or SecureString\n"
        "parameters[0].Version: must be a whole number from 1 on\n"
        "parameters[0].Labels: must be a list of at most 10 texts\n"
        "parameters[0].Version: must be above 0, the version before it\n"
        "parameters[1].Name: Parameter name must be a fully qualified name.\n"
        "parameters[1].Value: is missing\n"
        "parameters[2].earlier[1].Value: is missing\n"
        "parameters[2].earlier[1].Colour: there is no such member\n"
        "parameters[2].earlier[1].Version: must be above 3, the version before it\n"
        "parameters[2].Version: must be above 3, the version before it\n"
        "parameters[2].Labels: l is there twice\n"
        "parameters[3].earlier: must be a list of maps\n"
        "parameters: c is there twice");
}

TEST_CASE("a bad account file is refused whole, with a path and a reason for each problem") {
  const OwnAccount account;
  const Json before = shown(*account, kStart);
  const Json file = Json::parse(R"({
    "timing": {"start": -1, "boot": 1},
    "instances": [
      {"InstanceId": "i-00000001", "State": "stopping"},
      {"InstanceId": "i-1", "State": "asleep", "Colour": "red", "Tags": {"a": 1}},
      {"State": "running", "change": {"to": "pending", "at": "soon"},
       "behaviour": {"start": "slow", "checks": "error:X"}},
      {"InstanceId": "i-00000001"},
      7
    ],
    "topics": [{"TopicArn": "arn:aws:sqs:a:b:c"}],
    "parameters": {"Name": "a"},
    "images": [{"ImageId": "ami-1", "State": "pending", "BlockDeviceMappings": [{"Ebs": {}}],
                "behaviour": {"copy": "slow", "deregister": "stuck"}}],
    "snapshots": [{"SnapshotId": "snap-00000001", "VolumeSize": 0, "timing": {"attach": 1}}],
    "volumes": [{"VolumeId": "vol-00000001", "State": "attached", "change": {"to": "available"},
                 "Attachments": [{"InstanceId": "i-00000009", "State": "loose"}, {}]}],
    "securityGroups": [{"GroupId": "web", "IpPermissions": [{"FromPort": "80"}],
                        "IpPermissionsEgress": [{"FromPort": 80}]}],
    "disks": []
  })");
  const Completed loaded = account->load(kScope, file, kStart);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().code == "AccountFile");
  CHECK(loaded.error().message ==
        "timing.start: must be seconds between 0 and 86400\n"
        "timing.boot: there is no such member\n"
        "instances[0].State: stopping needs a `change` that leads there\n"
        "instances[1].InstanceId: must be \"i-\" and 8 or 17 hexadecimal digits in lower case\n"
        "instances[1].State: must be running, stopped or terminated\n"
        "instances[1].Colour: there is no such member\n"
        "instances[1].Tags: must be a map of texts, or a list of {Key, Value}\n"
        "instances[2].InstanceId: is missing\n"
        "instances[2].change.to: must be running, stopped or terminated\n"
        "instances[2].change.at: must be an ISO 8601 time\n"
        "instances[2].behaviour.start: must be stuck, fail-to-stopped, fail-to-terminated, "
        "error:CODE\n"
        "instances[2].behaviour.checks: must be stuck, impaired\n"
        "instances[4]: must be a map\n"
        "instances: i-00000001 is there twice\n"
        "topics[0].TopicArn: must be the ARN or the name of an SNS topic\n"
        "parameters: must be a list\n"
        "images[0].ImageId: must be \"ami-\" and 8 or 17 hexadecimal digits in lower case\n"
        "images[0].BlockDeviceMappings: must have a DeviceName in each element\n"
        "images[0].behaviour.copy: must be stuck, fail, error:CODE\n"
        "images[0].behaviour.deregister: must be error:CODE\n"
        "images[0].State: pending needs a `change` that leads there\n"
        "snapshots[0].VolumeSize: must be a whole number between 1 and 65536\n"
        "snapshots[0].timing.attach: there is no such member\n"
        "volumes[0].State: must be available, in-use, error, creating\n"
        "volumes[0].change.at: is missing\n"
        "volumes[0].Attachments[0].State: must be attached, attaching, detaching\n"
        "volumes[0].Attachments[1].InstanceId: is missing\n"
        "securityGroups[0].GroupId: must be \"sg-\" and 8 or 17 hexadecimal digits in lower case\n"
        "securityGroups[0].IpPermissions: must be a list as the API of EC2 takes it\n"
        "securityGroups[0].IpPermissionsEgress: must have an IpProtocol in each element\n"
        "disks: there is no such member\n"
        "volumes[0].Attachments[0].InstanceId: there is no instance i-00000009");
  CHECK(shown(*account, kStart) == before);
  CHECK_FALSE(account->load(kScope, Json::array(), kStart));
}

TEST_CASE("commands are shown, and load again in the middle of their way") {
  const OwnAccount first;
  const auto sent = first->call({"ssm",
                                 "SendCommand",
                                 {{"DocumentName", "AWS-RunShellScript"},
                                  {"InstanceIds", {"i-1234567890abcdef0", "i-0abcdef1234567890"}},
                                  {"Parameters", {{"commands", {"date"}}}}},
                                 kScope,
                                 kStart});
  REQUIRE(sent);
  for (const Milliseconds later : {Milliseconds(0), kSecond / 2, kSecond, 7200 * kSecond}) {
    const Time now = kStart + later;
    const Json file = shown(*first, now);
    const OwnAccount second;
    REQUIRE(second->load(kScope, file, now));
    CHECK(shown(*second, now) == file);
    CHECK(shown(*second, now + kSecond) == shown(*first, now + kSecond));
  }
  const Json ended = shown(*first, kStart + 7200 * kSecond)["commands"][0];
  CHECK(ended.front() == sent->json()["Command"]["CommandId"]);
  CHECK(ended["invocations"][0]["Status"] == "Success");
  CHECK(ended["invocations"][1]["StatusDetails"] == "DeliveryTimedOut");
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

TEST_CASE("a bad node is refused with a path and a reason for each problem") {
  const OwnAccount account;
  const Json file = Json::parse(R"({
    "timing": {"command": -1},
    "instances": [{"InstanceId": "i-00000001", "PingStatus": "Lost", "transport": "remote",
                   "commandResults": [{"Status": "Done", "ResponseCode": 256, "seconds": "1", "Colour": 1}]}],
    "managedInstances": [{"InstanceId": "mi-1", "PlatformType": "BeOS", "transport": {"ssh": "-oX"},
                          "commandResults": [7]},
                         {"InstanceId": "mi-2", "transport": {"ssh": "me@host", "port": 22}}],
    "commands": [{"CommandId": "c", "invocations": [{"InstanceId": "i", "Status": 1, "started": "soon"}]}]
  })");
  const Completed loaded = account->load(kScope, file, kStart);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().message ==
        "timing.command: must be seconds between 0 and 86400\n"
        "instances[0].PingStatus: must be Online, ConnectionLost or Inactive\n"
        "instances[0].transport: must be simulated, local or {\"ssh\": \"[USER@]HOST\"}\n"
        "instances[0].commandResults[0].Status: must be Success, Failed, TimedOut or InProgress\n"
        "instances[0].commandResults[0].ResponseCode: must be a whole number between 0 and 255\n"
        "instances[0].commandResults[0].seconds: must be seconds between 0 and 86400\n"
        "instances[0].commandResults[0].Colour: there is no such member\n"
        "managedInstances[0].PlatformType: must be Linux, Windows or MacOS\n"
        "managedInstances[0].transport: must be simulated, local or {\"ssh\": \"[USER@]HOST\"}\n"
        "managedInstances[0].commandResults: must be a list of maps\n"
        "managedInstances[1].transport: must be simulated, local or {\"ssh\": \"[USER@]HOST\"}\n"
        "commands[0].DocumentName: is missing\n"
        "commands[0].RequestedDateTime: is missing\n"
        "commands[0].invocations[0].StatusDetails: is missing\n"
        "commands[0].invocations[0].Status: must be text\n"
        "commands[0].invocations[0].started: must be an ISO 8601 time");
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

TEST_CASE("stacks, functions and state machines are shown and load again, on their way too") {
  const Json file = Json::parse(R"({
    "stacks": [{"StackName": "net", "Outputs": {"Vpc": "vpc-1"}, "Tags": [{"Key": "a", "Value": "b"}]},
               {"StackName": "old", "timing": {"delete": 3}, "StackStatus": "UPDATE_COMPLETE"},
               {"StackName": "stuck", "behaviour": {"delete": "stuck"}}],
    "newStacks": [{"StackName": "lab*", "timing": {"create": 2}, "behaviour": {"create": "fail"}}],
    "functions": [{"FunctionName": "f", "answers": [{"Payload": {"n": 1}}]}],
    "stateMachines": [{"stateMachineArn": "Fan", "timing": {"run": 2}}]})");
  const OwnAccount first;
  REQUIRE(first->load(kScope, file, kStart));
  const auto ask = [&](const char* service, const char* operation, Json parameters) {
    REQUIRE(first->call({service, operation, std::move(parameters), kScope, kStart}));
  };
  ask("cloudformation", "CreateStack",
      {{"StackName", "lab"}, {"TemplateBody", R"({"Resources": {"T": {"Type": "A::B::C"}}})"}});
  ask("cloudformation", "DeleteStack", {{"StackName", "old"}});
  ask("cloudformation", "DeleteStack", {{"StackName", "stuck"}});
  ask("lambda", "Invoke", {{"FunctionName", "f"}, {"Payload", R"({"a": 1})"}});
  ask("stepfunctions", "StartExecution",
      {{"stateMachineArn", "arn:aws:states:eu-north-1:111122223333:stateMachine:Fan"},
       {"name", "one"}});
  for (const Milliseconds later : {Milliseconds(0), kSecond, 2 * kSecond, 3 * kSecond}) {
    const Time now = kStart + later;
    const Json seen = shown(*first, now);
    const OwnAccount second;
    REQUIRE(second->load(kScope, seen, now));
    CHECK(shown(*second, now) == seen);
    CHECK(shown(*second, now + kSecond) == shown(*first, now + kSecond));
  }
  const Json end = shown(*first, kStart + 10 * kSecond);
  REQUIRE(end["stacks"].size() == 4);
  CHECK(end["stacks"][1]["StackStatus"] == "DELETE_COMPLETE");
  CHECK(end["stacks"][2]["StackStatus"] == "DELETE_IN_PROGRESS");
  CHECK(end["stacks"][3]["StackStatus"] == "ROLLBACK_COMPLETE");
  CHECK(end["stacks"][3]["events"].size() == 6);
  CHECK(end["functions"][0]["invocations"][0]["Payload"] == Json{{"a", 1}});
  CHECK(end["stateMachineExecutions"][0]["status"] == "SUCCEEDED");
  CHECK_FALSE(end.contains("dbInstances"));
}

TEST_CASE("databases, groups and alarms are shown and load again, on their way too") {
  const Json file = Json::parse(R"({
    "instances": [{"InstanceId": "i-00000001"}],
    "alarms": [{"AlarmName": "cpu", "changes": [{"after": 2, "StateValue": "ALARM"}]}],
    "queues": [{"QueueName": "q"}],
    "dbInstances": [{"DBInstanceIdentifier": "db", "timing": {"snapshot": 2}},
                    {"DBInstanceIdentifier": "gone"}],
    "dbClusters": [{"DBClusterIdentifier": "c"}],
    "findings": [{"Id": "f", "ProductArn": "p"}],
    "autoScalingGroups": [{"AutoScalingGroupName": "g", "MaxSize": 3,
                           "Instances": [{"InstanceId": "i-00000001"}], "Tags": {"a": "b"}}],
    "buckets": [{"Name": "logs", "Versioning": {"Status": "Enabled"}}],
    "roles": [{"RoleName": "r", "Tags": {"a": "b"}}],
    "instanceProfiles": [{"InstanceProfileName": "p", "Roles": ["r"]}]})");
  const OwnAccount first;
  REQUIRE(first->load(kScope, file, kStart));
  const auto ask = [&](const char* service, const char* operation, Json parameters) {
    REQUIRE(first->call({service, operation, std::move(parameters), kScope, kStart}));
  };
  ask("rds", "CreateDBSnapshot", {{"DBInstanceIdentifier", "db"}, {"DBSnapshotIdentifier", "s"}});
  ask("rds", "RebootDBInstance", {{"DBInstanceIdentifier", "db"}});
  ask("rds", "DeleteDBInstance", {{"DBInstanceIdentifier", "gone"}, {"SkipFinalSnapshot", true}});
  ask("rds", "StopDBCluster", {{"DBClusterIdentifier", "c"}});
  ask("autoscaling", "SetDesiredCapacity", {{"AutoScalingGroupName", "g"}, {"DesiredCapacity", 2}});
  for (const Milliseconds later : {Milliseconds(0), kSecond, 2 * kSecond, 3 * kSecond}) {
    const Time now = kStart + later;
    const Json seen = shown(*first, now);
    const OwnAccount second;
    REQUIRE(second->load(kScope, seen, now));
    CHECK(shown(*second, now) == seen);
    CHECK(shown(*second, now + kSecond) == shown(*first, now + kSecond));
  }
  const Json end = shown(*first, kStart + 10 * kSecond);
  CHECK(end["alarms"][0]["StateValue"] == "ALARM");
  CHECK(end["dbInstances"].size() == 1);
  CHECK(end["dbInstances"][0]["DBInstanceStatus"] == "available");
  CHECK(end["dbClusters"][0]["Status"] == "stopped");
  CHECK(end["dbSnapshots"][0]["Status"] == "available");
  CHECK(end["autoScalingGroups"][0]["Instances"].size() == 2);
  CHECK(end["instances"].size() == 2);
}

TEST_CASE("what is wrong with stacks, functions and state machines of an account file") {
  const OwnAccount account;
  const Json file = Json::parse(R"({
    "stacks": [{"StackName": "a", "StackStatus": "CREATE_IN_PROGRESS"},
               {"StackName": "", "StackStatus": "DONE", "Outputs": {"a": 1}, "Capabilities": [1]},
               {"StackName": "b", "change": {"to": "rollback"}, "behaviour": {"delete": "signal"},
                "Resources": [{"LogicalResourceId": "A"}]}],
    "newStacks": [{"StackName": "a", "StackStatus": "CREATE_COMPLETE", "timing": {"start": 1}}],
    "functions": [{"FunctionName": "f", "answers": [{"Payload": 1, "Colour": "red"}],
                   "behaviour": {"invoke": "fail"}}, {"FunctionName": "f"}],
    "stateMachines": [{"stateMachineArn": "arn:aws:states:x:1:execution:y",
                       "results": [{"status": "RUNNING"}], "type": "FAST"}]})");
  const Completed loaded = account->load(kScope, file, kStart);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().message ==
        "stacks[0].StackStatus: CREATE_IN_PROGRESS needs a `change` that leads there\n"
        "stacks[1].StackName: must be text that is not empty\n"
        "stacks[1].StackStatus: must be CREATE_COMPLETE, CREATE_FAILED, CREATE_IN_PROGRESS, "
        "DELETE_COMPLETE, DELETE_FAILED, DELETE_IN_PROGRESS, IMPORT_COMPLETE, "
        "IMPORT_ROLLBACK_COMPLETE, IMPORT_ROLLBACK_FAILED, REVIEW_IN_PROGRESS, ROLLBACK_COMPLETE, "
        "ROLLBACK_FAILED, ROLLBACK_IN_PROGRESS, UPDATE_COMPLETE, UPDATE_FAILED, "
        "UPDATE_IN_PROGRESS, UPDATE_ROLLBACK_COMPLETE, UPDATE_ROLLBACK_FAILED, "
        "UPDATE_ROLLBACK_IN_PROGRESS\n"
        "stacks[1].Outputs: must be a map of texts\n"
        "stacks[1].Capabilities: must be a list of texts\n"
        "stacks[2].Resources[0].ResourceType: is missing\n"
        "stacks[2].change.at: is missing\n"
        "stacks[2].change.to: must be create, update, delete\n"
        "stacks[2].behaviour.delete: must be fail, stuck, error:CODE\n"
        "newStacks[0].StackStatus: there is no such member\n"
        "newStacks[0].timing.start: there is no such member\n"
        "functions[0].answers[0].Colour: there is no such member\n"
        "functions[0].behaviour.invoke: must be error:CODE\n"
        "functions: f is there twice\n"
        "stateMachines[0].type: must be STANDARD, EXPRESS\n"
        "stateMachines[0].results[0].status: must be SUCCEEDED, FAILED, TIMED_OUT, ABORTED\n"
        "stateMachines[0].stateMachineArn: must be the ARN or the name of a state machine");
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
