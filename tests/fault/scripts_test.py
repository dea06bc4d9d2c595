# SPDX-License-Identifier: Apache-2.0
"""Scripts of runbooks beside an engine that is killed, stopped or told to cancel, and what they can reach."""

import hashlib
import io
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import unittest.mock
import zipfile

import local as local_module
from local import BINARY, Local

ENDED = ("Success", "Failed", "Cancelled", "TimedOut")
SECRET = "s3cret-of-the-caller"


def runbook(script, **step):
    return {"mainSteps": [{"name": "run", "action": "aws:executeScript",
                           "inputs": {"Runtime": "python3.11", "Handler": "handler", "Script": script},
                           **step}],
            "outputs": ["run.OutputPayload"]}


def script(*lines):
    return "\n".join(["import errno, os, signal, socket, subprocess, time", "def handler(events, context):",
                      *(f"    {line}" for line in lines), ""])


# A process of its session, and one that has left it. Both are told from all others by their argument.
LINGERS = ("signal.signal(signal.SIGTERM, signal.SIG_IGN)",
           "subprocess.Popen(['sleep', NUMBER])",
           "subprocess.Popen(['sleep', NUMBER], start_new_session=True)",
           "time.sleep(float(NUMBER))")


def processes(number):
    """Whose command line has the number."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and number.encode() in (entry / "cmdline").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            pass  # it has ended meanwhile
    return found


def alive(pid):
    """A zombie is not."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class ScriptCase(unittest.TestCase):
    def setUp(self):
        self.local = Local(AWS_SECRET_ACCESS_KEY=SECRET, SECRET=SECRET)
        self.addCleanup(self.local.__exit__)

    def run_script(self, *lines, **step):
        """What the script has returned, as text."""
        name = f"Doc{len(self.local.query('SELECT 1 FROM documents')) if self.local.state.exists() else 0}"
        self.local.create_document(name, runbook(script(*lines), **step))
        done = self.local.await_status(self.local.start(name), *ENDED)
        self.assertEqual(done["AutomationExecutionStatus"], "Success", done.get("FailureMessage"))
        return done["Outputs"]["run.OutputPayload"][0]

    def begin_lingering(self, **step):
        """An execution whose script runs on, and the number that its processes have."""
        number = f"{os.getpid()}.{time.monotonic_ns()}"
        lines = [line.replace("NUMBER", repr(number)) for line in LINGERS]
        self.local.create_document("Lingers", runbook(script(*lines), **step))
        execution = self.local.start("Lingers")
        self.await_processes(number, 2)
        return execution, number

    def await_processes(self, number, count):
        self.local.await_(f"{count} processes", lambda: len(processes(number)) == count)

    def log(self):
        return (self.local.state / "engine.log").read_text()

    def need_namespaces(self):
        self.run_script("return 1")
        if "less isolation" in self.log():
            self.skipTest("the system refuses namespaces")


