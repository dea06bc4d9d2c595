// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <variant>

namespace ssm {

/// What a caller decides by: `code` is for people and for the service's clients.
enum class ErrorKind {
  kRefused,     // what was asked for is wrong or not possible; `code` says which
  kState,       // the state directory or its database failed; the request may be right
  kUnreadable,  // something stored that this program does not understand
};

/// What went wrong. `code` is the service's own error name where it has one
/// (AutomationExecutionNotFoundException), otherwise a name of ours (JsonSyntax, StateDirectory).
struct Error {
  std::string code;
  std::string message;
  ErrorKind kind = ErrorKind::kRefused;
};

template <class T>
using Result = tl::expected<T, Error>;

/// A success without a value.
using Completed = Result<std::monostate>;

inline tl::unexpected<Error> failure(std::string code, std::string message) {
  return tl::unexpected<Error>(Error{std::move(code), std::move(message)});
}
inline tl::unexpected<Error> failure(ErrorKind kind, std::string code, std::string message) {
  return tl::unexpected<Error>(Error{std::move(code), std::move(message), kind});
}
/// Trouble with the state directory or its database: code "State".
inline tl::unexpected<Error> state_failure(std::string message) {
  return failure(ErrorKind::kState, "State", std::move(message));
}

}  // namespace ssm

#define SSM_CONCAT_(a, b) a##b
#define SSM_CONCAT(a, b) SSM_CONCAT_(a, b)

/// Returns the error of `expression` to the caller, if it is one.
#define TRY(expression)                                                    \
  do {                                                                     \
    if (auto try_result_ = (expression); !try_result_)                     \
      return tl::unexpected<::ssm::Error>(std::move(try_result_).error()); \
  } while (false)

/// Declares `variable` from the value of `expression`, or returns its error to the caller.
#define TRY_ASSIGN(variable, expression) \
  TRY_ASSIGN_(variable, expression, SSM_CONCAT(try_assign_, __LINE__))
#define TRY_ASSIGN_(variable, expression, result)                              \
  auto result = (expression);                                                  \
  if (!result) return tl::unexpected<::ssm::Error>(std::move(result).error()); \
  variable = std::move(*result)
