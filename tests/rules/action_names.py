# SPDX-License-Identifier: Apache-2.0
"""Fails when the name of an action stands in code outside the action's own file. What is known of an
action are fields of its ActionSpec: code that compares names has to be found and changed for each new
action."""

import os
import pathlib
import re
import sys

# The table of all actions, and where each is connected with its code.
HOME = {"core/document/action.cpp", "actions/registry.cpp"}

LITERAL = re.compile(r'"aws:([a-z][A-Za-z]+)"')
COMMENT = re.compile(r"//.*")
KNOWN_AT_LEAST = 20


def main():
    root = pathlib.Path(os.environ["SOURCE_DIR"])
    names = set(LITERAL.findall((root / "core/document/action.cpp").read_text()))
    problems = []
    if len(names) < KNOWN_AT_LEAST:
        problems.append(f"only {len(names)} actions found: where is their table?")
    for top in ("core", "actions", "cli", "documents"):
        for file in sorted((root / top).rglob("*")):
            name = file.relative_to(root).as_posix()
            if file.suffix not in (".h", ".cpp") or name in HOME:
                continue
            for number, line in enumerate(file.read_text().splitlines(), 1):
                for found in LITERAL.findall(COMMENT.sub("", line)):
                    if found in names:
                        problems.append(f'{name}:{number}: "aws:{found}": use a field of ActionSpec')
    print("\n".join(problems) or f"{len(names)} actions, each named in one place")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
