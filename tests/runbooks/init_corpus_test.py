# SPDX-License-Identifier: Apache-2.0
"""`ssm-local test init` on published runbooks, which are read where they lie, and `ssm-local test` on what it writes.
Says how many it made tests for, and of how much of them: of every fortieth runbook, or of all with
SSM_LOCAL_TEST_ALL=1. Without the shared folder nothing runs."""

import concurrent.futures
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

BINARY = os.environ["SSM_LOCAL"]
CORPUS = pathlib.Path(os.environ["SHARED_DIR"]) / "corpus"
ENVIRONMENT = os.environ | {"SSM_LOCAL_RETIRED_RUNTIMES": "allow"}
EVERY = 1 if os.environ.get("SSM_LOCAL_TEST_ALL") else 40
LEAST_GREEN = 0.95
LEAST_COVERED = 0.90
PATIENCE_SECONDS = 300


def run(*words):
    return subprocess.run([BINARY, "test", *map(str, words)], capture_output=True, text=True,
                          env=ENVIRONMENT, timeout=PATIENCE_SECONDS, check=False)


def made(runbook, output):
    """Why there is no test file; empty: there is one."""
    done = run("init", CORPUS / runbook, "--output", output, "--no-models")
    return "" if done.returncode == 0 else done.stderr.strip() or f"exit code {done.returncode}"


def is_covered(item):
    """Also by a mock that stands in for the step."""
    return item["count"] + item.get("mocked", 0) > 0


def share(items, is_enough=is_covered):
    return sum(map(is_enough, items)) / len(items) if items else 1.0


def main():
    if not CORPUS.exists():
        print("347 runbooks skipped: there is no shared folder beside the checkout")
        return 77
    with open(CORPUS / "INDEX.tsv", encoding="utf-8") as index:
        known = [row["file"] for row in csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE)]
    runbooks = known[::EVERY]
    if len(runbooks) < len(known):
        print(f"skipped: {len(known) - len(runbooks)} of {len(known)} runbooks (SSM_LOCAL_TEST_ALL=1 takes them all)")
    with tempfile.TemporaryDirectory() as folder:
        outputs = [pathlib.Path(folder) / f"{number}.test.yaml" for number in range(len(runbooks))]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            reasons = list(pool.map(made, runbooks, outputs))
        loaded = [(runbook, reason) for runbook, reason in zip(runbooks, reasons)
                  if "the runbook would be refused" not in reason]
        report, cases = pathlib.Path(folder) / "coverage.json", pathlib.Path(folder) / "cases.json"
        done = run(f"--coverage=json={report}", f"--report=json={cases}", folder)
        documents = json.loads(report.read_text())["documents"]
        failed = [f"{file['path']}: {case['name']}" for file in json.loads(cases.read_text())["files"]
                  for case in file["cases"] if case["outcome"] != "passed"]
    without = [f"{runbook}: {reason}" for runbook, reason in loaded if reason]
    green = len(documents) / len(loaded) if not failed else 0
    shares = [share([item for item in document["items"] if item["kind"] in ("step", "choice")])
              for document in documents]
    covered = sum(shares) / len(shares)
    everything = [item for document in documents for item in document["items"]]
    lines = [item for item in everything if item["kind"] == "scriptLine"]
    whole, real = share(everything), share(everything, lambda item: item["count"] > 0)
    print(f"{len(runbooks)} runbooks, {len(loaded)} load; tests for {len(documents)} of these, {green:.1%}; "
          f"{covered:.1%} of their steps and choices on average, {whole:.1%} of everything, {real:.1%} without what mocks "
          f"stand in for; {share(lines):.1%} of {len(lines)} lines of scripts")
    print("\n".join(without + failed))
    if os.environ.get("VERBOSE"):
        for document, part in sorted(zip(documents, shares), key=lambda each: each[1]):
            print(f"{part:.1%} {document['name']}")
            print("".join(f"    {item['what']}\n" for item in document["items"] if not is_covered(item)), end="")
    return 0 if done.returncode == 0 and green >= LEAST_GREEN and covered >= LEAST_COVERED else 1


if __name__ == "__main__":
    sys.exit(main())
