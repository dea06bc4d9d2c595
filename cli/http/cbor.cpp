// SPDX-License-Identifier: Apache-2.0
#include "cli/http/cbor.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "cli/http/answer_times.h"
#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/base/time.h"

namespace ssm {
namespace {

/// The first three bits of an item.
enum class CborMajor { kNumber, kNegative, kBytes, kText, kList, kMap, kTag, kOther };

constexpr int kBitsOfDetail = 5;
constexpr int kOpenEnd = 31;  // of lists, maps and texts in pieces: a break ends them
constexpr std::uint64_t kTimeTag = 1;
constexpr int kCborFalse = 20, kCborTrue = 21, kCborNull = 22, kCborUndefined = 23;
constexpr int kCborHalf = 25, kCborSingle = 26, kCborDouble = 27;

double half_of_bits(std::uint64_t bits) {
  constexpr int kFractionBits = 10, kExponents = 0x1F, kBias = 15;
  const auto fraction = static_cast<double>(bits & 0x3FF);
  const int exponent = static_cast<int>(bits >> kFractionBits) & kExponents;
  const bool is_negative = (bits & 0x8000) != 0;
  if (exponent == kExponents) {  // of no number, or of an endless one
    using Limits = std::numeric_limits<double>;
    const double endless = fraction == 0 ? Limits::infinity() : Limits::quiet_NaN();
    return is_negative ? -endless : endless;
  }
  const double size = exponent == 0 ? std::ldexp(fraction, 1 - kBias - kFractionBits)
                                    : std::ldexp(fraction + 1024, exponent - kBias - kFractionBits);
  return is_negative ? -size : size;
}

class CborReader {
 public:
  CborReader(std::string_view bytes, const CborLimits& limits) : rest_(bytes), limits_(limits) {}

  Result<Json> whole() {
    TRY_ASSIGN(Json value, item(1));
    if (!rest_.empty()) return malformed("there is something behind it");
    return value;
  }

 private:
  struct Head {
    CborMajor major;
    int detail;
    std::uint64_t argument;
    bool is_open() const { return detail == kOpenEnd; }
  };

  static tl::unexpected<Error> malformed(const std::string& what) {
    return failure("SerializationException", "The body is not CBOR: " + what);
  }

  Result<Head> head() {
    if (rest_.empty()) return malformed("it ends too early");
    const auto first = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    Head head{static_cast<CborMajor>(first >> kBitsOfDetail), first & kOpenEnd, 0};
    constexpr int kOneByte = 24, kEightBytes = 27;
    if (head.detail < kOneByte) head.argument = static_cast<std::uint64_t>(head.detail);
    if (head.detail < kOneByte || head.is_open()) return head;
    if (head.detail > kEightBytes) return malformed("an item has no size");
    const std::size_t size = std::size_t{1} << (head.detail - kOneByte);
    if (rest_.size() < size) return malformed("it ends too early");
    for (const char c : rest_.substr(0, size))
      head.argument = head.argument << 8 | static_cast<unsigned char>(c);
    rest_.remove_prefix(size);
    return head;
  }

  /// Takes the break that ends what has an open end.
  bool take_break() {
    if (!rest_.starts_with('\xFF')) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool is_over(const Head& head, std::uint64_t count) {
    return head.is_open() ? take_break() : count >= head.argument;
  }

  Result<Json> item(std::size_t depth) {
    if (depth > limits_.depth || ++items_ > limits_.items)
      return malformed("it has more items than are accepted");
    TRY_ASSIGN(const Head head, this->head());
    switch (head.major) {
      case CborMajor::kNumber:
        return number(head, false);
      case CborMajor::kNegative:
        return number(head, true);
      case CborMajor::kBytes: {
        TRY_ASSIGN(const std::string bytes, text(head));
        return Json(to_base64(bytes));
      }
      case CborMajor::kText: {
        TRY_ASSIGN(std::string found, text(head));
        if (!is_valid_utf8(found)) return malformed("a text is not UTF-8");
        return Json(std::move(found));
      }
      case CborMajor::kList:
        return list(head, depth);
      case CborMajor::kMap:
        return map(head, depth);
      case CborMajor::kTag:
        return tagged(head, depth);
      case CborMajor::kOther:
        break;
    }
    return other(head);
  }

  static Result<Json> number(const Head& head, bool is_negative) {
    constexpr std::uint64_t kMost = INT64_MAX;
    if (head.is_open() || head.argument > kMost) return malformed("a number is too large");
    const auto value = static_cast<std::int64_t>(head.argument);
    return Json(is_negative ? -1 - value : value);
  }

  Result<std::string> text(const Head& head) {
    std::string whole;
    if (!head.is_open()) {
      if (head.argument > rest_.size()) return malformed("it ends too early");
      whole = rest_.substr(0, head.argument);
      rest_.remove_prefix(head.argument);
      return whole;
    }
    while (!take_break()) {
      TRY_ASSIGN(const Head piece, this->head());
      if (piece.major != head.major || piece.is_open()) return malformed("a text has odd pieces");
      TRY_ASSIGN(const std::string part, text(piece));
      whole += part;
    }
    return whole;
  }

  Result<Json> list(const Head& head, std::size_t depth) {
    Json items = Json::array();
    while (!is_over(head, items.size())) {
      TRY_ASSIGN(Json one, item(depth + 1));
      items.push_back(std::move(one));
    }
    return items;
  }

  Result<Json> map(const Head& head, std::size_t depth) {
    Json members = Json::object();
    for (std::uint64_t count = 0; !is_over(head, count); ++count) {
      TRY_ASSIGN(const Json key, item(depth + 1));
      if (!key.is_string()) return malformed("a key is no text");
      TRY_ASSIGN(members[key.get<std::string>()], item(depth + 1));
    }
    return members;
  }

  Result<Json> tagged(const Head& head, std::size_t depth) {
    TRY_ASSIGN(Json value, item(depth + 1));
    if (head.argument != kTimeTag) return value;
    constexpr double kMostSeconds = 1e11;
    const double seconds = value.is_number() ? value.get<double>() : kMostSeconds;
    if (!(std::abs(seconds) < kMostSeconds)) return malformed("a time is none");
    return Json(to_iso8601(Time(Milliseconds(std::llround(seconds * 1000.0)))));
  }

  static Result<Json> other(const Head& head) {
    switch (head.detail) {
      case kCborFalse:
      case kCborTrue:
        return Json(head.detail == kCborTrue);
      case kCborNull:
      case kCborUndefined:
        return Json();
      case kCborHalf:
        return Json(half_of_bits(head.argument));
      case kCborSingle:
        return Json(
            static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(head.argument))));
      case kCborDouble:
        return Json(std::bit_cast<double>(head.argument));
      default:
        return malformed("an item is of no known kind");
    }
  }

