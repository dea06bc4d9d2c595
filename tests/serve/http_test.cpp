// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "actions/cloud/session_token.h"
#include "cli/http/aws_api.h"
#include "cli/http/remote_service.h"
#include "cli/http/session.h"
#include "core/base/base64.h"

using namespace ssm;

namespace {

HttpMessage echo(const HttpMessage& request) {
  HttpMessage response;
  response.status = 200;
  response.body = request.method + " " + request.target + " " + request.body;
  return response;
}

HttpMessage refusal(int status, const Error& error) {
  HttpMessage response;
  response.status = status;
  response.body = error.code;
  return response;
}

const HttpHandler kEcho = echo;
const HttpSession::Refusal kRefusal = refusal;

/// The bodies of the responses in a stream.
std::vector<std::string> bodies(std::string_view stream) {
  std::vector<std::string> found;
  HttpReader reader(HttpReader::Kind::kResponse);
  while (!stream.empty()) {
    Result<std::size_t> taken = reader.read(stream);
    REQUIRE(taken);
    stream.remove_prefix(*taken);
    REQUIRE(reader.is_complete());
    found.push_back(reader.take().body);
  }
  return found;
}

/// What a session says to a stream that arrives in portions of so many bytes.
std::vector<std::string> answers(std::string_view stream, std::size_t portion) {
  HttpSession session(kEcho, kRefusal, {});
  std::string out;
  bool goes_on = true;
  while (goes_on && (!stream.empty() || session.has_more())) {
    goes_on = session.receive(stream.substr(0, portion), out);
    stream.remove_prefix(std::min(portion, stream.size()));
    while (goes_on && session.has_more()) {
      std::size_t before = out.size();
      goes_on = session.receive({}, out);
      if (out.size() == before) break;
    }
  }
  return bodies(out);
}

HttpMessage post(std::string target, std::string body) {
  HttpMessage request;
  request.method = "POST";
  request.target = "/";
  request.headers = {{"X-Amz-Target", "AmazonSSM." + target}};
  request.body = std::move(body);
  return request;
}

/// A service that knows one document and tells who asked where.
Result<Json> tell_caller(const Operation& operation, const Json& request, const Caller& caller) {
  if (operation.service == "sqs") return failure("AWS.SimpleQueueService.NonExistentQueue", "none");
  if (string_member(request, "Name") == "broken") return state_failure("disk full");
  if (string_member(request, "Name") == "no members") return failure("InvalidFilterKey", "");
  if (string_member(request, "Name") == "missing") return failure("InvalidDocument", "no such");
  return Json{{"Region", caller.scope.region}, {"Arn", caller.arn}};
}

Time now() {
  return *parse_time("2026-01-02T03:04:05Z");
}

struct Door {
  VirtualClock clock{now()};
  AwsApiOptions options{.caller = {{"123456789012", "us-east-1"}, "arn:default"},
                        .keys = {{{"AKID", "secret", ""}, "arn:alice"}}};
  HttpMessage respond(const HttpMessage& request) const {
    return AwsApi(options, clock, tell_caller).respond(request);
  }
};

}  // namespace

TEST_CASE("requests are read from portions of any size") {
  const std::string stream =
      "\r\nPOST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
      "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
      "POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
      "POST /last HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
      "GET /too-late HTTP/1.1\r\n\r\n";
  const std::vector<std::string> expected = {"POST / hello", "GET /healthz ", "POST /c abcde",
                                             "POST /last "};
  for (std::size_t portion = 1; portion <= stream.size(); ++portion)
    CHECK(answers(stream, portion) == expected);
}

