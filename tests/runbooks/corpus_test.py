#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of published runbooks, which are read where they lie: in the shared folder beside the
checkout. Without it none runs, and how many were skipped is said."""

import os
import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(os.environ["SOURCE_DIR"]) / "tests" / "runbooks" / "corpus"


def cases():
    """As many as can be told without reading YAML: names of cases and of rows of tables."""
    texts = [path.read_text() for path in FOLDER.glob("*.test.yaml")]
    return sum(len(re.findall(r"^ *- \{?name:", text, re.MULTILINE)) for text in texts)


if not (FOLDER / "../../../../shared/corpus").exists():
    print(f"{cases()} cases skipped: there is no shared folder beside the checkout")
    sys.exit(77)
sys.exit(subprocess.run([os.environ["SSM_LOCAL"], "test", *sys.argv[1:], FOLDER],
                        check=False).returncode)
