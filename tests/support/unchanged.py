# SPDX-License-Identifier: Apache-2.0
"""For tests that take minutes because of a program that is not ours: what has passed with the same
binary, test and program is not run again. The proof lies in the directory that ctest runs in."""

import contextlib
import hashlib
import os
import pathlib
import unittest

TESTS = pathlib.Path(__file__).resolve().parents[1]


def fingerprint(program, folder):
    """Changes with the binary, the scripts in `folder` and in support, and the program's file."""
    digest = hashlib.sha256()
    scripts = sorted([*TESTS.joinpath(folder).glob("*.py"), *TESTS.joinpath("support").glob("*.py")])
    for file in [pathlib.Path(os.environ["SSM_LOCAL"]), *scripts]:
        digest.update(file.read_bytes())
    about = os.stat(program)
    digest.update(f"{program} {about.st_size} {about.st_mtime_ns}".encode())
    return digest.hexdigest()


@contextlib.contextmanager
def unless_unchanged(name, program, folder):
    """Skips the test when nothing has changed since it passed here. SSM_LOCAL_TEST_ALL: never."""
    proof = pathlib.Path(f"{name}.passed")
    seen = fingerprint(program, folder)
    if proof.is_file() and proof.read_text() == seen and "SSM_LOCAL_TEST_ALL" not in os.environ:
        raise unittest.SkipTest("has passed, and nothing has changed since")
    proof.unlink(missing_ok=True)
    yield
    proof.write_text(seen)
