# SPDX-License-Identifier: Apache-2.0
"""`test --watch`: what makes it run again. It is asked for nothing and waited for in its output."""

import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

from local import BINARY, PATIENCE_SECONDS

DOCUMENT = "schemaVersion: '0.3'\nmainSteps: [{name: a, action: 'aws:sleep', inputs: {Duration: %s}}]\n"
TEST = "document: sub/document.yaml\ncases: [{name: %s, expect: {duration: %s}}]\n"


class Watch(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "sub").mkdir()
        (self.folder / "sub/document.yaml").write_text(DOCUMENT % "PT5S")
        self.test = self.folder / "a.test.yaml"
        self.test.write_text(TEST % ("first", "PT5S"))

    def begin(self, *arguments):
        process = subprocess.Popen([BINARY, "test", "--watch", *arguments], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, PATIENCE_SECONDS)
        self.addCleanup(process.kill)
        # A watch that misses a change would wait for ever.
        signal.signal(signal.SIGALRM, lambda *_: process.kill())
        signal.alarm(PATIENCE_SECONDS)
        self.addCleanup(signal.alarm, 0)
        return process

    def run_of(self, process):
        """What one run says, up to the words that it waits."""
        text = ""
        for line in process.stdout:
            if line.startswith("Watching "):
                return text, line
            text += line
        self.fail(f"ended with {text}")

    def test_changes(self):
        process = self.begin()
        said, watched = self.run_of(process)
        self.assertIn("1 passed;", said)
        self.assertEqual(watched, "Watching 2 files; Ctrl-C ends.\n")

        (self.folder / "sub/document.yaml").write_text(DOCUMENT % "PT6S")
        self.assertIn("a.test.yaml:2:42: duration", self.run_of(process)[0])

        self.test.write_text(TEST % ("second", "PT6S"))
        self.assertIn("1 passed;", self.run_of(process)[0])

        new = self.folder / "new"
        new.write_text("cases: [")
        os.replace(new, self.test)  # as editors do
        self.assertIn("1 file with mistakes;", self.run_of(process)[0])

        (self.folder / "sub/b.test.yaml").write_text(TEST.replace("sub/", "") % ("third", "PT6S"))
        self.assertIn("1 passed, 1 file with mistakes;", self.run_of(process)[0])

        self.test.unlink()
        self.assertIn("1 passed;", self.run_of(process)[0])

        later = self.folder / "later"
        later.mkdir()
        for name, duration, said in (("fourth", "PT6S", "2 passed;"), ("fifth", "PT7S", "1 passed, 1 failed;")):
            new.write_text(TEST.replace("sub/", "../sub/") % (name, duration))
            os.replace(new, later / "c.test.yaml")
            self.assertIn(said, self.run_of(process)[0])

        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(PATIENCE_SECONDS), -signal.SIGINT)

    def test_what_it_writes_itself_is_no_change(self):
        process = self.begin("--report", "junit=report.xml", "a.test.yaml")
        self.run_of(process)
        (self.folder / "sub/unrelated").write_text("x")
        self.test.write_text(TEST % ("again", "PT5S"))
        self.assertIn("1 passed;", self.run_of(process)[0])
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        self.assertEqual(rest, "")


if __name__ == "__main__":
    unittest.main()
