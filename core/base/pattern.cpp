// SPDX-License-Identifier: Apache-2.0
#define PCRE2_CODE_UNIT_WIDTH 8
#include "core/base/pattern.h"

#include <fmt/format.h>
#include <pcre2.h>
#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/java_pattern.h"

namespace ssm {
namespace {

constexpr std::size_t kMaxExpressionBytes = 64 * 1024;
constexpr std::size_t kMaxTranslatedBytes = 16 * kMaxExpressionBytes;
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

}  // namespace

struct Pattern::Compiled {
  Code code;
  MatchContext context;
};

Result<Pattern> Pattern::compile(std::string_view expression) {
  if (expression.size() > kMaxExpressionBytes)
    return failure("Pattern",
                   fmt::format("The expression has more than {} bytes", kMaxExpressionBytes));
  TRY_ASSIGN(const std::string source, java_to_pcre(expression));
  const CompileContext context(pcre2_compile_context_create(nullptr));
  pcre2_set_max_pattern_length(context.get(), kMaxTranslatedBytes);
  constexpr std::uint32_t kOptions =
      PCRE2_UTF | PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C;
  int code = 0;
  PCRE2_SIZE offset = 0;
  auto compiled = std::make_shared<Compiled>();
  compiled->code.reset(
      pcre2_compile(units(source), source.size(), kOptions, &code, &offset, context.get()));
  if (!compiled->code) return failure("Pattern", message_of(code));
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
