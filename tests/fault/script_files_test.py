# SPDX-License-Identifier: Apache-2.0
"""Files that documents attach, and scripts of PowerShell."""

import hashlib
import io
import json
import unittest
import zipfile

from script_case import ENDED, ScriptCase


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


if __name__ == "__main__":
    unittest.main()
