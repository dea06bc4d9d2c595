# SPDX-License-Identifier: Apache-2.0
"""Fails when the name of an action stands in code outside the action's own file, or an action's file has no row
in the registry. What is known of an action are fields of its ActionSpec: code that compares names has to be found
and changed for each new action."""

import os
import pathlib
import re
import sys

REGISTRY = "actions/registry.cpp"
DECLARED_NAME = re.compile(r'\.name = "aws:(\w+)"')
DEFINED_ACTION = re.compile(r"^extern constinit const Action (\w+)\{", re.MULTILINE)
LITERAL = re.compile(r'"aws:([a-z][A-Za-z]+)"')
COMMENT = re.compile(r"//.*")
KNOWN_AT_LEAST = 20


def own_file(name):
    """runCommand: actions/run_command.cpp; shareSQLMedia: actions/share_sql_media.cpp."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return f"actions/{words.lower()}.cpp"


def main():
    root = pathlib.Path(os.environ["SOURCE_DIR"])
    rows = set(re.findall(r"ACTION\((\w+)\),", (root / REGISTRY).read_text()))
    homes, problems = {}, []
    for file in sorted((root / "actions").glob("*.cpp")):
        text, path = file.read_text(), file.relative_to(root).as_posix()
        names, symbols = DECLARED_NAME.findall(text), DEFINED_ACTION.findall(text)
        if len(names) > 1 or len(names) != len(symbols):
            problems.append(f"{path}: {len(names)} names of actions and {len(symbols)} actions: one of each in a file")
        for name in names:
            homes[name] = path
            if path != own_file(name):
                problems.append(f"{path}: aws:{name} belongs in {own_file(name)}")
        problems += [f"{path}: {symbol} has no row in {REGISTRY}" for symbol in symbols if symbol not in rows]
    if len(homes) < KNOWN_AT_LEAST:
        problems.append(f"only {len(homes)} actions found: where are their files?")
    for top in ("core", "actions", "cli", "documents"):
        for file in sorted((root / top).rglob("*")):
            path = file.relative_to(root).as_posix()
            if file.suffix not in (".h", ".cpp"):
                continue
            for number, line in enumerate(file.read_text().splitlines(), 1):
                for name in LITERAL.findall(COMMENT.sub("", line)):
                    if homes.get(name, path) != path:
                        problems.append(f'{path}:{number}: "aws:{name}": use a field of ActionSpec')
    print("\n".join(problems) or f"{len(homes)} actions, each named in its own file")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
