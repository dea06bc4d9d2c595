// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"

#include <catch2/catch.hpp>

using namespace ssm;

TEST_CASE("code points are counted and checked") {
  CHECK(utf8_length("a\u00e9\U0001F600") == 3);
  CHECK(utf8_length("\xff\xfe") == 2);
  CHECK(is_valid_utf8("a\u00e9\u20ac\U0001F600"));
  for (const char* bad : {"\xff", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
                          "\xf4\x90\x80\x80", "\xe2\x82", "a\x80"}) {
    INFO(bad);
    CHECK_FALSE(is_valid_utf8(bad));
  }
}

TEST_CASE("words are split, joined, trimmed and compared") {
  CHECK(split("a,,b,", ',') == std::vector<std::string>{"a", "", "b", ""});
  CHECK(split("", ',') == std::vector<std::string>{""});
  CHECK(join(std::vector<std::string>{"a", "b"}, ", ") == "a, b");
  CHECK(trim(" \t a b\n") == "a b");
  CHECK(trim("  ").empty());
  CHECK(to_lower("AbC-1") == "abc-1");
  CHECK(equals_ignore_case("AbC", "aBc"));
  CHECK_FALSE(equals_ignore_case("ab", "abc"));
}

TEST_CASE("similarity is that of Python's SequenceMatcher.ratio") {
  CHECK(similarity("", "") == 1.0);
  CHECK(similarity("abc", "") == 0.0);
  CHECK(similarity("abcd", "bcde") == 0.75);
  CHECK(similarity("tide", "diet") == 0.25);
  CHECK(similarity("diet", "tide") == 0.5);
  CHECK(similarity("private Thread currentThread;", "private volatile Thread currentThread;") ==
        Approx(0.865671641791).epsilon(1e-9));
  CHECK(similarity("\u00e9t\u00e9", "ete") == Approx(1.0 / 3));
}

TEST_CASE("closest words are those of Python's get_close_matches") {
  const std::vector<std::string> words = {"ape", "apple", "peach", "puppy"};
  CHECK(closest("appel", words) == std::vector<std::string>{"apple", "ape"});
  CHECK(closest("appel", words, 1) == std::vector<std::string>{"apple"});
  CHECK(closest("zzz", words).empty());
  // Equal scores: the larger word first.
  CHECK(closest("ab", std::vector<std::string>{"abx", "abz", "aby"}) ==
        std::vector<std::string>{"abz", "aby", "abx"});
}

TEST_CASE("of equally near words the one that is listed first is meant") {
  const std::vector<std::string> words = {"far", "aby", "abz", "abx"};
  CHECK(nearest("ab", words) == "aby");
  CHECK(nearest("abx", words) == "abx");
  CHECK(nearest("zzz", words).empty());
  CHECK(nearest("ab", {}).empty());
}

TEST_CASE("a code point becomes UTF-8") {
  std::string text;
  for (const std::uint32_t code_point :
       {0x61U, 0x7FU, 0x80U, 0x7FFU, 0x800U, 0xFFFFU, 0x10000U, 0x10FFFFU})
    append_utf8(text, code_point);
  CHECK(text == "a\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
}

TEST_CASE("a huge word is compared at no cost") {
  const std::vector<std::string> words = {"apple"};
  CHECK(closest(std::string(5'000'000, 'a'), words).empty());
}
