#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# nlohmann/json 3.11.2 (Debian 12): an ordered_json object that gets one more member copies all members it has, each
# with everything below it, whenever its vector is full. Five small members beside an array of 1,000 texts cost
# more than 5,000 allocations; nlohmann::json needs one for each.
#
# Why it surprises: every operation asked for is an insertion at the end, and a growing std::vector moves. But the
# elements are pairs whose first part is constant, so that moving one copies its name, which may throw; the vector
# then copies the whole pair to keep its guarantee. Documents nest, and so do the copies: a parser that builds
# objects member by member pays once per level. What is written about ordered_map's cost is the search among the names.
# Source: include/nlohmann/ordered_map.hpp (`std::vector<std::pair<const Key, T>, Allocator>`);
# https://eel.is/c++draft/vector.modifiers (only a move that cannot throw, or the lack of a copy, makes it move);
# https://github.com/nlohmann/json/pull/5353 (the documented complexity).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq download nlohmann-json3-dev=3.11.2-2 2>/dev/null
dpkg-deb -x nlohmann-json3-dev_3.11.2-2_all.deb .
cat >count.cpp <<'CPP'
#include <cstdio>
#include <cstdlib>
#include <new>
#include <nlohmann/json.hpp>

static long allocations = 0;
void* operator new(std::size_t size) {
  ++allocations;
  return std::malloc(size);
}
void operator delete(void* place) noexcept { std::free(place); }
void operator delete(void* place, std::size_t) noexcept { std::free(place); }

template <class J>
long for_five_members() {
  J object;
  object["texts"] = J::array();
  for (int i = 0; i < 1000; ++i) object["texts"].push_back(std::string(40, 'x'));
  const long before = allocations;
  for (const char* name : {"a", "b", "c", "d", "e"}) object[name] = 1;
  return allocations - before;
}

int main() {
  std::printf("%ld %ld\n", for_five_members<nlohmann::json>(), for_five_members<nlohmann::ordered_json>());
}
CPP
g++ -std=c++17 -O1 -I usr/include count.cpp -o count
read -r sorted ordered < <(./count)
echo "five members more: nlohmann::json $sorted allocations, nlohmann::ordered_json $ordered"
[ "$sorted" -le 20 ] || { echo "expected at most 20 for nlohmann::json: the behaviour has changed" >&2; exit 1; }
[ "$ordered" -ge 5000 ] || { echo "expected 5000 or more for ordered_json: the behaviour has changed" >&2; exit 1; }
