# SPDX-License-Identifier: Apache-2.0
"""Runs the cases in parity/*.json and compares with what the AWS CLI v2 did with the same words and state.

    parity_test.py                  compare with the recordings in parity/recorded
    parity_test.py --record [AWS]   run the AWS CLI (default /usr/bin/aws) against `ssm-local serve`, and keep
                                    what it did; only the case files named by --only
    parity_test.py --show NAME      both sides of one case

Each case runs in a scratch home with its `files`, and on a copy of one state directory unless it changes nothing there:
what fails or only asks shares the state and its server. The form of the cases is that of cli_parity.py; `{done}`, `{failed}`
and `{waiting}` are executions of that state. Ours is run on the state itself and, where that can make a difference, as a
client of `serve`. Exit code, standard output and the first message on standard error have to be equal, except where
parity/reviewed.tsv says why the message is another one.
"""

import argparse
import concurrent.futures
import contextlib
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

from local import BINARY, Local

FOLDER = pathlib.Path(__file__).parent / "parity"
RECORDED = FOLDER / "recorded"
REVIEWED = FOLDER / "reviewed.tsv"
PATIENCE_SECONDS = 120
REFUSED = 252  # the exit code of a command line that no service sees
MASKS = [
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<id>"),
    (re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(?=[+-]\d\d:\d\d)"), "<time>"),
    (re.compile(r"(?<![\d.])1[7-9]\d{8}(\.\d{1,3})?(?!\d)"), "<time>"),
    (re.compile(r"http://127\.0\.0\.1:\d+"), "<endpoint>"),
]
# What the AWS CLI 2.36 writes before a message and 2.9 does not, and what both write around it.
PREFIX = re.compile(r"^(?:aws: (?:\[ERROR\]|error): )?(?:An error occurred \((?:ParamValidation|Configuration"
                    r"|NoRegion|NoCredentials|Pager)\): )?")
ASKS = re.compile(r"(list|describe|get)-")
OPERATION = re.compile(r"[a-z]+(-[a-z]+)+")
OF_WORDS = {"check", "input", "line", "shorthand", "value"}  # case files
OF_PRINTING = {"output", "query"}
AROUND = re.compile(r"^(?:usage: |To see help text|(?:aws|ssm-local)(?: <\w+>)* help$)")


def sleep_document(seconds=1, **more):
    steps = [{"name": name, "action": "aws:sleep", "inputs": {"Duration": f"PT{seconds}S"}}
             for name in ("first", "second")]
    return {"schemaVersion": "0.3", **more, "mainSteps": steps}


def seed(local):
    """What every case finds: documents, tags, and executions that have ended or wait."""
    def create(name, content, *options):
        local.ssm("create-document", "--name", name, "--document-type", "Automation",
                  "--content", content, *options)
    names = ("A", "B", "C", "InstanceId", "Role", "Commands", "AutomationAssumeRole")
    parameters = {name: {"type": "StringList", "default": []} for name in names}
    plain = json.dumps(sleep_document(description="Sleeps twice.", parameters=parameters))
    create("Doc", plain)
    create("Yaml", "schemaVersion: '0.3'\ndescription: |-\n  Two lines,\n  one: text\nmainSteps:\n"
           "  - name: a\n    action: aws:sleep\n    inputs:\n      Duration: PT1S\n",
           "--document-format", "YAML")
    create("Tagged", plain, "--tags", "Key=team,Value=red", "Key=stage,Value=")
    create("Versions", plain, "--version-name", "first")
    for number, name in ((2, "second"), (3, "third")):
        local.ssm("update-document", "--name", "Versions", "--document-version", "$LATEST",
                  "--version-name", name, "--content", json.dumps(sleep_document(number)))
    for number in range(4):
        create(f"More-{number}", plain)
    done = local.start("Doc", A="x")
    failed = local.start("AWS-RestartEC2Instance", InstanceId="i-00000000000000000")
    waiting = local.start("Doc", mode="Interactive")
    for execution, code in ((done, 0), (failed, 255)):
        ended = local.run("wait", "automation-execution-complete", "--automation-execution-id",
                          execution, "--timeout", PATIENCE_SECONDS)
        assert ended.returncode == code, ended.stderr
    assert local.run("engine", "stop").returncode == 0
    return {"done": done, "failed": failed, "waiting": waiting}


def read_cases(file):
    content = json.loads(file.read_text())
    return [{**content["defaults"], **case} for case in content["cases"] if "skip" not in case]


def masked(text):
    for pattern, name in MASKS:
        text = pattern.sub(name, text)
    return text


def environment(scratch, case):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "SSM_LOCAL", "XDG_"))}
    result = {**kept, "HOME": scratch, "TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8",
              "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret",
              "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": ""}
    for name, value in case.get("env", {}).items():
        result.pop(name, None)
        if value is not None:
            result[name] = value.replace("{scratch}", scratch)
    return result


