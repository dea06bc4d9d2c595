# SPDX-License-Identifier: Apache-2.0
"""Runs a command whose standard output is a terminal. Standard library only."""

import fcntl
import os
import pty
import struct
import subprocess
import termios

from local import PATIENCE_SECONDS


def on_terminal(command, columns=80, **how):
    """What it writes there, its standard error, and its exit code. `how`: as Popen takes it."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("hhhh", 24, columns, 0, 0))
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=theirs,
                               stderr=subprocess.PIPE, **how)
    os.close(theirs)
    written = b""
    try:
        while chunk := os.read(ours, 65536):
            written += chunk
    except OSError:  # the other side is closed
        pass
    os.close(ours)
    _, problems = process.communicate(timeout=PATIENCE_SECONDS)
    return written.decode().replace("\r\n", "\n"), problems.decode(), process.returncode
