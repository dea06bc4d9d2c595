# SPDX-License-Identifier: Apache-2.0
"""A state directory that cannot be used: a clear error each time, and nothing changed."""

import contextlib
import hashlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import unittest

from local import INSTANCE, Local

START = ("ssm", "start-automation-execution", "--document-name", "AWS-RestartEC2Instance",
         "--mode", "Interactive", "--parameters", f"InstanceId={INSTANCE}")
LIST = ("ssm", "describe-automation-executions")


def mounted(folder, *options):
    done = subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", folder],
                          capture_output=True, check=False)
    return done.returncode == 0


@contextlib.contextmanager
def small_file_system(test, folder, size):
    folder.mkdir()
    if not mounted(folder, "-o", f"size={size}"):
        test.skipTest("mounting a small file system is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


class StateTest(unittest.TestCase):
    def check_refused(self, done, *words):
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stdout, "")
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertNotIn("terminate called", done.stderr)

    def test_disk_full(self):
        with Local() as local:
            with small_file_system(self, local.folder / "small", "1m") as folder:
                local.environment["SSM_LOCAL_STATE_DIR"] = str(folder / "state")
                kept = local.ssm(*START[1:])["AutomationExecutionId"]
                local.kill_engine()
                filler = folder / "filler"
                with open(filler, "wb", buffering=0) as file, contextlib.suppress(OSError):
                    while True:
                        file.write(bytes(4096))
                refusals = [local.run(*START) for _ in range(20)]
                self.check_refused(refusals[-1], str(folder))
                accepted = sum(done.returncode == 0 for done in refusals)
                filler.unlink()
                listed = local.ssm(*LIST[1:])["AutomationExecutionMetadataList"]
                self.assertEqual(len(listed), 1 + accepted)
                local.ssm(*START[1:])
                self.assertEqual(local.execution(kept)["AutomationExecutionStatus"], "Waiting")
                local.kill_engine()

    def test_standard_output_full(self):
        with Local() as local, open("/dev/full", "wb") as full:
            done = subprocess.run([*local.run("--version").args[:1], "ssm", "list-documents"],
                                  env=local.environment, stdout=full, stderr=subprocess.PIPE,
                                  text=True, check=False)
            self.assertEqual(done.returncode, 120, done.stderr)

    def test_read_only(self):
        with Local() as local:
            if os.geteuid() == 0:
                with small_file_system(self, local.folder / "fixed", "4m") as folder:
                    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
                    local.environment["SSM_LOCAL_STATE_DIR"] = str(folder / "state")
                    self.check_refused(local.run(*START), str(folder))
            else:
                folder = local.folder / "fixed"
                folder.mkdir(mode=0o500)
                local.environment["SSM_LOCAL_STATE_DIR"] = str(folder / "state")
                self.check_refused(local.run(*START), str(folder))

    def test_a_file_where_the_directory_should_be(self):
        with Local() as local:
            local.state.write_text("mine")
            self.check_refused(local.run(*START), str(local.state))
            self.check_refused(local.run(*LIST), str(local.state))
            self.assertEqual(local.state.read_text(), "mine")

    def test_a_state_from_a_newer_version(self):
        with Local() as local:
            local.ssm(*START[1:])
            local.kill_engine()
            with contextlib.closing(sqlite3.connect(local.state / "state.db")) as database:
                database.execute("PRAGMA user_version = 999")
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            before = self.digest(local.state / "state.db")
            for command in (START, LIST, ("engine",)):
                self.check_refused(local.run(*command), "newer", "state.db")
            self.assertEqual(self.digest(local.state / "state.db"), before)

    def test_a_damaged_state(self):
        with Local() as local:
            local.ssm(*START[1:])
            local.kill_engine()
            for leftover in local.state.glob("state.db-*"):
                leftover.unlink()
            (local.state / "state.db").write_bytes(b"no database at all" * 1000)
            self.check_refused(local.run(*LIST), "state.db")

    def test_the_directory_is_private(self):
        with Local() as local:
            local.ssm(*START[1:])
            self.assertEqual(local.state.stat().st_mode & 0o777, 0o700)
            for file in local.state.iterdir():
                if file.is_file():
                    self.assertEqual(file.stat().st_mode & 0o077, 0, file)

    def test_the_directory_goes_while_the_engine_runs(self):
        with Local() as local:
            local.ssm(*START[1:])
            local.kill_engine()
            shutil.rmtree(local.state)
            self.assertEqual(local.ssm(*LIST[1:])["AutomationExecutionMetadataList"], [])

    @staticmethod
    def digest(path: pathlib.Path):
        return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    unittest.main()
