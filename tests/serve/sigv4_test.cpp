// SPDX-License-Identifier: Apache-2.0
#include "cli/http/sigv4.h"

#include <catch2/catch.hpp>

using namespace ssm;

namespace {

const Credentials kKey = {"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", ""};

Time at(std::string_view text) {
  return *parse_time(text);
}

HttpMessage call() {
  HttpMessage request;
  request.method = "POST";
  request.target = "/";
  request.headers = {{"Host", "127.0.0.1:8330"},
                     {"Content-Type", "application/x-amz-json-1.1"},
                     {"X-Amz-Target", "AmazonSSM.ListDocuments"}};
  request.body = "{}";
  return request;
}

std::string code_of(const HttpMessage& request, const Credentials& key, std::string_view time) {
  Result<Authorization> authorization = parse_authorization(request);
  if (!authorization) return authorization.error().code;
  Completed verified = verify_signature(request, *authorization, "ssm", key, at(time));
  return verified ? "" : verified.error().code;
}

std::string& header(HttpMessage& request, std::string_view name) {
  for (auto& [key, value] : request.headers)
    if (key == name) return value;
  throw std::runtime_error("no such header");
}

}  // namespace

// The number is botocore's; tests/serve/signature_test.py compares more where it is installed.
TEST_CASE("a signature is the one that other implementations compute") {
  HttpMessage request = call();
  sign_request(request, kKey, "us-east-1", "ssm", at("2026-01-02T03:04:05Z"));
  CHECK(*find_header(request.headers, "X-Amz-Date") == "20260102T030405Z");
  CHECK(*find_header(request.headers, "Authorization") ==
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-east-1/ssm/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
        "Signature=a0c719c42632c30f5e0999aa97818a94ebf6523e2d6dbdadd5ec11d0f5389d9d");
}

TEST_CASE("what was signed is verified") {
  HttpMessage request = call();
  sign_request(request, kKey, "us-east-1", "ssm", at("2026-01-02T03:04:05Z"));
  constexpr const char* kThen = "2026-01-02T03:04:06Z";
  CHECK(code_of(request, kKey, kThen).empty());

  SECTION("by another key") {
    Credentials other = kKey;
    other.secret_key += "x";
    CHECK(code_of(request, other, kThen) == "InvalidSignatureException");
  }
  SECTION("with another body") {
    request.body = "{ }";
    CHECK(code_of(request, kKey, kThen) == "InvalidSignatureException");
  }
  SECTION("with another target") {
    header(request, "X-Amz-Target") = "AmazonSSM.DeleteDocument";
    CHECK(code_of(request, kKey, kThen) == "InvalidSignatureException");
  }
  SECTION("with a second target") {
    request.headers.emplace_back("x-amz-target", "AmazonSSM.DeleteDocument");
    CHECK(code_of(request, kKey, kThen) == "InvalidSignatureException");
  }
  SECTION("too late, too early") {
    CHECK(code_of(request, kKey, "2026-01-02T03:09:05Z").empty());
    CHECK(code_of(request, kKey, "2026-01-02T03:09:06Z") == "InvalidSignatureException");
    CHECK(code_of(request, kKey, "2026-01-02T02:59:04Z") == "InvalidSignatureException");
  }
  SECTION("with another time") {
    header(request, "X-Amz-Date") = "20260102T030505Z";
    CHECK(code_of(request, kKey, kThen) == "InvalidSignatureException");
    header(request, "X-Amz-Date") = "20260103T030405Z";
    CHECK(code_of(request, kKey, kThen) == "InvalidSignatureException");
    header(request, "X-Amz-Date") = "yesterday";
    CHECK(code_of(request, kKey, kThen) == "IncompleteSignatureException");
    request.headers.erase(request.headers.begin() + 3);
    CHECK(code_of(request, kKey, kThen) == "IncompleteSignatureException");
  }
  SECTION("with a session token that nobody gave") {
    request.headers.emplace_back("X-Amz-Security-Token", "token");
    CHECK(code_of(request, kKey, kThen) == "UnrecognizedClientException");
  }
}

TEST_CASE("a session token is signed and must be the right one") {
  Credentials temporary = kKey;
  temporary.session_token = "token";
  HttpMessage request = call();
  sign_request(request, temporary, "us-east-1", "ssm", at("2026-01-02T03:04:05Z"));
  CHECK(find_header(request.headers, "Authorization")->find("x-amz-security-token") !=
        std::string::npos);
  CHECK(code_of(request, temporary, "2026-01-02T03:04:05Z").empty());
  CHECK(code_of(request, kKey, "2026-01-02T03:04:05Z") == "UnrecognizedClientException");
}

TEST_CASE("what decides over a request must be signed") {
  HttpMessage request = call();
  std::string target = "AmazonSSM.ListDocuments";
  request.headers.pop_back();
  sign_request(request, kKey, "us-east-1", "ssm", at("2026-01-02T03:04:05Z"));
  request.headers.emplace_back("X-Amz-Target", target);
  CHECK(code_of(request, kKey, "2026-01-02T03:04:05Z") == "InvalidSignatureException");
}

TEST_CASE("a signature for another service is none for this one") {
  HttpMessage request = call();
  sign_request(request, kKey, "us-east-1", "sqs", at("2026-01-02T03:04:05Z"));
  CHECK(code_of(request, kKey, "2026-01-02T03:04:05Z") == "InvalidSignatureException");
}

TEST_CASE("what is no authorization") {
  CHECK(code_of(call(), kKey, "2026-01-02T03:04:05Z") == "MissingAuthenticationTokenException");
  for (const char* text :
       {"", "Basic YTpi", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=",
        "AWS4-HMAC-SHA256 Credential=A/20260102/us-east-1/ssm/aws4_request",
        "AWS4-HMAC-SHA256 Credential=A/20260102/us-east-1/ssm, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 Credential=A/20260102/us-east-1/ssm/aws4_request, Signature=0",
        "AWS4-HMAC-SHA256 Credential=A/20260102/us-east-1/ssm/aws4_request, SignedHeaders=, "
        "Signature=0",
        "AWS4-HMAC-SHA256 ,,,=,=,,"}) {
    HttpMessage request = call();
    request.headers.emplace_back("Authorization", text);
    INFO(text);
    CHECK(code_of(request, kKey, "2026-01-02T03:04:05Z") == "IncompleteSignatureException");
  }
}
