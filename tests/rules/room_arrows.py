# SPDX-License-Identifier: Apache-2.0
"""Fails when a room includes a header of a room that it must not know."""

import os
import pathlib
import re
import sys

# Each room, and the rooms it may include besides itself. Stands in core/README.md in words.
MAY_INCLUDE = {
    "core/base": set(),
    "core/expression": {"core/base"},
    "core/model": {"core/base"},
    "core/document": {"core/base", "core/expression"},
    "core/lint": {"core/base", "core/expression", "core/document"},
    "core/plan": {"core/base", "core/expression", "core/document"},
    "core/machine": {"core/base", "core/expression", "core/document", "core/plan"},
    "core/store": {"core/base", "core/os", "core/document", "core/plan", "core/machine"},
    "core/os": {"core/base"},
    "core/launch": {"core/base", "core/expression", "core/document", "core/plan", "core/machine", "core/store"},
    "core/api": {"core/base", "core/model", "core/expression", "core/document", "core/plan", "core/machine", "core/store",
                 "core/launch"},
    "core/engine": {"core/base", "core/expression", "core/document", "core/plan", "core/machine", "core/store",
                    "core/launch"},
    "actions": {"core/base", "core/model", "core/expression", "core/document", "core/plan", "core/machine", "core/store",
                "core/launch", "core/engine"},
    "documents": {"core/base", "core/launch"},
}
# These appear in one source file each; the heavy ones cost every includer seconds.
ONE_FILE_ONLY = ["CLI/CLI.hpp", "yaml-cpp/yaml.h", "sqlite3.h", "pcre2.h", "http_parser.h",
                 "openssl/ssl.h"]
FORBIDDEN = {"regex": "its recursion has no bound"}

INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]', re.MULTILINE)


def room_of(path):
    parts = path.split("/")
    if parts[0] == "core" and len(parts) > 2:
        return "/".join(parts[:2])
    return parts[0] if parts[0] in ("actions", "documents", "cli") and len(parts) > 1 else None


def main():
    root = pathlib.Path(os.environ["SOURCE_DIR"])
    problems, users, looked_at = [], {}, 0
    for top in ("core", "actions", "documents", "cli"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".h", ".cpp"):
                continue
            looked_at += 1
            name = file.relative_to(root).as_posix()
            room = room_of(name)
            for included in INCLUDE.findall(file.read_text()):
                target = room_of(included)
                allowed = MAY_INCLUDE.get(room)
                if target and target != room and allowed is not None and target not in allowed:
                    problems.append(f"{name}: {room} must not include {included}")
                if included in ONE_FILE_ONLY:
                    users.setdefault(included, []).append(name)
                if included in FORBIDDEN:
                    problems.append(f"{name}: <{included}>: {FORBIDDEN[included]}")
    for header, files in users.items():
        if len(files) > 1:
            problems.append(f"{header} is included by more than one file: {', '.join(files)}")
    if looked_at < 50:
        problems.append(f"only {looked_at} files looked at: is SOURCE_DIR right?")
    print("\n".join(problems) or f"{looked_at} files, no wrong arrow")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
