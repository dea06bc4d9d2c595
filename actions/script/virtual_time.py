# SPDX-License-Identifier: Apache-2.0
"""The clock of `ssm-local test`, as scripts see it: it stands still while they run, and moves on while they wait: see
virtual_waits.py. What a script takes for real is added in steps of ten seconds, so that no loop that looks at the clock
runs for ever. Files keep the machine's times."""

import datetime
import operator
import time

waits = own_module("virtual_waits")  # noqa: F821
real_monotonic, real_sleep, real_gmtime, real_localtime = time.monotonic, time.sleep, time.gmtime, time.localtime
real_ctime, real_asctime, real_strftime, real_gettime = time.ctime, time.asctime, time.strftime, time.clock_gettime
real_datetime, real_date = datetime.datetime, datetime.date
NANOSECONDS = 1_000_000_000
LONGEST_SLEEP = 2**63 / NANOSECONDS  # seconds that Python can sleep
MILLISECOND = 0.001  # in seconds
STEP = 10  # seconds
REAL_CLOCKS = ("REALTIME", "REALTIME_COARSE", "TAI")
RUNNING_CLOCKS = ("MONOTONIC", "MONOTONIC_COARSE", "MONOTONIC_RAW", "BOOTTIME")


class Clock:
    """Seconds since the script began, in which fractions are exact, and since 1970."""

    def __init__(self, ask, milliseconds):
        self._ask, self._begun = ask, milliseconds / 1000
        self._slept, self._told, self._heard = 0.0, 0.0, real_monotonic()

    def slept(self):
        return self._slept

    def run_for(self):
        return self._slept + (real_monotonic() - self._heard) // STEP * STEP

    def now(self):
        return self._begun + self.run_for()

    def sleep_until(self, moment):
        """`moment`: as slept()."""
        if moment < self._slept:
            return
        # ssm-local counts milliseconds, and may have moved on: a script can fork.
        self._told = self._ask({"sleep": max(moment - self._told, 0.0)})["now"] / 1000 - self._begun
        self._slept = self._told if self._told - moment > MILLISECOND else moment
        self._heard = real_monotonic()


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

    install_functions(clock)


def clocks_of(names):
    return {getattr(time, f"CLOCK_{name}") for name in names if hasattr(time, f"CLOCK_{name}")}


def install_functions(clock):
    real_clocks, running_clocks = clocks_of(REAL_CLOCKS), clocks_of(RUNNING_CLOCKS)

    def seconds_or_now(seconds):
        return clock.now() if seconds is None else seconds

    def clock_gettime(which):
        return clock.now() if which in real_clocks else clock.run_for() if which in running_clocks else real_gettime(which)

    time.time, time.monotonic = clock.now, clock.run_for
    time.perf_counter, time.clock_gettime = time.monotonic, clock_gettime
    time.time_ns = lambda: int(clock.now() * NANOSECONDS)
    time.monotonic_ns = time.perf_counter_ns = lambda: int(clock.run_for() * NANOSECONDS)
    time.clock_gettime_ns = lambda which: int(clock_gettime(which) * NANOSECONDS)
    time.gmtime = Plain(lambda seconds=None: real_gmtime(seconds_or_now(seconds)))
    time.localtime = Plain(lambda seconds=None: real_localtime(seconds_or_now(seconds)))
    time.ctime = lambda seconds=None: real_ctime(seconds_or_now(seconds))
    time.asctime = lambda *moment: real_asctime(*moment or [time.localtime()])
    time.strftime = lambda form, *moment: real_strftime(form, *moment or [time.localtime()])
    install_sleep(waits.install(clock))


def install_sleep(wait):
    def sleep(*arguments, **named):
        seconds = arguments[0] if len(arguments) == 1 and not named else -1
        wanted = seconds if isinstance(seconds, float) else operator.index(seconds)
        if not 0 <= wanted < LONGEST_SLEEP:
            return real_sleep(*arguments, **named)  # Python says what is wrong
        wait(wanted)

    time.sleep = sleep
