# SPDX-License-Identifier: Apache-2.0
"""Sleeps, and waits with a timeout, on the clock of virtual_time.py. Those of several threads wait at the same time: the
first that is due moves the clock on, once no other thread can do anything but wait for one of its own process. Linux
tells that. While another computes, or waits for something outside (a program, a socket), a sleep is held back, for
LONGEST_HOLD at most, and a timeout takes its time for real: what is waited for may still come. What itself waits for
something outside with a timeout (select, subprocess) does so for real."""

import _thread
import os
import queue
import selectors
import subprocess
import threading
import time
import types

real_allocate, real_join, real_sleep, real_monotonic = _thread.allocate_lock, threading.Thread.join, time.sleep, time.monotonic
MOMENT = 0.001  # real seconds
LONGEST_HOLD = 2  # real seconds
NEVER = float("inf")
FUTEX = {"x86_64": "202", "aarch64": "98"}.get(os.uname().machine)  # the system call that waits for another thread


class Waiter:
    def __init__(self, due, number, attempt):
        self.order, self.attempt = (due, number), attempt
        self.thread = threading.get_native_id()
        self.tried = 0  # the last of Waits' rounds in which it has tried in vain
        self._call = real_allocate()
        self._call.acquire()

    def call(self):
        if self._call.locked():
            self._call.release()

    def await_call(self):
        self._call.acquire()


class Waits:
    def __init__(self, clock):
        self._clock = clock
        self._forget()
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self):
        self._one_thread = real_allocate()
        self._waiters = []
        self._number = self._round = 0

    def wait(self, seconds, attempt=None, from_outside=False):
        """Until so much time has passed, or attempt(real seconds) returns something true, which is returned.
        `from_outside`: that may come from another process."""
        found = attempt and attempt(0)
        if found:
            return found
        with self._one_thread:
            self._number += 1
            waiter = Waiter(self._clock.slept() + seconds, self._number, attempt)
            self._waiters.append(waiter)
        try:
            return self._wait(waiter, seconds if attempt else min(seconds, LONGEST_HOLD), from_outside)
        finally:
            with self._one_thread:
                self._waiters.remove(waiter)
                if self._waiters:
                    self._first().call()

    def _first(self):
        return min(self._waiters, key=lambda waiter: waiter.order)

    def _is_first(self, waiter):
        with self._one_thread:
            return self._first() is waiter and waiter.order[0] != NEVER

    def _wait(self, waiter, hold, from_outside):
        first_since = None
        while True:
            if not self._is_first(waiter):
                first_since = None
                found = self._wait_for_others(waiter)
            else:
                first_since = first_since or real_monotonic()
                is_quiet, found = (False, waiter.attempt(MOMENT)) if from_outside else self._look_round(waiter)
                is_due = is_quiet or real_monotonic() - first_since >= hold
                if not found and is_due and self._is_first(waiter):
                    self._clock.sleep_until(waiter.order[0])
                    return None
            if found:
                return found

    def _wait_for_others(self, waiter):
        if not waiter.attempt:
            waiter.await_call()
            return None
        in_round = self._round
        found = waiter.attempt(MOMENT * len(self._waiters))
        if not found:
            waiter.tried = in_round
        return found

    def _look_round(self, waiter):
        """Whether nothing will happen before time passes, and what the attempt of the waiter has found meanwhile."""
        if _thread._count() == 0:  # beside the main thread
            return True, None
        self._round += 1
        before = self._others()
        for _ in range(3 * len(self._waiters)):
            found = waiter.attempt(MOMENT) if waiter.attempt else real_sleep(MOMENT)
            if found or before is None:
                return False, found
            if all(other is waiter or not other.attempt or other.tried == self._round for other in list(self._waiters)):
                return self._others() == before, None
        return False, None

    def _others(self):
        """Of the threads that do not wait here, how often each has run so far; None: not all of them wait for others. Who
        waits for Python's own lock, as it can go on, runs before the next look."""
        waiting = {waiter.thread for waiter in list(self._waiters)}
        counts = {}
        try:
            for thread in os.listdir("/proc/self/task"):
                if int(thread) in waiting:
                    continue
                with open(f"/proc/self/task/{thread}/syscall", encoding="ascii") as file:
                    if file.read().split()[0] != FUTEX:
                        return None
                with open(f"/proc/self/task/{thread}/status", encoding="utf-8", errors="replace") as file:
                    counts[thread] = [line for line in file if "_ctxt_switches" in line]
        except OSError:  # it has ended, or this is no such Linux
            return None
        return counts


def is_timeout(seconds):
    """What is none is for Python to refuse."""
    return isinstance(seconds, (int, float)) and 0 < seconds <= threading.TIMEOUT_MAX


def wakes_its_loop(key):
    """A file of asyncio's own, over which other threads wake its loop."""
    handle = key.data[0] if isinstance(key.data, tuple) else None
    return getattr(getattr(handle, "_callback", None), "__name__", "") == "_read_from_self"


def install_locks(waits):
    def acquire_in_time(acquire, blocking, timeout):
        if not blocking or not is_timeout(timeout):
            return acquire(blocking, timeout)
        return bool(waits.wait(timeout, lambda moment: acquire(True, moment)))

    class Lock:
        def __init__(self):
            self._lock = real_allocate()

        def acquire(self, blocking=True, timeout=-1):
            return acquire_in_time(self._lock.acquire, blocking, timeout)

        def __enter__(self):
            return self._lock.acquire()

        def __exit__(self, *_):
            self._lock.release()

        def __getattr__(self, name):
            return getattr(self._lock, name)

        def __repr__(self):
            return repr(self._lock)

    class RLock(_thread.RLock):
        def acquire(self, blocking=True, timeout=-1):
            return acquire_in_time(super().acquire, blocking, timeout)

    threading.Lock = threading._allocate_lock = Lock  # Condition, and with it all others, waits for such locks
    threading._CRLock = RLock


def install_join(waits):
    def join(thread, timeout=None):
        def has_ended(moment):
            real_join(thread, moment)
            return not thread.is_alive()

        if not is_timeout(timeout):
            return real_join(thread, timeout)
        waits.wait(timeout, has_ended)

    threading.Thread.join = join


def install_queue(waits):
    class SimpleQueue(queue.SimpleQueue):
        def get(self, block=True, timeout=None):
            real_get = super().get

            def get_one(moment):
                try:
                    return [real_get(True, moment)]
                except queue.Empty:
                    return None

            if not block or not is_timeout(timeout):
                return real_get(block, timeout)
            found = waits.wait(timeout, get_one)
            if not found:
                raise queue.Empty
            return found[0]

    queue.SimpleQueue = SimpleQueue


def install_selector(waits):
    class Selector(selectors.DefaultSelector):
        """asyncio's."""

        def select(self, timeout=None):
            is_own = all(map(wakes_its_loop, self.get_map().values()))
            if timeout is not None and timeout <= 0 or timeout is None and not is_own:
                return super().select(timeout)
            return waits.wait(NEVER if timeout is None else timeout, super().select, not is_own) or []

    selectors.DefaultSelector = Selector


def install(clock):
    """Returns what waits: see Waits.wait()."""
    waits = Waits(clock)
    threading._time = queue.time = time.monotonic
    # It looks again and again whether a program has ended.
    subprocess._time, subprocess.time = real_monotonic, types.SimpleNamespace(sleep=real_sleep)
    for install_one in (install_locks, install_join, install_queue, install_selector):
        install_one(waits)
    return waits.wait
