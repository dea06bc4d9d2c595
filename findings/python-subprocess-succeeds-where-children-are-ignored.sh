#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# CPython 3.11.2 (Debian 12): in a process in which SIGCHLD is ignored, subprocess reports 0 for every program,
# whatever it ended with, a signal included. `run(["false"], check=True)` raises nothing, check_output() returns what a
# failed program had printed. os.system() says -1 there.
#
# Why it surprises: returncode is documented as the exit status, and check=True as an error for any other than 0. The
# disposition is inherited through fork and execve: who starts Python decides, and the program cannot see why its
# commands never fail. A server that forks for each script, and ignores SIGCHLD so as not to wait for them, hands it
# on to the scripts.
# Source: https://docs.python.org/3.11/library/subprocess.html; https://github.com/python/cpython/issues/59960 and
# https://github.com/python/cpython/pull/137804 (a status that cannot be had counts as 0).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
version=3.11.2-6+deb12u9
apt-get -qq download python3.11-minimal=$version libpython3.11-minimal=$version \
  libpython3.11-stdlib=$version 2>/dev/null
for package in *.deb; do dpkg-deb -x "$package" .; done
cat >look.py <<'PY'
import os
import subprocess
import sys

CALLS = {
    "version": lambda: sys.version.split()[0],
    "check": lambda: subprocess.run(["false"], check=True).returncode,
    "status": lambda: subprocess.run(["sh", "-c", "exit 3"]).returncode,
    "signal": lambda: subprocess.run(["sh", "-c", "kill -9 $$"]).returncode,
    "output": lambda: subprocess.check_output(["sh", "-c", "echo half; exit 1"], text=True).strip(),
    "later": lambda: subprocess.Popen(["sh", "-c", "sleep 0.2; exit 4"]).wait(),
    "system": lambda: os.system("exit 3"),
}
try:
    print(CALLS[sys.argv[1]]())
except subprocess.CalledProcessError as error:
    print("CalledProcessError", error.returncode)
PY

# expect CALL USUALLY IGNORED
expect() {
  local how seen
  for how in default ignore; do
    seen=$(env "--$how-signal=CHLD" -i PATH="$PATH" PYTHONHOME="$folder/usr" usr/bin/python3.11 -S -B look.py "$1")
    printf '%-8s SIGCHLD %-8s gives %s\n' "$1" "$how" "$seen"
    [ "$seen" = "$2" ] || { echo "expected $2: the behaviour has changed" >&2; exit 1; }
    set -- "$1" "$3" "$3"
  done
}
expect version 3.11.2 3.11.2
expect check 'CalledProcessError 1' 0
expect status 3 0
expect signal -9 0
expect output 'CalledProcessError 1' half
expect later 4 0
expect system 768 -1