class Place:
    """A state directory, and the server on it or None; entered, it is just itself."""

    def __init__(self, state, server):
        self.state, self.server = state, server

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


class World:
    """The state all cases begin with."""

    def __init__(self, local):
        self.local, self.executions = local, seed(local)
        self.shared = Place(str(local.state), None)  # has a server where cases are compared

    def run(self, command, case, served, changes=True):
        """One case: what it did. `served`: the command is a client of a server on the state."""
        with tempfile.TemporaryDirectory(prefix="ssm-local-parity-",
                                         ignore_cleanup_errors=True) as folder:
            scratch = f"{folder}/home"
            os.mkdir(scratch)
            for name, text in case.get("files", {}).items():
                path = pathlib.Path(scratch, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            words = [self.filled(word, scratch) for word in case["args"]]
            variables = environment(scratch, case)
            with self.copy(f"{folder}/state", served) if changes else self.shared as place:
                variables |= {"SSM_LOCAL_STATE_DIR": place.state, "SSM_LOCAL_ENGINE_IDLE_SECONDS": "1"}
                if served:
                    command = [*command, "--endpoint-url", place.server.address]
                done = subprocess.run([*command, *words], env=variables, cwd=scratch, capture_output=True,
                                      stdin=subprocess.DEVNULL, timeout=PATIENCE_SECONDS, check=False)
            out, err = (masked(text.decode("utf-8", "backslashreplace").replace(scratch, "{scratch}"))
                        for text in (done.stdout, done.stderr))
        return {"rc": done.returncode, "stdout": out, "stderr": err}

    @contextlib.contextmanager
    def copy(self, state, served):
        """A state of one's own, and a server on it."""
        shutil.copytree(self.local.state, state, ignore=shutil.ignore_patterns("engine.*"))
        server = start_server(state) if served else None
        try:
            yield Place(state, server)
        finally:
            if server:
                stop_server(server)
            elif os.path.exists(f"{state}/engine.lock"):
                subprocess.run([BINARY, "engine", "stop", "--state-dir", state], check=False,
                               capture_output=True)

    def filled(self, word, scratch):
        for name, execution in self.executions.items():
            word = word.replace("{" + name + "}", execution)
        return word.replace("{scratch}", scratch)


def start_server(state):
    server = subprocess.Popen([BINARY, "serve", "--port", "0", "--state-dir", state], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    server.address = server.stdout.readline().split()[-1]
    return server


def stop_server(server):
    server.terminate()
    server.communicate()


def may_change(case, aws):
    """Whether a case can change the state: it succeeds, and does more than ask."""
    return aws.get("rc", 0) == 0 and not any(ASKS.match(word) for word in case["args"])


def operation(case):
    return next((word for word in case["args"] if OPERATION.fullmatch(word)), "")


def worth_sending(section, cases, recorded):
    """Those of a section to which a client adds something. A command line that is refused gets to no server.
    How an answer is printed does not depend on where it came from. Of cases about how words become a request
    one is sent for each outcome of an operation, and none that needs a server of its own."""
    if section in OF_PRINTING:
        return []
    sent = [case for case in cases if recorded[case["name"]].get("rc") != REFUSED]
    if section not in OF_WORDS:
        return sent
    outcomes = {}
    for case in sent:
        aws = recorded[case["name"]]
        if not may_change(case, aws):
            outcomes.setdefault((operation(case), aws.get("rc"), message(aws.get("stderr", ""))), case)
    return list(outcomes.values())


def content(state):
    """All that is kept in a state."""
    with contextlib.closing(sqlite3.connect(f"file:{state}/state.db?mode=ro", uri=True)) as database:
        return list(database.iterdump())


def message(stderr):
    """The first line that says something, without what differs between versions."""
    for line in map(str.strip, stderr.splitlines()):
        if line and not AROUND.match(line):
            return PREFIX.sub("", line)
    return ""


def looked_at(case):
    return case.get("compare", ["rc", "stdout", "stderr"])


def differences(case, aws, ours):
    """Names of what differs."""
    seen = [name for name in looked_at(case) if name != "stderr" and aws[name] != ours[name]]
    if "stderr" in looked_at(case) and message(aws["stderr"]) != message(ours["stderr"]):
        seen.append("stderr")
    return seen


def in_parallel(work, cases):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, cases))


