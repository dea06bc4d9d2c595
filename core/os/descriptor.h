// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

namespace ssm {

/// Owns a file descriptor; -1 is none.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    reset(other.release());
    return *this;
  }
  ~Descriptor() { reset(); }

  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  int release() { return std::exchange(number_, -1); }
  void reset(int number = -1) {
    if (number_ >= 0) ::close(number_);
    number_ = number;
  }

 private:
  int number_ = -1;
};

/// What an errno means, in English whatever the locale; safe in any thread.
std::string system_message(int error);

/// The home directory: $HOME, else the user's entry in /etc/passwd, else empty.
/// (getpwuid would pull shared libraries into a static program.)
std::string home_directory();
/// The home directory of a user by name, or empty.
std::string home_directory_of(const std::string& user);
/// The homes in which this user's settings may lie: $HOME, and of /etc/passwd the user's and
/// root's.
std::vector<std::string> home_directories();

}  // namespace ssm
