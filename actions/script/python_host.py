# SPDX-License-Identifier: Apache-2.0
"""Runs the script of a step and calls its handler: the program that ssm-local gives to python3.

Standard input: {"script", "handler", "events", "context"}. Descriptor 3: {"value": ...}, or {"error": text} in the form
that the service gives it. The script is a module in a file of its own in the working directory, as in the service; what
it prints goes to standard output."""

import io
import json
import os
import sys
import traceback
import types

MODULE = "customer_script"
LONGEST_ERROR = 16000  # characters


def strip(error, seen):
    """Takes our own frames from an error, its causes and contexts."""
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_globals is globals():
            trace = trace.tb_next
        error.__traceback__ = trace
        strip(error.__cause__, seen)
        error = error.__context__


def without_marks(found, seen):
    """Some versions of Python mark the place in a line; the service does not."""
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        found.stack = traceback.StackSummary.from_list(
            [(frame.filename, frame.lineno, frame.name, frame.line) for frame in found.stack])
        without_marks(found.__cause__, seen)
        found = found.__context__


def error_text(error):
    """Python's own text, but its end: an empty line and "Type - message"."""
    strip(error, set())
    found = traceback.TracebackException.from_exception(error)
    without_marks(found, set())
    end = f"{type(error).__name__} - {error}"
    parts = list(found.format())
    about = list(found.format_exception_only())
    is_of_script = isinstance(error, SyntaxError) and not found.stack
    if is_of_script:
        return "".join([*about[:-1], "\n", end])
    shown = parts[:len(parts) - len(about)]
    has_frames = found.stack or found.__cause__ or found.__context__
    return "".join([*shown, "\n", end]) if has_frames else end


def shortened(text):
    half = LONGEST_ERROR // 2
    return text if len(text) <= LONGEST_ERROR else f"{text[:half]}\n[...]\n{text[-half:]}"


def call_handler(request):
    path = os.path.join(os.getcwd(), f"{MODULE}.py")
    with open(path, "w", encoding="utf-8") as file:
        file.write(request["script"])
    sys.path.insert(0, os.getcwd())
    sys.argv = [path]
    module = types.ModuleType(MODULE)
    module.__file__ = path
    sys.modules[MODULE] = module
    exec(compile(request["script"], path, "exec", dont_inherit=True), module.__dict__)
    return getattr(module, request["handler"])(request["events"], request["context"])


def encoded(value):
    try:
        return json.dumps({"value": value}, ensure_ascii=False, allow_nan=False,
                          separators=(",", ":")).encode("utf-8")
    except Exception as error:
        raise error.with_traceback(None) from None  # nothing in it is the script's


def main():
    answers = os.dup(3)
    os.close(3)
    request = json.loads(sys.stdin.buffer.read())
    sys.stdin = io.StringIO()
    try:
        answer = encoded(call_handler(request))
    except BaseException as error:  # SystemExit, too: the handler has not returned
        try:
            text = shortened(error_text(error))
        except BaseException:  # its own __str__ fails
            text = type(error).__name__
        answer = json.dumps({"error": text}).encode("ascii")
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # the script may have closed it
            pass
    while answer:
        answer = answer[os.write(answers, answer):]
    os._exit(0)  # whatever threads the script has left


main()
