# SPDX-License-Identifier: Apache-2.0
"""Scripts of runbooks beside an engine that is killed, stopped or told to cancel, and what they can reach."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

import local as local_module
from local import BINARY
from script_case import ENDED, SECRET, ScriptCase, children, processes, runbook, script


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

    def keep_state_at(self, state):
        self.local.state = state
        self.local.environment["SSM_LOCAL_STATE_DIR"] = str(state)

    def test_no_state(self):
        # Of this or any other execution, wherever it is kept.
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
            os.chmod(folder, 0o755)
            self.keep_state_at(pathlib.Path(folder) / "state")
            self.need_namespaces()
            for _ in range(2):
                self.assertEqual(self.run_script(f"return os.listdir({str(self.local.state)!r})"), '{"Payload":[]}')
            self.assertTrue(self.local.kill_engine())

    def test_no_state_beside_python(self):
        # What Python needs there stays in sight.
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
            os.chmod(folder, 0o755)
            self.keep_state_at(pathlib.Path(folder) / "state")
            self.local.ssm("list-documents")  # so there is a state
            programs = self.local.state / "bin"
            programs.mkdir()
            self.make_python(programs, python=sys.executable)  # below root's home, perhaps: then nothing is closed to it
            self.need_namespaces()
            self.assertEqual(self.run_script(
                "try:", f"    return open({str(self.local.state / 'state.db')!r}, 'rb').read().decode('latin')",
                "except PermissionError:", "    return ''"), '{"Payload":""}')
            self.assertTrue(self.local.kill_engine())

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

    def test_daemon(self):
        # It has lost its parent and left its session, and ends with the script.
        number = f"{os.getpid()}.0"
        self.assertEqual(self.run_script(
            "if os.fork() == 0:", "    os.setsid()", "    if os.fork() == 0:",
            f"        os.execvp('sleep', ['sleep', {number!r}])", "    os._exit(0)", "os.wait()", "return 'gone'"),
            '{"Payload":"gone"}')
        self.await_processes(number, 0)

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
                ({"timeoutSeconds": 5}, "run | begun\n"),
                ({"maxAttempts": 2, "timeoutSeconds": 5}, "run | begun\nrun | --- attempt 2 ---\nrun | begun\n"))):
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

    def test_what_is_printed_in_loops(self):
        # Each iteration says which it is, also those of loops in loops.
        look = {"name": "look", "action": "aws:executeScript", "inputs": {
            "Runtime": "python3.11", "Handler": "handler",
            "InputPayload": {"who": "{{ outer.CurrentIteratorValue }}{{ inner.CurrentIteratorValue }}"},
            "Script": "def handler(events, context):\n    print('saw', events['who'])\n"}}
        inner = {"name": "inner", "action": "aws:loop", "inputs": {"Iterators": [1, 2], "IteratorDataType": "Integer", "Steps": [look]}}
        self.local.create_document("Loops", {"mainSteps": [
            {"name": "outer", "action": "aws:loop", "inputs": {"Iterators": ["a", "b" * 50], "Steps": [inner]}}]})
        execution = self.local.start("Loops")
        done = self.local.await_status(execution, *ENDED)
        self.assertEqual(done["AutomationExecutionStatus"], "Success", done.get("FailureMessage"))
        self.assertEqual(self.local.run("logs", execution, "look").stdout, "".join(
            f"--- outer: iteration {n} ({shown}), inner: iteration {m} ({m}) ---\nsaw {item}{m}\n"
            for n, item, shown in ((1, "a", "a"), (2, "b" * 50, "b" * 39 + "…")) for m in (1, 2)))

    def test_what_is_printed_in_loops_has_no_end_of_line(self):
        self.local.create_document("Glued", {"mainSteps": [{"name": "outer", "action": "aws:loop", "inputs": {
            "Iterators": ["a", "b"], "Steps": [{"name": "pp", "action": "aws:executeScript", "inputs": {
                "Runtime": "python3.11", "Handler": "handler",
                "Script": "def handler(events, context):\n    print('no newline', end='')\n"}}]}}]})
        execution = self.local.start("Glued")
        lines = ["--- outer: iteration 1 (a) ---", "no newline", "--- outer: iteration 2 (b) ---", "no newline"]
        wanted = "".join(f"pp | {line}\n" for line in lines)
        self.assertEqual(self.local.run("logs", execution, "--follow").stdout, wanted)
        self.assertEqual(self.local.run("logs", execution).stdout, wanted)
        self.assertEqual(self.local.run("logs", execution, "pp").stdout, "".join(f"{line}\n" for line in lines))

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


class StartedAnew(ScriptCase):
    """Where Python cannot be kept, each script starts its own, and is isolated as well."""

    def setUp(self):
        super().setUp()
        folder = self.local.folder / "bin"
        folder.mkdir()
        self.make_python(folder, 'for last; do :; done\n[ "$last" = serve ] && exit 1\n')
        self.local.folder.chmod(0o755)

    def test_it_is(self):
        self.assertEqual(self.run_script("import sys", "return [sys.argv[0][-18:], 'fork_server' in sys.modules]"),
                         '{"Payload":["customer_script.py",false]}')
        self.assertEqual(children(self.local.engine(), "isolate"), [])

    test_calls = Scripts.test_calls
    test_cancelled = Scripts.test_cancelled
    test_daemon = Scripts.test_daemon
    test_environment = Scripts.test_environment
    test_fork_bomb = Scripts.test_fork_bomb
    test_killed_engine = Scripts.test_killed_engine
    test_no_credentials = Scripts.test_no_credentials
    keep_state_at = Scripts.keep_state_at
    test_no_state = Scripts.test_no_state
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
