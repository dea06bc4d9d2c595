# SPDX-License-Identifier: Apache-2.0
"""Writes one source that compiles where every header compiles alone: each header has a namespace of its own there, with
its text and that of the headers of ours that it includes, so it sees no names of others. What is not ours comes once,
before all of them; that each header includes that as well header_includes.py finds.

    headers_alone.py ROOT OUTPUT HEADER...
"""

import pathlib
import re
import sys

OURS = re.compile(r'^#include "([^"]+)"\n', re.MULTILINE)
OTHERS = re.compile(r"^#include <([^>]+)>\n", re.MULTILINE)
# They are made of types that are not ours, and costly: the namespaces use these themselves.
GIVEN = {"core/base/result.h": r"\bResult\b", "core/base/json.h": r"\bJson\b"}
BESIDE = {"core/base/pch.h"}  # nothing of its own


class Headers:
    def __init__(self, root):
        self.root, self.texts = root, {}

    def text(self, name):
        if name not in self.texts:
            self.texts[name] = (self.root / name).read_text()
        return self.texts[name]

    def closure(self, name, seen):
        """The headers that a header needs, in the order in which a compiler comes to their ends, itself last."""
        if name not in seen:
            seen.add(name)
            for other in OURS.findall(self.text(name)):
                yield from self.closure(other, seen)
            yield name

    def alone(self, name):
        parts, needed = [], list(self.closure(name, set()))
        for each in needed:
            if each in GIVEN:
                parts.append("namespace ssm {\nusing namespace ::ssm;\n}\n")
                continue
            text = self.text(each).replace("#pragma once\n", "\n")
            parts.append(f'#line 1 "{self.root / each}"\n' + OTHERS.sub("\n", OURS.sub("\n", text)))
        for given, named in GIVEN.items():
            if given not in needed and re.search(named, re.sub(r"//.*", "", self.text(name))):
                parts.append(f'#line 1 "{self.root / name}"\n#error "does not include {given}"\n')
        identifier = re.sub(r"\W", "_", name)
        return f"namespace {identifier} {{\n{''.join(parts)}}}\n"


def main():
    root, output, *names = sys.argv[1:]
    headers = Headers(pathlib.Path(root))
    bodies = [headers.alone(name) for name in names if name not in GIVEN and name not in BESIDE]
    others = {other for name in headers.texts for other in OTHERS.findall(headers.text(name))}
    lines = [f'#include "{name}"\n' for name in GIVEN] + [f"#include <{name}>\n" for name in sorted(others)]
    pathlib.Path(output).write_text("".join(lines + bodies))


if __name__ == "__main__":
    main()