  std::string_view rest_;
  const CborLimits& limits_;
  std::size_t items_ = 0;
};

class CborWriter {
 public:
  /// `service`: nullptr: nothing is a time.
  CborWriter(const AwsService* service, std::string& out) : service_(service), out_(out) {}

  void write(const Json& value, const std::string& path) {
    if (const auto time = service_ ? answer_time(*service_, path, value) : std::nullopt) {
      write_head(CborMajor::kTag, kTimeTag);
      constexpr double kMillisecond = 1e-3;
      return write_double(static_cast<double>(time->time_since_epoch().count()) * kMillisecond);
    }
    if (value.is_object()) {
      write_head(CborMajor::kMap, value.size());
      for (const auto& [name, member] : value.items()) {
        write_text(name);
        write(member, path + "." + name);
      }
    } else if (value.is_array()) {
      write_head(CborMajor::kList, value.size());
      for (const Json& item : value) write(item, path);
    } else {
      write_scalar(value);
    }
  }

 private:
  void write_scalar(const Json& value) {
    if (value.is_string()) return write_text(value.get_ref<const std::string&>());
    if (value.is_number_float()) return write_double(value.get<double>());
    if (value.is_number_unsigned())
      return write_head(CborMajor::kNumber, value.get<std::uint64_t>());
    if (value.is_number_integer()) {
      const auto number = value.get<std::int64_t>();
      return number < 0 ? write_head(CborMajor::kNegative, static_cast<std::uint64_t>(-1 - number))
                        : write_head(CborMajor::kNumber, static_cast<std::uint64_t>(number));
    }
    const int detail = value.is_null() ? kCborNull : value.get<bool>() ? kCborTrue : kCborFalse;
    write_head(CborMajor::kOther, static_cast<std::uint64_t>(detail));
  }

  void write_text(std::string_view text) {
    write_head(CborMajor::kText, text.size());
    out_ += text;
  }

  void write_double(double number) {
    out_ += static_cast<char>(static_cast<int>(CborMajor::kOther) << kBitsOfDetail | kCborDouble);
    write_bytes(std::bit_cast<std::uint64_t>(number), sizeof number);
  }

  void write_head(CborMajor major, std::uint64_t argument) {
    constexpr std::uint64_t kOneByte = 24;
    std::size_t size = 0;
    std::uint64_t detail = argument;
    if (argument >= kOneByte) {
      detail = kOneByte;
      for (size = 1; size < 8 && argument >> (8 * size) != 0; size *= 2) ++detail;
    }
    out_ += static_cast<char>(static_cast<std::uint64_t>(major) << kBitsOfDetail | detail);
    write_bytes(argument, size);
  }

  void write_bytes(std::uint64_t bits, std::size_t size) {
    while (size-- > 0) out_ += static_cast<char>(bits >> (8 * size) & 0xFF);
  }

  const AwsService* service_;
  std::string& out_;
};

}  // namespace

Result<Json> read_cbor(std::string_view bytes, const CborLimits& limits) {
  return CborReader(bytes, limits).whole();
}

std::string to_cbor_answer(const AwsService& service, std::string_view operation,
                           const Json& answer) {
  std::string out;
  CborWriter(&service, out).write(answer, std::string(operation));
  return out;
}

std::string to_cbor(const Json& value) {
  std::string out;
  CborWriter(nullptr, out).write(value, "");
  return out;
}

}  // namespace ssm
