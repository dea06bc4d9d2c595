# SPDX-License-Identifier: Apache-2.0
"""What has passed is not run again while nothing has changed: neither the binary nor tests, documents, the shared
folder or the programs it needs. SSM_LOCAL_TEST_ALL runs it all the same. The proof lies in the directory that
ctest runs in.

    unchanged.py NAME COMMAND...    for tests that do the same each time: exit status 77 means it was not run
"""

import contextlib
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

TESTS = pathlib.Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
READ = [TESTS, ROOT / "documents", ROOT / "README.md", ROOT.parent / "shared" / "corpus",
        ROOT.parent / "shared" / "conformance"]
SAID = "has passed, and nothing has changed since"


def files():
    for place in READ:
        yield from (path for path in [place, *place.rglob("*")] if path.is_file())


def fingerprint(programs):
    """Changes with what the tests read, and with the programs."""
    digest = hashlib.sha256()
    for path in [*sorted(files()), *(pathlib.Path(shutil.which(p) or p) for p in programs)]:
        about = path.stat() if path.exists() else None
        digest.update(f"{path} {about and (about.st_size, about.st_mtime_ns)}\n".encode())
    return digest.hexdigest()


class Proof:
    """That a test has passed with what is there now."""

    def __init__(self, name, programs):
        self.file = pathlib.Path(f"{name}.passed")
        self.seen = fingerprint(programs)

    def holds(self):
        return ("SSM_LOCAL_TEST_ALL" not in os.environ and self.file.is_file()
                and self.file.read_text() == self.seen)

    def drop(self):
        self.file.unlink(missing_ok=True)

    def keep(self):
        self.file.write_text(self.seen)


@contextlib.contextmanager
def unless_unchanged(name, program):
    """Skips the unit test when nothing has changed since it passed here."""
    proof = Proof(name, [os.environ["SSM_LOCAL"], program])
    if proof.holds():
        raise unittest.SkipTest(SAID)
    proof.drop()
    yield
    proof.keep()


def main():
    name, *command = sys.argv[1:]
    proof = Proof(name, [*command, "dot", *filter(None, [os.environ.get("SSM_LOCAL")])])
    if proof.holds():
        print(f"skipped: {SAID}")
        return 77
    proof.drop()
    status = subprocess.run(command, check=False).returncode
    if status == 0:
        proof.keep()
    # Of a script 77 means that nothing could run; a program of Catch2 ends with the number of its failures.
    return status if status == 77 and command[0] == sys.executable else int(status != 0)


if __name__ == "__main__":
    sys.exit(main())
