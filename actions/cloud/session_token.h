// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace ssm {

/// A session token for credentials that are handed out: it says whom they stand for (the ARN of a
/// session of a role; empty: whoever uses it), and is a new one each time. Nothing in it is secret:
/// the account takes any credentials.
std::string make_session_token(std::string_view caller_arn);

/// Whom a session token stands for; empty: it is none of ours.
std::string caller_of_session_token(std::string_view token);

}  // namespace ssm