TEST_CASE("what comes after a refusal is no request") {
  const std::string body = "GET /smuggled HTTP/1.1\r\n\r\n";
  CHECK(answers("POST / HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n" + body, 1000) ==
        std::vector<std::string>{"BodyTooLarge"});
  CHECK(answers("POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n" + body,
                1000) == std::vector<std::string>{"HttpSyntax"});
  CHECK(answers("POST / HTTP/1.1\r\nX: " + std::string(50'000, 'y') + "\r\n\r\n" + body, 1000) ==
        std::vector<std::string>{"HeadTooLarge"});
}

TEST_CASE("a session ends when it is told to") {
  HttpSession session(kEcho, kRefusal, {});
  std::string out;
  CHECK(session.receive("GET / HTT", out));
  CHECK(session.is_half_way());
  session.end_soon();
  CHECK_FALSE(session.receive("P/1.1\r\n\r\n", out));
  CHECK(out.find("Connection: close\r\n") != std::string::npos);
}

TEST_CASE("the answer to HEAD has no body") {
  HttpSession session(kEcho, kRefusal, {});
  std::string out;
  session.receive("HEAD /healthz HTTP/1.1\r\n\r\n", out);
  CHECK(out.ends_with("\r\n\r\n"));
  CHECK(out.find("Content-Length: 14\r\n") != std::string::npos);
}

TEST_CASE("a response that ends with the connection") {
  HttpReader reader(HttpReader::Kind::kResponse);
  REQUIRE(reader.read("HTTP/1.1 200 OK\r\n\r\nall of it"));
  CHECK_FALSE(reader.is_complete());
  REQUIRE(reader.read({}));
  CHECK(reader.is_complete());
  CHECK(reader.message().body == "all of it");
}

TEST_CASE("errors are written as the service writes them") {
  Door door;
  auto answer = [&](const std::string& name) {
    return door.respond(post("GetDocument", "{\"Name\": \"" + name + "\"}"));
  };
  CHECK(answer("broken").status == 500);
  CHECK(answer("broken").body == R"({"__type":"InternalServerError","Message":"disk full"})");
  CHECK(answer("no members").status == 400);
  CHECK(answer("no members").body == R"({"__type":"InvalidFilterKey"})");
  CHECK(answer("missing").body == R"({"__type":"InvalidDocument","Message":"no such"})");
  CHECK(door.respond(post("Nonsense", "{}"))
            .body.starts_with(R"({"__type":"UnknownOperationException","message":"The simulated )"
                              "account does not have ssm Nonsense. Of ssm it has: "));
  CHECK(find_header(answer("missing").headers, "x-amzn-requestid") != nullptr);
}

TEST_CASE("the signature's scope names the Region, its key the caller") {
  Door door;
  HttpMessage request = post("GetDocument", "{}");
  CHECK(door.respond(request).body == R"({"Region":"us-east-1","Arn":"arn:default"})");
  request.headers.emplace_back("Authorization",
                               "AWS4-HMAC-SHA256 Credential=AKID/20260102/eu-west-1/ssm/"
                               "aws4_request, SignedHeaders=host, Signature=0");
  CHECK(door.respond(request).body == R"({"Region":"eu-west-1","Arn":"arn:alice"})");
  request.headers.back().second = "anything at all";
  CHECK(door.respond(request).status == 200);
  request.headers.back().second =
      "AWS4-HMAC-SHA256 Credential=AKID/20260102/../ssm/aws4_request, SignedHeaders=host, "
      "Signature=0";
  CHECK(door.respond(request).body == R"({"Region":"us-east-1","Arn":"arn:alice"})");
}

TEST_CASE("a session token of ours names the caller") {
  const std::string session = "arn:aws:sts::123456789012:assumed-role/r/s";
  Door door;
  const auto caller = [&](const std::string& key, const std::string& token) {
    HttpMessage request = post("GetDocument", "{}");
    request.headers.emplace_back("Host", "localhost");
    sign_request(request, {key, "secret", token}, "us-east-1", "ssm", now());
    return string_member(parse_json(door.respond(request).body).value(), "Arn");
  };
  CHECK(caller("ASIA", make_session_token(session)) == session);
  CHECK(caller("ASIA", make_session_token("")) == "arn:default");
  CHECK(caller("AKID", make_session_token(session)) == "arn:alice");
  for (const std::string& text :
       {std::string("ssm-local"), std::string("ssm-local x arn:"),
        std::string("ssm-local x arn:aws:iam::1:user/root"), "ssm-local x " + session + "\n",
        "ssm-local x " + session + "\xff", "ssm-local x " + session + std::string(3000, 's'),
        session})
    CHECK(caller("ASIA", to_base64(text)) == "arn:default");
  CHECK(caller("ASIA", session) == "arn:default");
}

TEST_CASE("an error with two names tells both") {
  Door door;
  HttpMessage request = post("", "{}");
  request.headers = {{"X-Amz-Target", "AmazonSQS.GetQueueUrl"}};
  const HttpMessage answer = door.respond(request);
  CHECK(answer.body == R"({"__type":"com.amazonaws.sqs#QueueDoesNotExist","Message":"none"})");
  CHECK(*find_header(answer.headers, "x-amzn-errortype") == "QueueDoesNotExist");
  CHECK(*find_header(answer.headers, "x-amzn-query-error") ==
        "AWS.SimpleQueueService.NonExistentQueue;Sender");
  CHECK(error_in(answer).code == "AWS.SimpleQueueService.NonExistentQueue");
}

TEST_CASE("a required signature is verified before anything else is looked at") {
  Door door;
  door.options.require_signature = true;
  HttpMessage request = post("GetDocument", "{}");
  auto code = [&] {
    return string_member(parse_json(door.respond(request).body).value(), "__type");
  };
  request.headers.emplace_back("Host", "localhost");
  CHECK(code() == "MissingAuthenticationTokenException");
  SECTION("right") {
    sign_request(request, {"AKID", "secret", ""}, "eu-west-1", "ssm", now());
    CHECK(door.respond(request).body == R"({"Region":"eu-west-1","Arn":"arn:alice"})");
  }
  SECTION("an unknown key") {
    sign_request(request, {"OTHER", "secret", ""}, "eu-west-1", "ssm", now());
    CHECK(code() == "UnrecognizedClientException");
  }
  SECTION("a wrong secret") {
    sign_request(request, {"AKID", "guess", ""}, "eu-west-1", "ssm", now());
    CHECK(code() == "InvalidSignatureException");
  }
  SECTION("no known operation, and no JSON") {
    request = post("Nonsense", "{");
    CHECK(code() == "MissingAuthenticationTokenException");
  }
}
