# SPDX-License-Identifier: Apache-2.0
"""The Python that an engine keeps for its scripts: what it forks, and what happens when it is killed."""

import json
import os
import signal
import unittest

from script_case import ENDED, ScriptCase, alive, children, processes, runbook, script


class KeptInterpreter(ScriptCase):
    """The Python that the first script has started forks for those that follow."""

    def setUp(self):
        super().setUp()
        self.need_namespaces()
        self.keeper, self.server = self.kept()

    def kept(self):
        """The pids of the keeper and of its server, once there is one of each: what the keeper forks has the keeper's
        command line, and may end between two looks."""
        def one_of_each():
            keepers = children(self.local.engine(), "fork-server")
            servers = [pid for keeper in keepers for pid in children(keeper, "serve")
                       if pid not in children(keeper, "fork-server")]
            return (keepers[0], servers[0]) if len(keepers) == len(servers) == 1 and alive(servers[0]) else None
        return self.local.await_("a keeper and its server", one_of_each)

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
        # Each goes on when all four are there, and again when all have looked.
        lines = ("import boto3", "ssm = boto3.client('ssm')", "def meet(place):",
                 "    ssm.put_parameter(Name=f'/{place}/' + context['automation:EXECUTION_ID'], Value='1', Type='String')",
                 "    while len(ssm.get_parameters_by_path(Path=f'/{place}')['Parameters']) < 4: time.sleep(0.02)",
                 "mine = socket.socket(socket.AF_UNIX)", "mine.bind('\\0ssm-local-test')", "open('/tmp/mine', 'x')",
                 "meet('here')", "seen = len([p for p in os.listdir('/proc') if p.isdigit()])", "meet('seen')", "return seen")
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

    def test_a_script_has_no_socket_but_that_of_its_questions(self):
        self.assertEqual(self.run_script(
            "found = [socket.socket(fileno=os.dup(int(n))) for n in os.listdir('/proc/self/fd')",
            "         if os.path.exists('/proc/self/fd/' + n) and os.readlink('/proc/self/fd/' + n)[:6] == 'socket']",
            "return sorted({one.type == socket.SOCK_STREAM for one in found})"), '{"Payload":[true]}')

    def test_killed_spare(self):
        # What waits for the next script is made anew.
        for with_wardens in (True, False):
            keeper, server = self.kept()
            for pid in (children(keeper, "fork-server") if with_wardens else []) + children(server, "serve"):
                os.kill(pid, signal.SIGKILL)
            self.assertEqual([self.run_script(f"return {n}") for n in range(3)], [f'{{"Payload":{n}}}' for n in range(3)])

    def test_killed_server(self):
        self.end(self.server)
        self.assertEqual(self.run_script("return 3"), '{"Payload":3}')
        keeper, server = self.kept()
        self.assertEqual(keeper, self.keeper)
        self.assertNotEqual(server, self.server)

    def test_stopped_server(self):
        # The processes of the next two scripts are there; that of the third would be its work.
        os.kill(self.server, signal.SIGSTOP)
        self.assertEqual([self.run_script(f"return {n}") for n in range(3)], [f'{{"Payload":{n}}}' for n in range(3)])
        self.local.await_("an end of both", lambda: not any(map(alive, (self.server, self.keeper))))
        self.assertEqual(self.run_script("return 3"), '{"Payload":3}')
        self.kept()  # just one of each

    def stop_all(self):
        """The keeper, the server and those who wait for the next scripts."""
        stopped = [self.keeper, self.server, *children(self.keeper, "fork-server")]
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        return stopped

    def test_stopped_keeper(self):
        stopped = self.stop_all()
        self.assertEqual(self.run_script("return 1", timeoutSeconds=20), '{"Payload":1}')
        self.local.await_("their end", lambda: not any(map(alive, stopped)))
        self.assertEqual(self.log().count(", which was kept for scripts, did not begin a script within 5 seconds; "
                                          "it is killed, and another one runs it\n"), 1, self.log())
        self.assertEqual(self.run_script("return 2"), '{"Payload":2}')

    def test_nothing_is_left_of_what_is_stopped(self):
        stopped = self.stop_all()
        self.assertEqual(self.local.run("engine", "stop").returncode, 0)
        self.local.await_("their end", lambda: not any(map(alive, stopped)))

    def test_stopped_spare(self):
        spares = [pid for parent in children(self.server, "serve") for pid in children(parent, "serve")]
        self.assertTrue(spares)
        for pid in spares:
            os.kill(pid, signal.SIGSTOP)
        self.assertEqual(self.run_script("return 1"), '{"Payload":1}')
        self.local.await_("their end", lambda: not any(map(alive, spares)))

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


class KeptBelowTmp(ScriptCase):
    """A Python at /tmp, which has to stay in sight: each script's directory alone is its own."""

    def setUp(self):
        super().setUp()
        folder = self.local.folder / "bin"
        folder.mkdir()
        self.python = self.make_python(folder)
        self.local.folder.chmod(0o755)

    def test_it_is(self):
        self.need_namespaces()
        places = [self.run_script("open('mine', 'x')", "return os.getcwd()") for _ in range(3)]
        self.assertEqual(len(set(places)), 3)
        self.assertEqual(len(children(self.local.engine(), "fork-server")), 1)
        for place in places:
            self.assertFalse(os.path.exists(json.loads(place)["Payload"]))

    def test_no_right_is_left(self):
        # Nobody can read this one without any.
        if not self.python.startswith("/usr/bin/"):
            self.skipTest("no Python at /usr/bin")
        self.need_namespaces()
        self.assertEqual(self.run_script(
            "status = dict(line.split(':\t') for line in open('/proc/self/status').read().splitlines() if ':\t' in line)",
            "return [int(status[name], 16) for name in ('CapInh', 'CapPrm', 'CapEff', 'CapAmb')]"),
            '{"Payload":[0,0,0,0]}')


if __name__ == "__main__":
    unittest.main()
