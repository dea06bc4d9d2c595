// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <utility>

#include "core/base/json.h"

namespace ssm {

/// What an API answered, as boto3 hands it out. It is put together when somebody reads it: most
/// steps look at a part of the answer, or at nothing of it. Read by one thread at a time.
class CloudReply {
 public:
  CloudReply() = default;                               // null
  CloudReply(Json value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  explicit CloudReply(std::function<Json()> put_together)
      : put_together_(std::move(put_together)) {}

  bool is_null() const { return !put_together_ && value_.is_null(); }
  const Json& json() const {
    if (put_together_) value_ = std::exchange(put_together_, nullptr)();
    return value_;
  }
  operator const Json&() const { return json(); }  // NOLINT(google-explicit-constructor)

 private:
  mutable std::function<Json()> put_together_;
  mutable Json value_;
};

}  // namespace ssm
