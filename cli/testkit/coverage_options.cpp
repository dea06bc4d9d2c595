// SPDX-License-Identifier: Apache-2.0
#include "cli/testkit/coverage_options.h"

#include <fmt/format.h>

#include "cli/testkit/coverage_report.h"
#include "core/os/clock.h"
#include "core/os/files.h"

namespace ssm::testkit {
namespace {

constexpr std::string_view kOption = "--coverage";

Completed add_report(const std::string& text, CoverageOptions& options) {
  const std::size_t equals = text.find('=');
  const std::string format = text.substr(0, equals);
  if (equals == std::string::npos || equals + 1 == text.size())
    return failure("Usage",
                   fmt::format("{0}={1}: no file is named ({0}={1}=FILE)", kOption, format));
  options.written.push_back({format, text.substr(equals + 1)});
  return {};
}

std::string report_of(const std::string& format, const Coverage& coverage) {
  if (format == "html") return coverage_html(coverage);
  if (format == "lcov") return coverage_lcov(coverage);
  if (format == "json") return coverage_json(coverage);
  return coverage_cobertura(coverage, WallClock().now());
}

}  // namespace

Completed read_coverage(const std::vector<std::string>& values, CoverageOptions& options) {
  options.is_wanted = true;
  for (const std::string& value : values)
    if (!value.empty()) TRY(add_report(value, options));
  return {};
}

Result<std::size_t> read_fail_under(const std::string& text) {
  const auto refused =
      failure("Usage", fmt::format("--fail-under {}: expected a percentage from 0 to 100", text));
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string whole = text.substr(0, point);
  const std::string tenths = point < text.size() ? text.substr(point + 1) : "0";
  const auto is_number = [](const std::string& digits, std::size_t most) {
    return !digits.empty() && digits.size() <= most &&
           digits.find_first_not_of("0123456789") == std::string::npos;
  };
  if (!is_number(whole, 3) || !is_number(tenths, 1)) return refused;
  const std::size_t value = std::stoul(whole) * 10 + std::stoul(tenths);
  if (value > 1000) return refused;
  return value;
}

Completed write_coverage(const CoverageOptions& options, const Coverage& coverage) {
  for (const WrittenReport& report : options.written)
    TRY(write_file(report.file, report_of(report.format, coverage)));
  return {};
}

std::string too_little(const CoverageOptions& options, const Coverage& coverage) {
  const CoverageCount all = sum_of(coverage).all;
  if (!options.fail_under || all.per_mille() >= *options.fail_under) return {};
  const std::size_t wanted = *options.fail_under;
  return fmt::format("coverage is {} %, --fail-under asks for {} %\n", percent_text(all),
                     percent_text({wanted, 1000}));
}

}  // namespace ssm::testkit
