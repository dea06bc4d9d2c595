// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target without a fuzzing library: seeds, altered at random, the same ones each time.
//   fuzz_replay json -runs=2000 -seed=1 FILE...
// Each FILE is a seed; of a file named *.lines each line is one. What made a target fail is what
// the sanitizer's report shows, and the input is written to standard error as escaped text.
#include "tests/fuzz/replay.h"

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace {

const ssm::fuzz::ReplayedTarget* first_target = nullptr;

std::string current;

void show_current() {
  std::fputs("input: \"", stderr);
  for (const char c : current) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\')
      std::fputc(c, stderr);
    else
      std::fprintf(stderr, "\\x%02x", byte);
  }
  std::fputs("\"\n", stderr);
}

/// `\n` in a line of seeds stands for a line break.
std::string with_line_breaks(std::string text) {
  for (std::size_t at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at + 1))
    text.replace(at, 2, "\n");
  return text;
}

std::vector<std::string> read_seeds(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "cannot read %s\n", path.c_str());
    std::exit(2);
  }
  std::vector<std::string> seeds;
  if (path.ends_with(".lines")) {
    for (std::string line; std::getline(file, line);) seeds.push_back(with_line_breaks(line));
  } else {
    std::stringstream text;
    text << file.rdbuf();
    seeds.push_back(text.str());
  }
  return seeds;
}

class Mutator {
 public:
  Mutator(std::uint64_t seed, std::vector<std::string> seeds)
      : random_(seed), seeds_(std::move(seeds)) {}

  std::string next() {
    std::string text = seeds_[below(seeds_.size())];
    const std::size_t changes = 1 + below(4);
    for (std::size_t i = 0; i < changes; ++i) change(text);
    return text;
  }

 private:
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

  void change(std::string& text) {
    static constexpr std::string_view kMarks = "{}[]()\"'\\`.,:;=&|!?*@$#-_ \n\t0129aeE";
    const std::size_t at = below(text.size() + 1);
    const std::size_t length = below(std::min<std::size_t>(text.size() - at, 32) + 1);
    switch (below(6)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text.insert(at, 1, kMarks[below(kMarks.size())]);
        break;
      case 2:
        text.erase(at, length);
        break;
      case 3:
        text.insert(at, text.substr(at, length));
        break;
      case 4: {
        const std::string& other = seeds_[below(seeds_.size())];
        text = text.substr(0, at) + other.substr(below(other.size() + 1));
        break;
      }
      default:
        text.insert(at, std::string(below(40), kMarks[below(kMarks.size())]));
    }
  }

  std::mt19937_64 random_;
  std::vector<std::string> seeds_;
};

}  // namespace

ssm::fuzz::ReplayedTarget::ReplayedTarget(const char* target_name, Function target_function)
    : name(target_name), function(target_function), next(std::exchange(first_target, this)) {}

int main(int count, char** words) {
  const std::string_view name = count > 1 ? words[1] : "";
  const ssm::fuzz::ReplayedTarget* target = first_target;
  while (target != nullptr && target->name != name) target = target->next;
  if (target == nullptr) {
    std::fprintf(stderr, "no fuzz target of this name; there are:\n");
    for (target = first_target; target != nullptr; target = target->next)
      std::fprintf(stderr, "%s\n", target->name);
    return 2;
  }
  std::uint64_t seed = 1;
  long runs = 1000;
  std::vector<std::string> seeds = {""};
  for (int i = 2; i < count; ++i) {
    const std::string word = words[i];
    if (word.starts_with("-seed=")) {
      seed = std::stoull(word.substr(6));
    } else if (word.starts_with("-runs=")) {
      runs = std::stol(word.substr(6));
    } else {
      for (std::string& text : read_seeds(word)) seeds.push_back(std::move(text));
    }
  }
  std::signal(SIGABRT, [](int) { show_current(); });
  if (__sanitizer_set_death_callback) __sanitizer_set_death_callback(show_current);
  const auto call = [target](std::string text) {
    current = std::move(text);
    // Nothing may be read past the end, where a string has room for more.
    const auto bytes = std::make_unique_for_overwrite<std::uint8_t[]>(current.size());
    std::ranges::copy(current, bytes.get());
    target->function(bytes.get(), current.size());
  };
  for (const std::string& text : seeds) call(text);
  Mutator mutator(seed, seeds);
  for (long i = 0; i < runs; ++i) call(mutator.next());
  std::printf("%ld inputs from %zu seeds\n", runs, seeds.size());
}
