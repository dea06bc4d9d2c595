#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The example in documents/example does what it, its workflow and README.md say.

The commands are taken from those texts, so that they cannot come to differ from what is tested."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

ROOT = pathlib.Path(os.environ["SOURCE_DIR"])
EXAMPLE = ROOT / "documents" / "example"
BINARY = pathlib.Path(os.environ["SSM_LOCAL"])
failures = []


def check(holds, what):
    print(("ok   " if holds else "FAIL ") + what)
    if not holds:
        failures.append(what)


def run(command, folder):
    """In a copy of the example, as a newcomer would: ssm-local is in the PATH, nothing is set."""
    environment = {"PATH": f"{BINARY.parent}:{os.environ['PATH']}", "HOME": str(folder),
                   "SSM_LOCAL_STATE_DIR": str(folder / ".state"), "LC_ALL": "C.UTF-8"}
    return subprocess.run(["sh", "-ec", command], cwd=folder, env=environment, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=120, check=False)


def workflow_commands(text):
    """By name of the step, what its `run` says."""
    steps = re.findall(r"^    - name: (.+)\n      run: (\|\n(?:        .+\n)+|.+\n)", text,
                       re.MULTILINE)
    return {name: re.sub(r"^\|\n", "", commands) for name, commands in steps}


def shown_commands(text):
    """Every `$ command` of an indented block, with the output that is shown below it."""
    for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.MULTILINE):
        lines = [line[4:] for line in block.rstrip().split("\n")]
        begins = [i for i, line in enumerate(lines) if line.startswith("$ ")]
        for begin, end in zip(begins, begins[1:] + [len(lines)]):
            yield lines[begin][2:], "\n".join(lines[begin + 1:end]).strip()


def without_times(text):
    """Nor with what is only said of what the machine lacks: botocore, a version of Python, namespaces."""
    of_machine = ("botocore is not installed", "python3 runs its scripts", "less isolation than they should")
    lines = [line.rstrip() for line in text.strip().split("\n") if not any(said in line for said in of_machine)]
    return re.sub(r"\d+ ms", "N ms", "\n".join(lines))


def section(text, title):
    _, _, rest = text.partition(f"# {title}\n")
    return re.split(r"^##", rest, maxsplit=1, flags=re.MULTILINE)[0] if rest else ""


def copy_of_example():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="ssm-local-example-"))
    return shutil.copytree(EXAMPLE, folder / "example")


def test_workflow():
    commands = workflow_commands((EXAMPLE / ".github/workflows/runbooks.yml").read_text())
    install = commands.pop("Install ssm-local", "")
    check((ROOT / "cli" / "quickstart").exists() and "cli/quickstart" in install
          and "build/release/ssm-local" in install, "the workflow installs as README.md says")
    check(len(commands) >= 3, "the workflow checks runbooks and mocks, and runs the tests")
    folder = copy_of_example()
    for name, command in commands.items():
        done = run(command, folder)
        check(done.returncode == 0, f"workflow: {name}" + (f"\n{done.stdout}" if done.returncode else ""))
    suites = list(xml.etree.ElementTree.parse(folder / "test-results.xml").iter("testsuite"))
    check(bool(suites) and all(suite.get("failures") == "0" for suite in suites),
          "the workflow's report holds no failure")
    (folder / "retire-instance.yaml").write_text(
        (folder / "retire-instance.yaml").read_text().replace("NextStep: keep", "NextStep: stop"))
    check(run(commands["Test runbooks"], folder).returncode == 1,
          "a runbook that goes another way makes the workflow fail")
    shutil.rmtree(folder.parent)


def test_texts():
    guide = section((ROOT / "README.md").read_text(), "For runbook authors")
    shown = list(shown_commands(guide))
    check(len(shown) >= 3, "README.md shows commands for authors, with their output")
    folder = copy_of_example()
    for command, output in shown:
        if command.startswith("cp "):
            continue
        done = run(command, folder)
        same = without_times(done.stdout) == without_times(output)
        check(same, f"README.md: {command}" + ("" if same else f"\n--- prints\n{done.stdout}--- shown\n{output}"))
    shutil.rmtree(folder.parent)
    folder = copy_of_example()
    for command in re.findall(r"^    (ssm-local .+)$", (EXAMPLE / "README.md").read_text(), re.MULTILINE):
        done = run(command, folder)
        check(done.returncode == 0, f"the example's README.md: {command}")
    shutil.rmtree(folder.parent)


def test_shown_file():
    """README.md shows a whole test file, and what running it prints."""
    guide = section((ROOT / "README.md").read_text(), "Test runbooks")
    shown = re.search(r"^    # (\S+\.test\.yaml)\n((?:    .*\n|\n)+)", guide, re.MULTILINE)
    check(shown is not None, "README.md shows a test file")
    text, _, _ = shown[2].partition("    $ ")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="ssm-local-example-"))
    (folder / shown[1]).write_text(re.sub(r"^    ", "", text, flags=re.MULTILINE))
    command, output = next(shown_commands(guide))
    done = run(command, folder)
    same = without_times(done.stdout) == without_times(output)
    check(same, f"README.md: {shown[1]}" + ("" if same else f"\n{done.stdout}"))
    shutil.rmtree(folder)


test_workflow()
test_shown_file()
test_texts()
sys.exit(1 if failures else 0)
