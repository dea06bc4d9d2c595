# SPDX-License-Identifier: Apache-2.0
"""aws:runCommand in a shell of this machine and on a host, beside an engine that is killed or told to cancel. The host is
an sshd on the loopback interface (package openssh-server)."""

import contextlib
import json
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import time
import unittest

from local import PATIENCE_SECONDS, Local
from scripts_test import ENDED, processes

SECRET = "s3cret-of-the-caller"
NODE = "mi-0123456789abcdef0"
OTHER_NODE = "mi-0123456789abcdef1"


def runbook(commands, nodes=(NODE,), more=None, **step):
    return {"mainSteps": [{"name": "run", "action": "aws:runCommand",
                           "inputs": {"DocumentName": "AWS-RunShellScript", "InstanceIds": list(nodes),
                                      "Parameters": {"commands": commands, **(more or {})}},
                           **step}],
            "outputs": ["run.Output", "run.ResponseCode"]}


class Commands(unittest.TestCase):
    """What holds wherever commands run; the subclasses say where that is."""

    def setUp(self):
        self.local = Local(AWS_SECRET_ACCESS_KEY=SECRET, SECRET=SECRET, **self.environment())
        self.addCleanup(self.local.__exit__)
        self.load(self.transport())

    def environment(self):
        return {}

    def load(self, transport):
        file = self.local.folder / "account.json"
        file.write_text(json.dumps({"managedInstances": [
            {"InstanceId": node, "transport": transport} for node in (NODE, OTHER_NODE)]}))
        done = self.local.run("account", "load", file)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def start(self, *commands, **options):
        name = f"Doc{len(self.local.query('SELECT 1 FROM documents'))}"
        self.local.create_document(name, runbook(list(commands), **options))
        return self.local.start(name)

    def ended(self, *commands, **options):
        """The step, and the text of its failure."""
        done = self.local.await_status(self.start(*commands, **options), *ENDED)
        return done["StepExecutions"][0]

    def output(self, *commands, **options):
        step = self.ended(*commands, **options)
        self.assertEqual(step["StepStatus"], "Success", step.get("FailureMessage"))
        return step["Outputs"]["Output"][0]

    def invocations(self):
        """Of the last command, as the account keeps them."""
        shown = json.loads(self.local.run("account", "show").stdout)
        return shown["commands"][-1]["invocations"]

    def begin_lingering(self, nodes=(NODE,), **step):
        """An execution whose command runs on, and the number that its processes have."""
        number = f"{os.getpid()}.{time.monotonic_ns()}"
        execution = self.start("echo begun", f"sleep {number} &", f"sleep {number}", nodes=nodes, **step)
        self.await_processes(number, 2 * len(nodes))
        return execution, number

    def await_processes(self, number, count):
        self.local.await_(f"{count} processes", lambda: len(processes(number)) == count)

    def test_what_it_writes(self):
        self.assertEqual(self.output("echo hello", "echo oops >&2", "cat"),
                         "hello\n\n----------ERROR-------\noops\n")
        invocation, = self.invocations()
        self.assertEqual((invocation["Status"], invocation["InstanceId"]), ("Success", NODE))
        self.assertEqual(invocation["plugins"], [
            {"Name": "aws:runShellScript", "Status": "Success", "ResponseCode": 0,
             "Output": "hello\n\n----------ERROR-------\noops\n",
             "StandardOutput": "hello\n", "StandardError": "oops\n"}])

    def logs(self, execution):
        return self.local.run("logs", execution).stdout

    def test_logs(self):
        # What is printed can be seen while it runs, and once.
        execution, _ = self.begin_lingering()
        self.local.await_("its words", lambda: self.logs(execution) == "run | begun\n")
        self.local.ssm("stop-automation-execution", "--automation-execution-id", execution)
        self.local.await_status(execution, "Cancelled")
        self.assertEqual(self.logs(execution), "run | begun\n")

    def test_logs_of_many_nodes(self):
        execution = self.start("printf 'one\\ntwo'", "echo oops >&2", nodes=(NODE, OTHER_NODE))
        self.local.await_status(execution, "Success")
        self.assertEqual(sorted(self.logs(execution).splitlines()), sorted(
            f"run | {node} | {line}" for node in (NODE, OTHER_NODE) for line in ("one", "two", "oops")))

    def test_exit_code(self):
        step = self.ended("echo hello", "exit 3")
        self.assertEqual(step["StepStatus"], "Failed")
        self.assertEqual(step["Outputs"]["ResponseCode"], ["3"])
        self.assertIn("Output=[hello\n\n----------ERROR-------\nfailed to run commands: exit status 3]",
                      step["FailureMessage"])

    def test_interpreter_and_directory(self):
        self.assertEqual(self.output("#!/usr/bin/env python3", "import os", "print(os.getcwd(), '$HOME' \"'\")",
                                     more={"workingDirectory": "/usr"}), "/usr $HOME'\n")

    def test_directory_that_is_not_there(self):
        step = self.ended("pwd", more={"workingDirectory": "/no where; id"})
        self.assertEqual(step["StepStatus"], "Failed")
        self.assertIn("/no where; id", step["FailureMessage"])

    def test_much_output(self):
        output = self.output("head -c 3000000 /dev/zero | tr '\\0' x")
        self.assertEqual((len(output), output[-23:]), (2500, "\n---Output truncated---"))
        plugin = self.invocations()[0]["plugins"][0]
        self.assertEqual((len(plugin["StandardOutput"]), plugin["StandardOutput"][-20:]),
                         (24000, "--output truncated--"))

    def test_environment(self):
        # The engine was started by a command that has secrets.
        self.assertEqual(self.output(f"env | grep -c -e {SECRET[:6]}'{SECRET[6:]}' -e ^AWS_S.C -e ^SECRET", "true"), "0\n")

    def test_cancelled(self):
        execution, number = self.begin_lingering()
        self.local.ssm("stop-automation-execution", "--automation-execution-id", execution)
        done = self.local.await_status(execution, "Cancelled")
        self.assertEqual(done["StepExecutions"][0]["StepStatus"], "Cancelled")
        self.await_processes(number, 0)
        invocation, = self.invocations()
        self.assertEqual((invocation["Status"], invocation["plugins"][0]["Output"]), ("Cancelled", "begun\n"))

    def test_out_of_time(self):
        execution, number = self.begin_lingering(timeoutSeconds=3)
        step = self.local.await_status(execution, "TimedOut")["StepExecutions"][0]
        self.assertIn("Step timed out while step is Poll action status for completion.", step["FailureMessage"])
        self.await_processes(number, 0)

    def test_killed_engine(self):
        # Nothing of the command is left, and it is run again: the same command.
        execution, number = self.begin_lingering()
        before = processes(number)
        self.assertTrue(self.local.kill_engine())
        self.await_processes(number, 0)
        self.local.run("ssm", "describe-automation-executions")
        self.await_processes(number, 2)
        self.assertFalse(set(before) & set(processes(number)))
        self.local.ssm("stop-automation-execution", "--automation-execution-id", execution)
        self.local.await_status(execution, "Cancelled")
        self.await_processes(number, 0)
        commands = self.local.query("SELECT 1 FROM resources WHERE kind = 'ssm:command'")
        self.assertEqual(len(commands), 1)

    def test_nodes_at_the_same_time(self):
        execution, number = self.begin_lingering(nodes=(NODE, OTHER_NODE))
        self.local.ssm("stop-automation-execution", "--automation-execution-id", execution)
        self.local.await_status(execution, "Cancelled")
        self.await_processes(number, 0)