class Scripts(ScriptCase):
    """As the system has it: namespaces, on most, and a Python that is kept."""

    def test_it_returns(self):
        self.assertEqual(self.run_script("return {'sum': 1 + 1}"), '{"Payload":{"sum":2}}')

    def test_killed_engine(self):
        # Nothing of the script is left, and it is run again.
        execution, number = self.begin_lingering()
        before = processes(number)
        self.assertTrue(self.local.kill_engine())
        self.await_processes(number, 0)
        self.local.run("ssm", "describe-automation-executions")
        self.assertEqual(self.local.execution(execution)["AutomationExecutionStatus"], "InProgress")
        self.await_processes(number, 2)
        self.assertFalse(set(before) & set(processes(number)))
        self.local.ssm("stop-automation-execution", "--automation-execution-id", execution)
        self.local.await_status(execution, "Cancelled")
        self.await_processes(number, 0)
        starts = [event for event in self.local.history(execution) if event[0] == "StepStarted"]
        self.assertEqual(starts, [("StepStarted", "run")])

    def test_stopped_engine(self):
        execution, number = self.begin_lingering()
        self.assertEqual(self.local.run("engine", "stop").returncode, 0)
        self.await_processes(number, 0)
        self.local.run("ssm", "describe-automation-executions")
        self.await_processes(number, 2)
        self.assertEqual(self.local.execution(execution)["AutomationExecutionStatus"], "InProgress")

    def test_cancelled(self):
        execution, number = self.begin_lingering()
        self.local.ssm("stop-automation-execution", "--automation-execution-id", execution)
        done = self.local.await_status(execution, "Cancelled")
        self.assertEqual(done["StepExecutions"][0]["StepStatus"], "Cancelled")
        self.await_processes(number, 0)

    def test_out_of_time(self):
        execution, number = self.begin_lingering(timeoutSeconds=2)
        done = self.local.await_status(execution, "TimedOut")
        self.assertEqual(done["StepExecutions"][0]["StepStatus"], "TimedOut")
        self.await_processes(number, 0)

    def test_case_out_of_time(self):
        # What a test may take bounds its scripts, too.
        file = self.local.folder / "endless.test.yaml"
        file.write_text(json.dumps({
            "document": {"schemaVersion": "0.3", **runbook(script("while True: pass"))},
            "cases": [{"name": "a", "expect": {"status": "Success"}}]}))
        done = self.local.run("test", file, "--timeout", "1")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("still not at rest after 1 seconds (--timeout)", done.stdout)

    def test_environment(self):
        # The engine was started by a command that has secrets.
        self.assertEqual(self.run_script(
            "own = {**os.environ}",
            "first = open('/proc/self/environ').read() if os.path.exists('/proc/self/environ') else ''",
            f"return [{SECRET[:6]!r} + {SECRET[6:]!r} in str(own) + first,",
            "        sorted(n for n in own if n.startswith(('AWS', 'SSM')))]"), '{"Payload":[false,[]]}')

    def test_no_credentials(self):
        # Nor where they lie.
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:  # /tmp is hidden anyway
            os.chmod(folder, 0o755)
            home, file = pathlib.Path(folder) / "home", pathlib.Path(folder) / "credentials"
            (home / ".aws").mkdir(parents=True)
            (home / ".aws" / "credentials").write_text(SECRET)
            file.write_text(SECRET)
            self.local.environment |= {"HOME": str(home), "AWS_SHARED_CREDENTIALS_FILE": str(file)}
            self.need_namespaces()
            self.assertEqual(self.run_script(
                f"return [os.listdir({str(home / '.aws')!r}), open({str(file)!r}).read()]"), '{"Payload":[[],""]}')

    def test_no_network(self):
        self.need_namespaces()
        self.assertEqual(self.run_script(
            "try:", "    socket.create_connection(('127.0.0.1', 9), 5)",
            "except OSError as error:", "    return errno.errorcode[error.errno]"),
            '{"Payload":"ENETUNREACH"}')

    def test_no_other_processes(self):
        self.need_namespaces()
        self.assertEqual(self.run_script(
            "try:", f"    os.kill({os.getpid()}, 0)",
            "except ProcessLookupError:", "    return os.getpid() < 100"), '{"Payload":true}')

    def test_files_are_read_only(self):
        # Its own are not, and nothing of them is left.
        self.need_namespaces()
        kept = pathlib.Path(__file__).parent / "written-by-a-script"
        self.assertEqual(self.run_script(
            "open('/tmp/own', 'w').write('x')", "open('own', 'w').write('x')",
            "try:", f"    open({str(kept)!r}, 'w')", "except OSError as error:",
            "    return errno.errorcode[error.errno] in ('EROFS', 'EACCES')"), '{"Payload":true}')
        self.assertFalse(kept.exists())
        self.assertFalse(pathlib.Path("/tmp/own").exists())

    def test_disk_is_bounded(self):
        self.need_namespaces()
        self.assertEqual(self.run_script(
            "try:", "    for n in range(20):",
            "        os.truncate(os.open(f'f{n}', os.O_CREAT | os.O_WRONLY), 0)",
            "        os.posix_fallocate(os.open(f'f{n}', os.O_WRONLY), 0, 100 << 20)",
            "except OSError as error:", "    return [n, errno.errorcode[error.errno]]"),
            '{"Payload":[5,"ENOSPC"]}')

    def test_fork_bomb(self):
        # Whoever the engine runs as. What was started ends with the script.
        self.assertEqual(self.run_script(
            "made = 0", "try:", "    while made < 5000:",
            "        if os.fork() == 0:", "            signal.pause()", "        made += 1",
            "except BlockingIOError:", "    return 'bounded'"), '{"Payload":"bounded"}')

    def test_calls(self):
        # They go to the account that the steps act on, in the transactions of the engine.
        self.assertEqual(self.run_script(
            "import boto3", "ec2 = boto3.client('ec2')", "ids = ['i-1234567890abcdef0']",
            "ec2.stop_instances(InstanceIds=ids)",
            "ec2.get_waiter('instance_stopped').wait(InstanceIds=ids, WaiterConfig={'Delay': 0.2})",
            "return [boto3.__file__ if hasattr(boto3, '__file__') else 'ours', len(ec2.describe_instances()['Reservations'])]"),
            '{"Payload":["ours",3]}')
        account = json.loads(self.local.run("account", "show").stdout)
        self.assertEqual({one["InstanceId"]: one["State"] for one in account["instances"]}["i-1234567890abcdef0"], "stopped")

    def test_calls_after_a_commit(self):
        # What was answered stays, whatever the step comes to.
        self.local.create_document("Fails", runbook(script(
            "import boto3", "boto3.client('ssm').put_parameter(Name='/a', Value='1', Type='String')", "os._exit(3)")))
        self.local.await_status(self.local.start("Fails"), "Failed")
        account = json.loads(self.local.run("account", "show").stdout)
        self.assertEqual([one["Name"] for one in account["parameters"]], ["/a"])

    def test_what_is_printed(self):
        # It is kept while the script runs.
        self.local.create_document("Talks", runbook(script(
            "import boto3, sys", "print('one')", "print('é' * 3, file=sys.stderr)", "ssm = boto3.client('ssm')",
            "while not ssm.get_parameters(Names=['/go'])['Parameters']: time.sleep(0.05)", "print('two', end='')")))
        execution = self.local.start("Talks")
        self.local.await_("its words", lambda: "ééé" in self.local.run("logs", execution).stdout)
        follower = self.local.begin("logs", execution, "run", "--follow")
        self.run_script("import boto3", "boto3.client('ssm').put_parameter(Name='/go', Value='1', Type='String')")
        self.assertEqual(follower.communicate(timeout=60), ("one\nééé\ntwo\n", ""))
        self.assertEqual(follower.returncode, 0)
        self.assertEqual(self.local.run("logs", execution).stdout, "run | one\nrun | ééé\nrun | two\n")

    def test_what_was_printed_before_the_end(self):
        # Of time, or of every attempt.
        for number, (step, wanted) in enumerate((
                ({"timeoutSeconds": 2}, "run | begun\n"),
                ({"maxAttempts": 2, "timeoutSeconds": 2}, "run | begun\nrun | --- attempt 2 ---\nrun | begun\n"))):
            self.local.create_document(f"Ends{number}", runbook(script("print('begun')", "time.sleep(600)"), **step))
            execution = self.local.start(f"Ends{number}")
            self.local.await_status(execution, "TimedOut")
            self.assertEqual(self.local.run("logs", execution).stdout, wanted)

    def test_more_is_printed_than_is_kept(self):
        self.local.create_document("Endless", runbook(script(
            "print('first')", "for n in range(40000): print('x' * 999)", "print('last')", "return 1")))
        execution = self.local.start("Endless")
        self.assertEqual(self.local.await_status(execution, *ENDED)["AutomationExecutionStatus"], "Success")
        kept = self.local.run("logs", execution, "run").stdout
        self.assertTrue(kept.startswith("first\nxxx") and kept.endswith("xxx\nlast\n"), (kept[:99], kept[-99:]))
        self.assertIn("not kept ...]\n", kept)
        self.assertLess(len(kept), 1 << 20)

    def test_logs_of_nothing(self):
        self.run_script("return 1")
        (execution,) = [row[0] for row in self.local.query("SELECT id FROM executions")]
        for words, code, said in (
                ((execution,), 0, "Nothing was printed by the execution's steps.\n"),
                ((execution, "other"), 255, f"ssm-local: Execution {execution} has no step other.\n"),
                (("00000000-0000-4000-8000-000000000000",), 255,
                 "ssm-local: There is no execution 00000000-0000-4000-8000-000000000000 in Region us-east-1.\n")):
            done = self.local.run("logs", *words)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (code, "", said))

    def ask(self, *lines):
        """What a step comes to whose script talks to the engine by itself; the engine goes on."""
        find = ("channel = [n for n in map(int, os.listdir('/proc/self/fd'))",
                "           if n > 2 and os.path.exists(f'/proc/self/fd/{n}') and stat.S_ISSOCK(os.fstat(n).st_mode)][0]")
        self.local.create_document("Asks", runbook(script("import stat", *find, *lines)))
        done = self.local.await_status(self.local.start("Asks"), *ENDED)
        self.assertEqual(self.run_script("return 1"), '{"Payload":1}')
        return done

    def test_question_without_end(self):
        done = self.ask("while True: os.write(channel, b'x' * 65536)")
        self.assertIn("The script made a call with more than 1048576 bytes.", done["FailureMessage"])

    def test_questions_whose_answers_nobody_reads(self):
        done = self.ask("os.set_blocking(channel, False)",
                        "asked = b'{\"service\":\"ec2\",\"operation\":\"DescribeInstances\"}\\n'",
                        "try:", "    while True: os.write(channel, asked * 100)", "except BlockingIOError:", "    return 'full'")
        self.assertEqual(done["Outputs"]["run.OutputPayload"], ['{"Payload":"full"}'])

    def test_nothing_is_left_of_directories(self):
        # Its own are in sight only where there are no namespaces.
        _, number = self.begin_lingering()
        directories = {os.readlink(f"/proc/{pid}/cwd") for pid in processes(number)}
        self.assertEqual(len(directories), 1)
        self.local.kill_engine()
        self.local.await_("an end of them", lambda: not any(map(os.path.exists, directories)))


