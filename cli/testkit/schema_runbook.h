// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/json.h"

namespace ssm {

/// JSON Schema, draft 2020-12, of runbooks: what the reader and the check of inputs take, as far as
/// a schema can say it (not: that steps and references exist). Made from core/document's tables.
Json runbook_schema();

}  // namespace ssm
