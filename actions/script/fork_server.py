# SPDX-License-Identifier: Apache-2.0
"""The program as a server of core/os/fork_server.h: for each packet a process is forked, which enters the namespaces that
were made for it, loses its rights, waits for its call and does it. Whatever it changes is its own: the server and what it
forks next see nothing of it. The rules are those of core/os/isolation.cpp, in the words of Python, for nothing is executed
on the way."""

import array
import ctypes
import fcntl
import gc
import json
import os
import random
import resource
import signal
import socket

SERVER = 3
PLACES = (0, 1, 3, 5)  # of input, output, result and questions
OUT_OF_THE_WAY = 64
NOBODY = 65534
NAMESPACES = 0x10000000 | 0x20000000 | 0x40000000 | 0x00020000 | 0x08000000  # users, processes, network, mounts, IPC
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_SECUREBITS, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 1, 4, 8, 28, 38, 47
NO_ROOT = 3  # SECBIT_NOROOT, and that locked
AMBIENT_RAISE = 2
READS = 2  # CAP_DAC_READ_SEARCH
CAPABILITY_VERSION = 0x20080522

libc = ctypes.CDLL(None, use_errno=True)
# Without what Python does round a fork, for there is one thread, which holds no lock: it would touch, and so copy, many pages.
plain_fork = ctypes.PyDLL(None, use_errno=True).fork


def must(result, doing):
    if result != 0:
        raise OSError(ctypes.get_errno(), f"cannot {doing}: {os.strerror(ctypes.get_errno())}")


def prctl(option, first=0, second=0):
    return libc.prctl(option, *map(ctypes.c_ulong, (first, second, 0, 0)))


def set_capabilities(mask):
    """Of this process, `mask` alone."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
    must(libc.capset(header, sets), "lose rights")
    if mask:
        prctl(PR_CAP_AMBIENT, AMBIENT_RAISE, READS)


def become_nobody():
    """Of root: the rights that are left. Nobody, too, reads what root reads where Python lies below root's home."""
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    except OSError:
        return 0
    can_read = os.access(os.__file__, os.R_OK, effective_ids=True)
    os.seteuid(0)
    if not can_read:
        prctl(PR_SET_KEEPCAPS, 1)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    return 0 if can_read else 1 << READS


def lose_rights():
    prctl(PR_SET_SECUREBITS, NO_ROOT)
    set_capabilities(become_nobody() if os.geteuid() == 0 else 0)
    must(prctl(PR_SET_NO_NEW_PRIVS, 1), "keep the program from new rights")
    prctl(PR_SET_DUMPABLE, 1)  # it may look at itself in /proc, as any program may


def limit(what, most):
    hard = resource.getrlimit(what)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def place(files):
    """Puts the descriptors at their numbers, which may be taken by one of them."""
    free = max(PLACES) + 1
    moved = [fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, free) for file in files]
    for file in files:
        os.close(file)
    for file, number in zip(moved, PLACES):
        os.dup2(file, number)
        os.close(file)
    os.dup2(1, 2)


def become(limits, files):
    place(files)
    os.umask(0o077)
    directory = limits["directory"]
    if not os.path.isdir(directory):
        os.mkdir(directory, 0o700)
    os.chdir(directory)
    os.environ["HOME"] = os.environ["TMPDIR"] = directory
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, limits["disk"])
    limit(resource.RLIMIT_NPROC, limits["processes"])
    limit(resource.RLIMIT_DATA, limits["memory"])


def tell(channel, line):
    try:
        os.write(channel, line.encode("utf-8", "replace")[:4000] + b"\n")
    except OSError:
        pass  # nobody wants to know any more


def be_parent(child, channel):
    """Waits for the process of the call, which has another one's namespaces and so no parent in sight."""
    ended = os.waitpid(child, 0)[1]
    tell(channel, f"signal {os.WTERMSIG(ended)}" if os.WIFSIGNALED(ended) else f"exit {os.WEXITSTATUS(ended)}")
    os._exit(0)


def begin(channel, room, ready, call):
    """In the process that was forked; the call's own is one more, as only who is forked enters a process namespace."""
    try:
        must(libc.setns(room, NAMESPACES), "enter the namespaces")
        child = plain_fork()
        if child > 0:
            be_parent(child, channel)
        must(child, "start a process")
        channel, outer = fcntl.fcntl(channel, fcntl.F_DUPFD_CLOEXEC, OUT_OF_THE_WAY), channel
        for file in (outer, room):
            os.close(file)
        os.setsid()
        random.seed()
        lose_rights()
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # what it does would have no end that is told
        if os.getppid() != 0:  # the parent is in no sight while it lives
            os._exit(1)
        ready()
        packet, files = receive(socket.socket(fileno=os.dup(channel)))
        if not packet:
            os._exit(0)
        become(json.loads(packet), files)
    except BaseException as error:
        tell(channel, f"trouble {error}")
        os._exit(1)
    tell(channel, "begun")
    os.close(channel)  # the parent tells the rest: the call is not to have it
    call()
    os._exit(0)


def receive(server):
    """A packet and its descriptors; b"": there will be none any more."""
    files = array.array("i")
    packet, rights, _, _ = server.recvmsg(8192, socket.CMSG_SPACE(8 * files.itemsize))
    for level, kind, data in rights:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            files.frombytes(data[:len(data) - len(data) % files.itemsize])
    return packet, list(files)


def reap():
    """Of the server: what it has forked and has ended. Nobody waits for that."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def serve(ready, call):
    """Until the other end is closed. For each packet a process of its own calls `ready`, and `call` once there is a call."""
    server = socket.socket(fileno=SERVER)
    gc.collect()
    gc.freeze()  # what is there stays as it is, and so shared
    server.send(b"ready")
    while True:
        packet, files = receive(server)
        if not packet:
            return
        if plain_fork() == 0:
            server.close()
            begin(*files, ready, call)
        for file in files:
            os.close(file)
        reap()
