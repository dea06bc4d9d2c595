#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A header includes the standard headers of what it names; a source includes them itself or through our headers.
With the precompiled header, or with other sources compiled as one, no compiler sees that. --fix adds what is missing.
And a source includes its own header first, so the header does not depend on what others include."""

import functools
import os
import pathlib
import re
import sys

ROOT = pathlib.Path(os.environ.get("SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
ROOMS = ("core", "actions", "cli", "documents")
HEADER_OF = {
    r"std::string\b": "string", r"std::string_view\b": "string_view", r"std::vector\b": "vector",
    r"std::(optional\b|nullopt)": "optional", r"std::map\b": "map", r"std::set\b": "set",
    r"std::unordered_map\b": "unordered_map", r"std::(variant\b|visit|monostate)": "variant",
    r"std::span\b": "span", r"std::function\b": "functional", r"std::array\b": "array",
    r"std::(unique_ptr|shared_ptr|make_unique|make_shared)\b": "memory", r"std::chrono\b": "chrono",
    r"std::(pair|move|exchange)\b": "utility", r"std::u?int(8|16|32|64)_t\b": "cstdint",
    r"std::size_t\b": "cstddef", r"std::(mutex|lock_guard)\b": "mutex", r"std::atomic\b": "atomic", r"\bfmt::": "fmt/format.h",
}
FIRST = re.compile(r'^#include ["<](.+)[">]', re.MULTILINE)
BLOCK = re.compile(r"(?:^#include <[a-z_./]+>\n)+", re.MULTILINE)


def missing(text):
    included = set(re.findall(r"#include <([^>]+)>", text))
    code = re.sub(r"//.*", "", text)
    return {name for pattern, name in HEADER_OF.items()
            if name not in included and re.search(pattern, code)}


@functools.cache
def reached(name):
    """The headers that are not ours that one of our files includes, itself or through others of ours."""
    path = ROOT / name
    if not path.is_file():
        return frozenset()
    text = path.read_text()
    own = set(re.findall(r"^#include <([^>]+)>", text, re.MULTILINE))
    return frozenset(own.union(*map(reached, re.findall(r'^#include "([^"]+)"', text, re.MULTILINE))))


def with_includes(text, names, own_header):
    block = BLOCK.search(text)
    lines = [f"#include <{name}>\n" for name in names]
    if block:
        merged = "".join(sorted([*block[0].splitlines(keepends=True), *lines]))
        return text[:block.start()] + merged + text[block.end():]
    place = re.search(rf'^(#include "(?!{re.escape(own_header)}")|namespace )', text, re.MULTILINE).start()
    return text[:place] + "".join(sorted(lines)) + "\n" + text[place:]


found = 0
for room in ROOMS:
    for path in sorted([*(ROOT / room).rglob("*.h"), *(ROOT / room).rglob("*.cpp")]):
        text = path.read_text()
        name = path.relative_to(ROOT)
        names = missing(text)
        if path.suffix == ".cpp":
            names -= reached(name)
            if path.with_suffix(".h").exists() and FIRST.search(text)[1] != str(name.with_suffix(".h")):
                found += 1
                print(f"{name}: does not include its own header first")
        if names and "--fix" in sys.argv:
            path.write_text(with_includes(text, names, str(name.with_suffix(".h"))))
        elif names:
            found += len(names)
            print(f"{name}: names what {', '.join(sorted(names))} has, and does not include it")
sys.exit(1 if found else 0)
