# SPDX-License-Identifier: Apache-2.0
"""The clock of `ssm-local test`, as scripts see it: it stands still while they run, and time.sleep() moves it on. What
waits by itself (threads, subprocess) waits for real. What a script takes for real is added in steps of ten seconds, so
that no loop that looks at the clock runs for ever."""

import datetime
import time

real_monotonic, real_gmtime, real_localtime = time.monotonic, time.gmtime, time.localtime
real_strftime, real_datetime, real_date = time.strftime, datetime.datetime, datetime.date
NANOSECONDS = 1_000_000_000
STEP = 10  # seconds


class Clock:
    """Seconds since 1970."""

    def __init__(self, ask, milliseconds):
        self._ask = ask
        self._set(milliseconds)
        self._begun = self._told

    def _set(self, milliseconds):
        self._told, self._heard = milliseconds / 1000, real_monotonic()

    def now(self):
        return self._told + (real_monotonic() - self._heard) // STEP * STEP

    def run_for(self):
        return self.now() - self._begun

    def sleep(self, seconds):
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        self._set(self._ask({"sleep": float(seconds)})["now"])


class Plain:
    """A function that a class can have as a value: it is no method of it. logging has time.localtime so."""

    def __init__(self, function):
        self._function = function

    def __call__(self, *arguments):
        return self._function(*arguments)


class AnyInstance(type):
    """What C code makes of the real class counts as ours."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, cls.__base__)

    def __subclasscheck__(cls, other):
        return issubclass(other, cls.__base__)


def install(ask, milliseconds):
    clock = Clock(ask, milliseconds)

    class VirtualDatetime(real_datetime, metaclass=AnyInstance):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(clock.now(), tz)

        @classmethod
        def utcnow(cls):
            return cls.fromtimestamp(clock.now(), datetime.timezone.utc).replace(tzinfo=None)

        @classmethod
        def today(cls):
            return cls.fromtimestamp(clock.now())

        def __repr__(self):
            return "datetime." + super().__repr__()

    class VirtualDate(real_date, metaclass=AnyInstance):
        @classmethod
        def today(cls):
            return cls.fromtimestamp(clock.now())

        def __repr__(self):
            return "datetime." + super().__repr__()

    for ours, name in ((VirtualDatetime, "datetime"), (VirtualDate, "date")):
        ours.__name__ = ours.__qualname__ = name
        ours.__module__ = "datetime"
        setattr(datetime, name, ours)

    time.time, time.sleep = clock.now, clock.sleep
    time.time_ns = lambda: int(clock.now() * NANOSECONDS)
    time.monotonic = time.perf_counter = clock.run_for
    time.monotonic_ns = time.perf_counter_ns = lambda: int(clock.run_for() * NANOSECONDS)
    time.gmtime = Plain(lambda seconds=None: real_gmtime(clock.now() if seconds is None else seconds))
    time.localtime = Plain(lambda seconds=None: real_localtime(clock.now() if seconds is None else seconds))
    time.strftime = lambda form, moment=None: real_strftime(form, time.localtime() if moment is None else moment)
