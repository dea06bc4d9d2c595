#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of published runbooks, which are read where they lie: in the shared folder beside the
checkout. Without it none runs, and how many were skipped is said. Together they start every step
and take every choice, but for what no parameters can bring about."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(os.environ["SOURCE_DIR"]) / "tests" / "runbooks" / "corpus"

# Its parameter's pattern wants at least one character.
OUT_OF_REACH = {"CFNSignalEnd: choice 2 (StackName = \"\") → sleepend", "step sleepend"}


def cases():
    """As many as can be told without reading YAML: names of cases and of rows of tables."""
    texts = [path.read_text() for path in FOLDER.glob("*.test.yaml")]
    return sum(len(re.findall(r"^ *- \{?name:", text, re.MULTILINE)) for text in texts)


def never_taken(report):
    """Steps and choices without a visit, even of a mock. That no choice applies is left out: where the values of a
    parameter are listed, it cannot happen."""
    return {item["what"] for document in report["documents"] for item in document["items"]
            if item["kind"] in ("step", "choice") and item["count"] + item.get("mocked", 0) == 0
            and not item["what"].endswith("no choice applies")}


if not (FOLDER / "../../../../shared/corpus").exists():
    print(f"{cases()} cases skipped: there is no shared folder beside the checkout")
    sys.exit(77)
with tempfile.TemporaryDirectory() as folder:
    report = pathlib.Path(folder) / "coverage.json"
    done = subprocess.run([os.environ["SSM_LOCAL"], "test", f"--coverage=json={report}", FOLDER],
                          check=False, env=os.environ | {"SSM_LOCAL_RETIRED_RUNTIMES": "allow"})
    if done.returncode:
        sys.exit(done.returncode)
    left = never_taken(json.loads(report.read_text()))
if left != OUT_OF_REACH:
    sys.exit(f"not taken: {sorted(left - OUT_OF_REACH)}; taken after all: {sorted(OUT_OF_REACH - left)}")
