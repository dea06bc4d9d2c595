#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails when our own text has a phrase that reads translated. A folder joins CLEAN once it has none of them."""

import os
import pathlib
import re
import sys

ROOT = pathlib.Path(os.environ.get("SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
PHRASES = re.compile(
    r"\b(at once|for ever|shall|is told of|what came of|nobody|as meant|by the way|makes that|is let|hardly as)\b")
CLEAN = ("core/document", "core/lint")


def main():
    problems, looked_at = [], 0
    for folder in CLEAN:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix not in (".h", ".cpp"):
                continue
            looked_at += 1
            for number, line in enumerate(file.read_text().splitlines(), 1):
                if found := PHRASES.search(line.lower()):
                    problems.append(f'{file.relative_to(ROOT)}:{number}: "{found.group()}": say it plainly')
    if looked_at < 30:
        problems.append(f"only {looked_at} files looked at: is SOURCE_DIR right?")
    print("\n".join(problems) or f"{looked_at} files in plain words")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
