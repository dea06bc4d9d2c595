#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# CPython 3.7 and later: an assignment to tb.tb_next walks the whole rest of the traceback. Whoever relinks a traceback,
# each part once, takes time that grows with the square of its length, also where nothing is changed by it: the 100,000
# frames of a recursion, where a program has raised Python's own limit, took ten seconds.
#
# Why it surprises: it looks like setting a pointer, and the usual way to drop frames of a framework (a list of those
# to keep, then tb_next of each) is linear in every other respect. At Python's limit of 1,000 frames nobody notices.
# Source: Python/traceback.c, the setter of tb_next ("Check for loops"); the reference says "writable since 3.7" only.
set -euo pipefail
python3 - <<'PY'
import sys, time

def traceback_of(depth):
    def down(n):
        return down(n - 1) if n else 1 // 0
    sys.setrecursionlimit(depth + 1000)
    try:
        down(depth)
    except ZeroDivisionError as error:
        parts, trace = [], error.__traceback__
        while trace is not None:
            parts.append(trace)
            trace = trace.tb_next
        return parts

def seconds_to_relink(parts):
    begin = time.process_time()
    for one, following in zip(parts, [*parts[1:], None]):
        one.tb_next = following  # as it was
    return time.process_time() - begin

short, long = (min(seconds_to_relink(traceback_of(depth)) for _ in range(3)) for depth in (1000, 8000))
print(f"8 times as many frames take {long / short:.0f} times as long")
if long / short < 24:
    sys.exit("expected far more than 8 times: the behaviour has changed")
PY