class SimulatedCommands(unittest.TestCase):
    """Nodes that record what is sent to them, and print what the account file says."""

    def test_logs(self):
        local = Local()
        self.addCleanup(local.__exit__)
        file = local.folder / "account.json"
        file.write_text(json.dumps({"managedInstances": [{"InstanceId": NODE, "commandResults": [{"StandardOutput": "Linux\n"}]}]}))
        done = local.run("account", "load", file)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        local.create_document("Simulated", runbook(["uname"]))
        execution = local.start("Simulated")
        local.await_status(execution, *ENDED)
        self.assertEqual(local.run("logs", execution).stdout, "run | Linux\n")


class LocalCommands(Commands):
    def transport(self):
        return "local"

    def test_nothing_is_left_of_directories(self):
        _, number = self.begin_lingering()
        directories = {os.readlink(f"/proc/{pid}/cwd") for pid in processes(number)}
        self.assertEqual(len(directories), 1)
        self.local.kill_engine()
        self.local.await_("an end of them", lambda: not any(map(os.path.exists, directories)))


class Host:
    """An sshd of our own, and an `ssh` that knows it as "node"."""

    def __init__(self, folder):
        self.folder = folder
        self.server = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
        self.client = shutil.which("ssh")
        self.process = None
        self.made = None

    def begin(self):
        """Why there is none, or None."""
        if not self.server or not self.client:
            return "no sshd here: install openssh-server"
        for name in ("host", "user", "noisy"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / name], check=True)
        # A login that says something first.
        noisy = 'command="echo welcome; eval \\"$SSH_ORIGINAL_COMMAND\\"" ' + (self.folder / "noisy.pub").read_text()
        (self.folder / "authorized").write_text((self.folder / "user.pub").read_text() + noisy)
        if os.geteuid() == 0 and not os.path.isdir("/run/sshd"):
            os.mkdir("/run/sshd")
            self.made = "/run/sshd"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        (self.folder / "sshd_config").write_text(
            f"ListenAddress 127.0.0.1\nPort {self.port}\nHostKey {self.folder}/host\nPidFile none\nUsePAM no\n"
            f"AuthorizedKeysFile {self.folder}/authorized\nStrictModes no\nPermitRootLogin yes\nAcceptEnv *\n"
            "PasswordAuthentication no\nKbdInteractiveAuthentication no\nPrintMotd no\nMaxStartups 100\n")
        with open(self.folder / "sshd.log", "w", encoding="utf-8") as log:
            self.process = subprocess.Popen([self.server, "-D", "-e", "-f", self.folder / "sshd_config"],
                                            stdin=subprocess.DEVNULL, stderr=log)
        self.configure()
        return self.await_answer()

    def configure(self):
        key = (self.folder / "host.pub").read_text()
        (self.folder / "known").write_text(f"[127.0.0.1]:{self.port} {key}")
        mine = pwd.getpwuid(os.geteuid()).pw_name
        common = (f"HostName 127.0.0.1\nPort {self.port}\nUser {mine}\nIdentitiesOnly yes\nStrictHostKeyChecking yes\n"
                  "SendEnv *\nPreferredAuthentications publickey\n")
        hosts = {"node": ("user", "known"), "noisy": ("noisy", "known"), "stranger": ("user", "nobody")}
        (self.folder / "ssh_config").write_text("".join(
            f"Host {name}\n{common}IdentityFile {self.folder}/{key}\nUserKnownHostsFile {self.folder}/{known}\n"
            for name, (key, known) in hosts.items()))
        program = self.folder / "bin" / "ssh"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\nexec {self.client} -F {self.folder}/ssh_config \"$@\"\n")
        program.chmod(0o700)

    def await_answer(self):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                return f"sshd does not run here: {(self.folder / 'sshd.log').read_text()}"
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                connection.settimeout(PATIENCE_SECONDS)
                if connection.recv(4) == b"SSH-":
                    return None
        return "sshd does not answer"

    def end(self):
        if self.process:
            self.process.kill()
            self.process.wait()
        if self.made:
            os.rmdir(self.made)