def children(parent, word):
    """Of a process: those whose command line has the word."""
    found = []
    for pid in processes(word):
        try:
            stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            continue  # it has ended meanwhile
        if int(stat.rpartition(")")[2].split()[1]) == parent:
            found.append(pid)
    return found


class KeptInterpreter(ScriptCase):
    """The Python that the first script has started forks for those that follow."""

    def setUp(self):
        super().setUp()
        self.need_namespaces()
        self.keeper, self.server = self.kept()

    def kept(self):
        """The pids of the keeper and of its server."""
        (keeper,) = children(self.local.engine(), "fork-server")
        (server,) = children(keeper, "serve")
        return keeper, server

    def end(self, pid):
        os.kill(pid, signal.SIGKILL)
        self.local.await_("its end", lambda: not alive(pid))

    def test_it_stays(self):
        self.assertEqual(self.run_script("return 2"), '{"Payload":2}')
        self.assertEqual(self.kept(), (self.keeper, self.server))

    def test_what_a_script_changes_is_gone(self):
        self.assertEqual(self.run_script(
            "import builtins, json, sys, tempfile", "json.dumps = None", "builtins.print = None", "sys.path.append('/tmp/x')",
            "os.environ['MINE'] = 'x'", "time.sleep = None", "os.umask(0)", "open('/tmp/mine', 'w').write('x')",
            "sys.modules['mine'] = sys", "signal.signal(signal.SIGTERM, signal.SIG_IGN)", "tempfile.mkdtemp()",
            "sys.setrecursionlimit(500)", "sys.stdout.close()",
            "subprocess.Popen(['sleep', '1000'], start_new_session=True)", "return {}"), '{"Payload":{}}')
        self.assertEqual(self.run_script(
            "import builtins, json, sys", "time.sleep(0)", "print('heard')",
            "return [json.dumps([len('ab')]), '/tmp/x' in sys.path, 'MINE' in os.environ, os.listdir('/tmp') == [os.path.basename(os.getcwd())],",
            "        'mine' in sys.modules, signal.getsignal(signal.SIGTERM) == signal.SIG_DFL, sys.getrecursionlimit(),",
            "        sorted(p for p in os.listdir('/proc') if p.isdigit()), os.umask(0)]"),
            '{"Payload":["[2]",false,false,true,false,true,1000,["1","2"],63]}')
        self.assertEqual(self.kept(), (self.keeper, self.server))

    def test_scripts_at_the_same_time_do_not_see_each_other(self):
        lines = ("import socket as s", "mine = s.socket(s.AF_UNIX)", "mine.bind('\\0ssm-local-test')", "open('/tmp/mine', 'x')",
                 "time.sleep(1)", "return len([p for p in os.listdir('/proc') if p.isdigit()])")
        self.local.create_document("Same", runbook(script(*lines)))
        for execution in [self.local.start("Same") for _ in range(4)]:
            done = self.local.await_status(execution, *ENDED)
            self.assertEqual(done["Outputs"]["run.OutputPayload"], ['{"Payload":2}'], done.get("FailureMessage"))

    def test_no_right_is_left(self):
        self.assertEqual(self.run_script(
            "status = dict(line.split(':\\t') for line in open('/proc/self/status').read().splitlines() if ':\\t' in line)",
            "rights = [int(status[name], 16) & ~4 for name in ('CapInh', 'CapPrm', 'CapEff', 'CapAmb')]",
            "try:", "    os.setuid(0)", "    became = os.getuid() == 0 and os.geteuid() != 0",
            "except OSError:", "    became = False",
            "return [rights, status['NoNewPrivs'], sorted(os.listdir('/proc/self/fd'), key=int)[:3], became]"),
            '{"Payload":[[0,0,0,0],"1",["0","1","2"],false]}')

    def test_killed_server(self):
        self.end(self.server)
        self.assertEqual(self.run_script("return 3"), '{"Payload":3}')
        keeper, server = self.kept()
        self.assertEqual(keeper, self.keeper)
        self.assertNotEqual(server, self.server)

    def test_killed_server_of_a_script_that_runs(self):
        # What was forked goes on.
        execution, number = self.begin_lingering()
        self.end(self.server)
        self.assertEqual(len(processes(number)), 2)
        self.local.ssm("stop-automation-execution", "--automation-execution-id", execution)
        self.local.await_status(execution, "Cancelled")
        self.await_processes(number, 0)

    def test_killed_keeper(self):
        _, number = self.begin_lingering()
        self.end(self.keeper)
        self.local.await_("an end of its server", lambda: not alive(self.server))
        self.assertEqual(len(processes(number)), 2)
        self.assertEqual(self.run_script("return 3"), '{"Payload":3}')
        self.assertNotEqual(self.kept()[0], self.keeper)

    def test_nothing_is_left_of_it(self):
        for end in (self.local.kill_engine, lambda: self.local.run("engine", "stop")):
            self.assertEqual(self.run_script("return 4"), '{"Payload":4}')
            both = self.kept()
            end()
            self.local.await_("an end of both", lambda: not any(map(alive, both)))


