// SPDX-License-Identifier: Apache-2.0
#define PCRE2_CODE_UNIT_WIDTH 8
#include "core/base/pattern.h"

#include <fmt/format.h>
#include <pcre2.h>
#include <array>
#include <cstddef>
#include <cstdint>

namespace ssm {
namespace {

constexpr std::size_t kMaxExpressionBytes = 64 * 1024;
constexpr std::uint32_t kMatchLimit = 1'000'000;
constexpr std::uint32_t kDepthLimit = 100'000;
constexpr std::uint32_t kHeapLimitKib = 32 * 1024;

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* value) const {
    Free(value);
  }
};
using Code = std::unique_ptr<pcre2_code, Freer<pcre2_code_free>>;
using CompileContext = std::unique_ptr<pcre2_compile_context, Freer<pcre2_compile_context_free>>;
using MatchContext = std::unique_ptr<pcre2_match_context, Freer<pcre2_match_context_free>>;
using MatchData = std::unique_ptr<pcre2_match_data, Freer<pcre2_match_data_free>>;

PCRE2_SPTR units(std::string_view text) {
  // The library refuses a null pointer even with length zero.
  return reinterpret_cast<PCRE2_SPTR>(text.empty() ? "" : text.data());
}

std::string message_of(int code) {
  std::array<PCRE2_UCHAR, 256> text{};
  pcre2_get_error_message(code, text.data(), text.size());
  return reinterpret_cast<const char*>(text.data());
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Java writes a code unit as \uXXXX; here that is \x{XXXX}.
std::string with_code_points(std::string_view expression) {
  std::string result;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    result += expression[i];
    if (expression[i] != '\\' || i + 1 == expression.size()) continue;
    const std::string_view digits = expression.substr(i + 2, 4);
    if (expression[i + 1] == 'u' && digits.size() == 4 &&
        std::all_of(digits.begin(), digits.end(), is_hex)) {
      result += fmt::format("x{{{}}}", digits);
      i += 5;
    } else {
      result += expression[++i];
    }
  }
  return result;
}

}  // namespace

struct Pattern::Compiled {
  Code code;
  MatchContext context;
};

Result<Pattern> Pattern::compile(std::string_view expression) {
  const std::string source = with_code_points(expression);
  const CompileContext context(pcre2_compile_context_create(nullptr));
  pcre2_set_max_pattern_length(context.get(), kMaxExpressionBytes);
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_ANY);
  constexpr std::uint32_t kOptions =
      PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C;
  int code = 0;
  PCRE2_SIZE offset = 0;
  auto compiled = std::make_shared<Compiled>();
  compiled->code.reset(
      pcre2_compile(units(source), source.size(), kOptions, &code, &offset, context.get()));
  if (!compiled->code)
    return failure("Pattern", fmt::format("{} at position {}", message_of(code), offset));
  compiled->context.reset(pcre2_match_context_create(nullptr));
  pcre2_set_match_limit(compiled->context.get(), kMatchLimit);
  pcre2_set_depth_limit(compiled->context.get(), kDepthLimit);
  pcre2_set_heap_limit(compiled->context.get(), kHeapLimitKib);
  Pattern pattern;
  pattern.compiled_ = std::move(compiled);
  return pattern;
}

Result<bool> Pattern::matches(std::string_view text) const {
  const MatchData data(pcre2_match_data_create_from_pattern(compiled_->code.get(), nullptr));
  const int code = pcre2_match(compiled_->code.get(), units(text), text.size(), 0, 0, data.get(),
                               compiled_->context.get());
  if (code >= 0) return true;
  if (code == PCRE2_ERROR_NOMATCH) return false;
  return failure("Pattern", message_of(code));
}

}  // namespace ssm