class RemoteCommands(Commands):
    @classmethod
    def setUpClass(cls):
        cls.folder = Local()  # a folder, and what removes it
        cls.addClassCleanup(cls.folder.__exit__)
        cls.host = Host(cls.folder.folder)
        cls.addClassCleanup(cls.host.end)
        if reason := cls.host.begin():
            raise unittest.SkipTest(reason)

    def environment(self):
        return {"PATH": f"{self.host.folder}/bin:{os.environ['PATH']}"}

    def transport(self):
        return {"ssh": "node"}

    def test_a_login_that_says_something(self):
        self.load({"ssh": "noisy"})
        self.assertEqual(self.output("echo hello"), "hello\n")

    def test_a_host_whose_key_is_not_known(self):
        self.load({"ssh": "stranger"})
        step = self.ended("echo hello")
        self.assertEqual(step["StepStatus"], "Failed")
        self.assertIn("Host key verification failed.", step["FailureMessage"])
        self.assertEqual(self.invocations()[0]["StatusDetails"], "Undeliverable")

    def test_a_host_that_looks_like_an_option(self):
        for host in ("-oProxyCommand=id", "user@-host", "a b", "a;b", ""):
            file = self.local.folder / "account.json"
            file.write_text(json.dumps({"managedInstances": [{"InstanceId": NODE, "transport": {"ssh": host}}]}))
            done = self.local.run("account", "load", file)
            self.assertNotEqual(done.returncode, 0, host)
            self.assertIn("managedInstances[0].transport: must be simulated, local or", done.stderr)

    def test_nothing_is_left_of_directories(self):
        path = pathlib.Path(self.output("#!/bin/sh", 'dirname "$0"').strip())
        self.assertTrue(path.name.startswith("ssm-local."))
        self.local.await_("its end", lambda: not path.exists())


del Commands  # is not run by itself


if __name__ == "__main__":
    unittest.main()