class Attachments(ScriptCase):
    """Files that the command line attaches to a document."""

    def attach(self, name, content, handler="launch.go", says=None, key="S3FileUrl"):
        """What create-document says, and the name of the document."""
        folder = self.local.folder / "files"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
        checksum = says if says is not None else hashlib.sha256(content).hexdigest()
        document = {"schemaVersion": "0.3", "files": {name: {"checksums": {"sha256": checksum}}}, "mainSteps": [
            {"name": "run", "action": "aws:executeScript",
             "inputs": {"Runtime": "python3.11", "Handler": handler, "Attachment": name, "InputPayload": {"n": 1}}}],
            "outputs": ["run.OutputPayload"]}
        if not checksum:
            del document["files"]
        source = f"file://{folder}" + ("" if key == "SourceUrl" else f"/{name}")
        return self.local.run("ssm", "create-document", "--name", "Attached", "--document-type", "Automation", "--content",
                              json.dumps(document), "--attachments", f"Key={key},Values={source},Name={name}")

    def outcome(self):
        done = self.local.await_status(self.local.start("Attached"), *ENDED)
        return done.get("FailureMessage") or done["Outputs"]["run.OutputPayload"][0]

    def test_file(self):
        self.assertEqual(self.attach("launch.py", b"def go(events, context):\n    return [events, __name__]\n").returncode, 0)
        self.assertEqual(self.outcome(), '{"Payload":[{"n":1},"launch"]}')

    def test_archive(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("tools/__init__.py", "")
            archive.writestr("tools/sums.py", "def add(n):\n    return n + 1\n")
            archive.writestr("launch.py", "import os\nfrom tools import sums\n\ndef go(events, context):\n"
                                          "    return [sums.add(events['n']), sorted(n for n in os.listdir() if n[0] != '_')]\n")
        self.assertEqual(self.attach("all.zip", packed.getvalue(), key="SourceUrl").returncode, 0)
        self.assertEqual(self.outcome(), '{"Payload":[2,["launch.py","tools"]]}')

    def test_traceback(self):
        self.attach("launch.py", b"def go(events, context):\n    raise KeyError('id')\n")
        self.assertRegex(self.outcome(), r'Traceback \(most recent call last\):\n  File "/tmp/[^/]*/launch.py", line 2, in go\n'
                                         r"    raise KeyError\('id'\)\n\nKeyError - 'id'")

    def test_another_content(self):
        done = self.attach("launch.py", b"x = 1\n", says="ab" * 32)
        self.assertEqual(done.returncode, 254)
        self.assertIn(f"its SHA-256 is {hashlib.sha256(b'x = 1' + bytes([10])).hexdigest()}, and the document's", done.stderr)

    def test_not_named(self):
        done = self.attach("launch.py", b"x = 1\n", says="")
        self.assertEqual(done.returncode, 254)
        self.assertIn("the document has to name it: files: {launch.py: {checksums: {sha256: ", done.stderr)

    def test_not_attached(self):
        self.local.create_document("Attached", {
            "files": {"launch.py": {"checksums": {"sha256": "ab" * 32}}}, "mainSteps": [
                {"name": "run", "action": "aws:executeScript",
                 "inputs": {"Runtime": "python3.11", "Handler": "launch.go", "Attachment": "launch.py"}}]})
        self.assertIn("The attached file launch.py is not here: create the document with --attachments ", self.outcome())

    def test_beside_a_runbook_that_is_tested(self):
        (self.local.folder / "launch.py").write_text("def go(events, context):\n    return 'beside'\n")
        (self.local.folder / "book.yaml").write_text(json.dumps({
            "schemaVersion": "0.3", "files": {"launch.py": {"checksums": {"sha256": "ab" * 32}}}, "mainSteps": [
                {"name": "run", "action": "aws:executeScript",
                 "inputs": {"Runtime": "python3.11", "Handler": "launch.go", "Attachment": "launch.py"}}]}))
        (self.local.folder / "book.test.yaml").write_text(json.dumps({
            "document": "book.yaml", "cases": [{"name": "a", "expect": {"steps": {"run": {"Outputs": {"Payload": ["beside"]}}}}}]}))
        done = self.local.run("test", self.local.folder / "book.test.yaml")
        self.assertEqual(done.returncode, 0, done.stdout)


class PowerShell(ScriptCase):
    """With a pwsh that is a script of ours: what it gets, and where its answer goes."""

    def setUp(self):
        super().setUp()
        folder = self.local.folder / "bin"
        folder.mkdir()
        (folder / "pwsh").write_text('#!/bin/sh\ncat > /dev/null\necho "payload $InputPayload"\necho "$1 $2 $3 $4" >&2\n'
                                     'printf \'{"value":{"secret":"%s"}}\' "$SECRET" >&3\n')
        (folder / "pwsh").chmod(0o755)
        self.local.folder.chmod(0o755)
        self.path = f"{folder}:{self.local.environment['PATH']}"

    def run_step(self):
        self.local.create_document("Shell", {"mainSteps": [
            {"name": "run", "action": "aws:executeScript",
             "inputs": {"Runtime": "PowerShell 7.4", "Script": "return @{}", "InputPayload": {"n": 1}}}],
            "outputs": ["run.OutputPayload"]})
        execution = self.local.start("Shell")
        return execution, self.local.await_status(execution, *ENDED)

    def test_it_runs(self):
        self.local.environment["PATH"] = self.path
        execution, done = self.run_step()
        self.assertEqual(done["Outputs"]["run.OutputPayload"], ['{"Payload":{"secret":""}}'], done.get("FailureMessage"))
        self.assertEqual(self.local.run("logs", execution, "run").stdout,
                         'payload {"n":1}\n-NoLogo -NoProfile -NonInteractive -Command\n')

    def test_there_is_none(self):
        if shutil.which("pwsh"):
            self.skipTest("there is one")
        _, done = self.run_step()
        self.assertIn("There is no pwsh on this machine to run the script with. Install it, or let a mock stand in for the step.",
                      done["FailureMessage"])


class StartedAnew(ScriptCase):
    """Where Python cannot be kept, each script starts its own, and is isolated as well."""

    def setUp(self):
        super().setUp()
        folder = self.local.folder / "bin"
        folder.mkdir()
        python = "/usr/bin/python3" if os.access("/usr/bin/python3", os.X_OK) else sys.executable  # not below a home
        program = folder / "python3.11"
        program.write_text(f'#!/bin/sh\nfor last; do :; done\n[ "$last" = serve ] && exit 1\nexec {python} "$@"\n')
        program.chmod(0o755)
        self.local.folder.chmod(0o755)
        self.local.environment["PATH"] = f"{folder}:{self.local.environment['PATH']}"

    def test_it_is(self):
        self.assertEqual(self.run_script("import sys", "return [sys.argv[0][-18:], 'fork_server' in sys.modules]"),
                         '{"Payload":["customer_script.py",false]}')
        self.assertEqual(children(self.local.engine(), "isolate"), [])

    test_calls = Scripts.test_calls
    test_cancelled = Scripts.test_cancelled
    test_environment = Scripts.test_environment
    test_fork_bomb = Scripts.test_fork_bomb
    test_killed_engine = Scripts.test_killed_engine
    test_no_credentials = Scripts.test_no_credentials
    test_no_network = Scripts.test_no_network
    test_no_other_processes = Scripts.test_no_other_processes


class ScriptsWithoutNamespaces(Scripts):
    """A process whose root is not that of its mounts gets none."""

    def setUp(self):
        super().setUp()
        program = self.local.folder / "ssm-local"
        root = self.local.folder / "root"
        root.mkdir()
        mine = "-m" if os.geteuid() == 0 else "-rm"
        program.write_text(f"#!/bin/sh\nexec unshare {mine} sh -c 'mount --rbind / {root} && exec chroot {root} "
                           f"{BINARY} \"$@\"' sh \"$@\"\n")
        program.chmod(0o700)
        try:
            seen = subprocess.run([program, "--version"], capture_output=True, check=False).returncode
        except OSError:
            seen = None
        if seen != 0:
            self.skipTest("no way to mount")
        patch = unittest.mock.patch.object(local_module, "BINARY", str(program))
        patch.start()
        self.addCleanup(patch.stop)

    def test_it_says_so_once(self):
        self.run_script("return 1")
        self.run_script("return 2")
        self.assertEqual(self.log().count("scripts have less isolation than they should: cannot make namespaces: "), 1)


if __name__ == "__main__":
    unittest.main()
