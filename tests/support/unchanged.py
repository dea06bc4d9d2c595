# SPDX-License-Identifier: Apache-2.0
"""A test that does the same each time is not run again while nothing has changed since it passed: neither the programs
that it runs, nor a file of the checkout that is not compiled, nor the shared folder beside it, nor what of this system
it may use. SSM_LOCAL_TEST_ALL runs it all the same. The proof lies in the directory that ctest runs in.

    unchanged.py NAME COMMAND...    exit status 77 means it was not run
"""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMPILED = (".cpp", ".h")  # what they say is in the programs
PROGRAMS = ("aws", "bash", "dot", "fish", "genhtml", "node", "openssl", "pwsh", "pyenv", "python", "python3", "sh", "ssh",
            "sshd", "unshare", "zsh")
VARIABLES = ("LANG", "LC_ALL", "NODE_PATH", "PATH", "PYTHONPATH", "SHARED_DIR", "SSM_LOCAL_JS_SDK")
SAID = "has passed, and nothing has changed since"
LEFT_OUT = re.compile(r"^(?:skipped.*|.*cases skipped.*|OK \(skipped.*)$", re.MULTILINE)


def about(path):
    """What changes with a file, without reading it."""
    try:
        seen = os.stat(path)
    except OSError:
        return f"{path}\n"
    return f"{path} {seen.st_size} {seen.st_mtime_ns} {seen.st_mode}\n"


def files(folder):
    """Below a folder of the checkout, or the shared one."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in ("build", ".git", "__pycache__"))
        yield from (f"{here}/{name}" for name in sorted(names) if not name.endswith(COMPILED))


def system():
    """The programs that tests look for, and the folders of Python's packages: to install one changes its folder."""
    yield from filter(None, map(shutil.which, PROGRAMS))
    yield from (path for path in sys.path if os.path.isdir(path))
    versions = pathlib.Path(os.environ.get("PYENV_ROOT", pathlib.Path.home() / ".pyenv")) / "versions"
    yield from sorted(map(str, versions.glob("*/lib/python*/site-packages")))


def fingerprint(command):
    digest = hashlib.sha256()
    programs = [shutil.which(command[0]) or command[0], *command[1:], os.environ.get("SSM_LOCAL", "")]
    for path in [*programs, *system(), *files(ROOT), *files(ROOT.parent / "shared")]:
        digest.update(about(path).encode())
    for name in VARIABLES:
        digest.update(f"{name}={os.environ.get(name)}\n".encode())
    digest.update(f"{os.uname().release} {os.getuid()}\n".encode())
    return digest.hexdigest()


def main():
    name, *command = sys.argv[1:]
    proof, seen = pathlib.Path(f"{name}.passed"), fingerprint(command)
    if "SSM_LOCAL_TEST_ALL" not in os.environ and proof.is_file():
        kept, _, left_out = proof.read_text().partition("\n")
        if kept == seen:
            print(f"{left_out}skipped: {SAID}")
            return 77
    proof.unlink(missing_ok=True)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    sys.stdout.buffer.write(done.stdout)
    if done.returncode == 0:
        left_out = LEFT_OUT.findall(done.stdout.decode(errors="replace"))
        proof.write_text("".join(f"{line}\n" for line in [seen, *left_out]))
    # Of a script 77 means that nothing could run; other programs end with the number of their failures.
    is_script = len(command) > 1 and command[1].endswith(".py")
    return 77 if is_script and done.returncode == 77 else int(done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
