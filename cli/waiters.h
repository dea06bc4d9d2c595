// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <span>
#include <string_view>
#include <vector>

#include "core/api/model.h"

namespace ssm {

/// What an answer may show, and what follows. The first that fits counts.
struct Acceptor {
  enum class Outcome { kSuccess, kFailure, kRetry };
  enum class When {
    kIs,        // what the JMESPath finds is the text
    kEvery,     // it finds a list that is not empty, and all in it are the text
    kAny,       // one in the list is
    kRefused,   // the service's error has the text as its code
    kAnswered,  // there is an answer
  };
  Outcome outcome;
  When when;
  std::string_view path;
  std::string_view text;
};

/// Asks an operation until its answer is accepted.
struct Waiter {
  std::string_view service;  // "ec2"
  std::string_view name;     // "InstanceRunning", as messages have it
  std::string_view command;  // "instance-running"
  std::string_view operation;
  std::span<const Acceptor> acceptors;
  std::chrono::seconds longest{0};  // without --timeout; 0: as long as it takes
  std::string_view doc;
};

/// Those whose operation is answered here.
std::vector<const Waiter*> waiters_of(std::string_view service);
/// By the command's name; nullptr when there is none.
const Waiter* find_waiter(std::string_view service, std::string_view command);

const Operation& operation_of(const Waiter& waiter);

}  // namespace ssm