def version_of(aws):
    done = subprocess.run([aws, "--version"], capture_output=True, text=True, check=True)
    return done.stdout.split()[0]


def record(world, files, aws):
    for file in files:
        cases = read_cases(file)
        results = in_parallel(lambda case: world.run([aws], case, True), cases)
        # What is not compared is not kept: the pages of help are not ours to copy.
        results = [{what: result[what] for what in looked_at(case)}
                   for case, result in zip(cases, results)]
        lines = [f"{json.dumps(case['name'])}: {json.dumps(result, ensure_ascii=False)}"
                 for case, result in zip(cases, results)]
        RECORDED.mkdir(exist_ok=True)
        (RECORDED / file.name).write_text(
            f'{{"aws": {json.dumps(version_of(aws))}, "results": {{\n' + ",\n".join(lines) + "\n}}\n")
        print(f"{file.stem}: {len(cases)} cases recorded")


def compare_case(name, case, aws, ours, reviewed):
    """Problems of one case; `name` says how it was run."""
    seen = differences(case, aws, ours)
    if case["name"] in reviewed:
        if seen == ["stderr"]:
            return []
        if not seen:
            return [f"{name}: reviewed.tsv lists it, but nothing differs"]
    problems = []
    for what in seen:
        a, b = (message(side[what]) if what == "stderr" else side[what] for side in (aws, ours))
        problems.append(f"{name}: {what}:\n    aws:  {a!r}\n    ours: {b!r}")
    return problems


def compare(world, files):
    reviewed = dict(line.split("\t", 1) for line in REVIEWED.read_text().splitlines()
                    if line and not line.startswith("#"))
    problems, cases_run, unused = [], 0, set(reviewed)
    before = content(world.shared.state)
    for file in files:
        recorded = json.loads((RECORDED / file.name).read_text())["results"]
        cases = read_cases(file)
        cases_run += len(cases)
        unused -= {case["name"] for case in cases}
        problems += [f"{case['name']}: not recorded" for case in cases if case["name"] not in recorded]
        cases = [case for case in cases if case["name"] in recorded]
        for served in (False, True):
            run = cases if not served else worth_sending(file.stem, cases, recorded)
            results = in_parallel(lambda case: world.run(
                [BINARY], case, served, may_change(case, recorded[case["name"]])), run)
            for case, ours in zip(run, results):
                name = case["name"] + (" as a client" if served else "")
                problems += compare_case(name, case, recorded[case["name"]], ours, reviewed)
    if content(world.shared.state) != before:
        problems.append("a case that fails or only asks has changed the state")
    problems += [f"{name}: reviewed.tsv lists it, but there is no such case" for name in sorted(unused)]
    print("\n".join(problems))
    print(f"{cases_run} cases on the state, and as a client: {len(problems)} problems, "
          f"{len(reviewed)} other wordings reviewed")
    return 1 if problems else 0


def main():
    options = argparse.ArgumentParser(usage=__doc__)
    options.add_argument("--record", nargs="?", const="/usr/bin/aws")
    options.add_argument("--only", action="append", default=[])
    options.add_argument("--show")
    given = options.parse_args()
    files = [file for file in sorted(FOLDER.glob("*.json")) if not given.only or file.stem in given.only]
    with Local() as local:
        world = World(local)
        if given.show:
            for file in files:
                for case in read_cases(file):
                    if case["name"] == given.show:
                        print(json.loads((RECORDED / file.name).read_text())["results"].get(given.show))
                        print(world.run([BINARY], case, False))
            return 0
        if given.record:
            record(world, files, given.record)
            return 0
        world.shared.server = start_server(world.shared.state)
        try:
            return compare(world, files)
        finally:
            stop_server(world.shared.server)


if __name__ == "__main__":
    sys.exit(main())
