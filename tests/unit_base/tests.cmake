# SPDX-License-Identifier: Apache-2.0
add_unit_test(unit_base
  SOURCES unit_base/arn.cpp unit_base/base64.cpp unit_base/json.cpp unit_base/time.cpp unit_base/text.cpp unit_base/id.cpp
          unit_base/pattern.cpp unit_base/field_parser.cpp
  ROOMS core_base)
