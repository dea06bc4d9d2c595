# SPDX-License-Identifier: Apache-2.0
"""Programs on a system that lacks something: a filter of seccomp answers one system call with an error."""

import ctypes
import errno
import platform
import struct

ALLOW, ERROR = 0x7FFF0000, 0x00050000
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
NUMBER, FIRST_ARGUMENT = 0, 16  # in struct seccomp_data
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, FILTER = 22, 38, 2
PIDFD_OPEN = 434
SOCKET = {"x86_64": 41, "aarch64": 198}.get(platform.machine())
AF_INET = 2

libc = ctypes.CDLL(None, use_errno=True)


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def _filter(conditions, error):
    """`conditions`: (place, value), which must all hold."""
    lines = []
    for index, (place, value) in enumerate(conditions):
        left = 2 * (len(conditions) - index - 1)
        lines += [(LOAD, 0, 0, place), (EQUAL, 0, left + 1, value)]
    lines += [(RETURN, 0, 0, ERROR | error), (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("HBBI", *line) for line in lines), len(lines)


def _refuse(conditions, error):
    """A preexec_fn."""
    text, length = _filter(conditions, error)
    program = Program(length, text)

    def install():
        zero = ctypes.c_ulong(0)
        if libc.prctl(PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero) != 0:
            raise OSError(ctypes.get_errno(), "no_new_privs")
        if libc.prctl(PR_SET_SECCOMP, ctypes.c_ulong(FILTER), ctypes.byref(program), zero, zero) != 0:
            raise OSError(ctypes.get_errno(), "seccomp")
    return install


def no_pidfd():
    """Linux before 5.3."""
    return _refuse([(NUMBER, PIDFD_OPEN)], errno.ENOSYS)


def no_ipv4():
    """No 127.0.0.1. None: that cannot be played on this machine."""
    return _refuse([(NUMBER, SOCKET), (FIRST_ARGUMENT, AF_INET)], errno.EAFNOSUPPORT) if SOCKET else None
