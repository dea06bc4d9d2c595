// SPDX-License-Identifier: Apache-2.0
#include "core/os/files.h"

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "core/base/python_text.h"
#include "core/os/clock.h"
#include "tests/unit_os/temporary.h"

namespace ssm {
namespace {

using test::ScopedVariable;
using test::TemporaryDirectory;

TEST_CASE("a file's bytes are read whole, NUL included") {
  const TemporaryDirectory directory;
  const std::string bytes = std::string("a\0b\n", 4) + std::string(200'000, 'x');
  test::write_text(directory / "file", bytes);
  CHECK(read_file(directory / "file").value() == bytes);
}

TEST_CASE("reading fails in the words of the system") {
  const TemporaryDirectory directory;
  test::write_text(directory / "big", "12345");
  CHECK(read_file("nope.json").error().code == "File");
  CHECK(read_file("nope.json").error().message ==
        "[Errno 2] No such file or directory: 'nope.json'");
  CHECK(read_file("/").error().message == "[Errno 21] Is a directory: '/'");
  CHECK(read_file("it's").error().message == "[Errno 2] No such file or directory: \"it's\"");
  CHECK(read_file(directory / "big", 5).value() == "12345");
  CHECK(read_file(directory / "big", 4).error().message ==
        "[Errno 27] File too large: '" + (directory / "big") + "'");
}

TEST_CASE("all bytes get through a pipe that is smaller than they are") {
  std::array<int, 2> ends = {};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0);
  const std::string sent(1'000'000, 'z');
  std::size_t received = 0;
  std::thread reader([&] {
    std::array<char, 4096> bytes;
    ssize_t count = -1;
    while ((count = ::read(ends[0], bytes.data(), bytes.size())) != 0) {
      if (count > 0) received += static_cast<std::size_t>(count);
    }
  });
  CHECK(write_all(ends[1], sent));
  ::close(ends[1]);
  reader.join();
  ::close(ends[0]);
  CHECK(received == sent.size());
}

TEST_CASE("writing to a full disk fails") {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  REQUIRE(full >= 0);
  CHECK_FALSE(write_all(full, "x"));
  CHECK(errno == ENOSPC);
  ::close(full);
}

TEST_CASE("paths are expanded as Python's expanduser and expandvars do") {
  const ScopedVariable home("HOME", "/home/me/");
  const ScopedVariable name("SSM_TEST_NAME", "value");
  const ScopedVariable unset("SSM_TEST_UNSET", nullptr);
  const auto [written, expected] = GENERATE(table<std::string, std::string>({
      {"", ""},
      {"plain/file", "plain/file"},
      {"~", "/home/me"},
      {"~/x", "/home/me/x"},
      {"a/~", "a/~"},
      {"~no-such-user-here/x", "~no-such-user-here/x"},
      {"$SSM_TEST_NAME/x", "value/x"},
      {"a${SSM_TEST_NAME}b", "avalueb"},
      {"$SSM_TEST_NAMEx", "$SSM_TEST_NAMEx"},
      {"$SSM_TEST_UNSET/x", "$SSM_TEST_UNSET/x"},
      {"${SSM_TEST_UNSET}", "${SSM_TEST_UNSET}"},
      {"${SSM_TEST_NAME", "${SSM_TEST_NAME"},
      {"cost$", "cost$"},
      {"$$SSM_TEST_NAME", "$value"},
  }));
  CAPTURE(written);
  CHECK(expand_path(written) == expected);
}

TEST_CASE("without HOME the user's entry counts") {
  const ScopedVariable home("HOME", nullptr);
  CHECK(expand_path("~root/x") == "/root/x");
  if (::geteuid() == 0) CHECK(expand_path("~/x") == "/root/x");
}

TEST_CASE("settings lie in the home that is named, and in those of the user and root") {
  const ScopedVariable home("HOME", "/home/me");
  const std::vector<std::string> homes = home_directories();
  const auto has = [&](const std::string& path) { return std::ranges::count(homes, path) > 0; };
  CHECK(homes.front() == "/home/me");
  CHECK((home_directory_of("root").empty() || has(home_directory_of("root"))));
  CHECK_FALSE(has(""));
}

TEST_CASE("an empty variable is set, a missing one is not") {
  const ScopedVariable empty("SSM_TEST_NAME", "");
  CHECK(environment("SSM_TEST_NAME") == "");
  const ScopedVariable missing("SSM_TEST_NAME", nullptr);
  CHECK_FALSE(environment("SSM_TEST_NAME").has_value());
}

TEST_CASE("the wall clock is past the year 2020 and does not run backwards here") {
  const WallClock clock;
  const Time first = clock.now();
  CHECK(first.time_since_epoch() > std::chrono::hours(24 * 365 * 50));
  CHECK(clock.now() >= first);
}

TEST_CASE("texts are quoted as Python quotes them") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"", "''"},
      {"plain", "'plain'"},
      {"it's", "\"it's\""},
      {"'\"", "'\\'\"'"},
      {"a\\b", "'a\\\\b'"},
      {"\n\t\r\x01\x7f", "'\\n\\t\\r\\x01\\x7f'"},
      {"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", "'\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80'"},
      {"\xc2\xa0\xe2\x80\xa8", "'\\xa0\\u2028'"},
      {"\xff", "'\\udcff'"},
      {"\xc3", "'\\udcc3'"},
      {"\xed\xa0\x80", "'\\udced\\udca0\\udc80'"},
  }));
  CHECK(python_repr(text) == expected);
}

TEST_CASE("values are written as Python writes them") {
  const Json value = Json::parse(R"({"a": [1, -2, 1.5, 2.0, 1e300, true, null], "b": {"c": "d"}})");
  CHECK(python_repr(value) == "{'a': [1, -2, 1.5, 2.0, 1e+300, True, None], 'b': {'c': 'd'}}");
}

}  // namespace
}  // namespace ssm
